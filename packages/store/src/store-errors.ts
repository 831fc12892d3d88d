import { OcelliError } from '@ocelli/protocol';

const fullDisk = new Set(['ENOSPC', 'EDQUOT', '53100']);
/** No connection: from the operating system, from node-postgres, and Postgres' own class 08 and 57P. */
const gone = /^(ECONN|EPIPE|ENOENT$|08|57P)/;
const goneMessages = /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Cannot use a pool after calling end/;

/**
 * What a failed query or file write means to a client: `disk_full` or `store_unavailable`, null when it is neither.
 * Walks the causes, because Drizzle wraps what the driver threw (and its own message quotes the query's parameters, which
 * hold what people wrote: never log it).
 */
export function asStoreError(failure: unknown): OcelliError | null {
  for (let cause = failure; cause instanceof Error; cause = cause.cause) {
    if (OcelliError.is(cause)) return cause;
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    if (fullDisk.has(code)) return new OcelliError('disk_full', 'The disk that holds the data folder is full. Free some space and try again.', { cause });
    if (gone.test(code) || goneMessages.test(cause.message)) {
      return new OcelliError('store_unavailable', 'The database does not answer at the moment.', { cause, retryAfterSeconds: 2 });
    }
  }
  return null;
}

/** Somebody else was first with this key. */
export const isDuplicate = (failure: unknown): boolean => hasCode(failure, '23505');

/** What the row points at is not there (any more). */
export const isMissingReference = (failure: unknown): boolean => hasCode(failure, '23503');

/** Codes are Postgres' SQLSTATE. */
function hasCode(failure: unknown, code: string): boolean {
  for (let cause = failure; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === code) return true;
  }
  return false;
}
