import { OcelliError } from '@ocelli/protocol';
import { asStoreError } from '@ocelli/store';
import { z } from 'zod';

/** Turns whatever was thrown into the typed error that the client is told: done once, at the edge. */
export function failureOf(cause: unknown): OcelliError {
  if (OcelliError.is(cause)) return cause;
  if (cause instanceof z.ZodError) {
    const [issue] = cause.issues;
    const where = issue?.path.length ? `${issue.path.map(String).join('.')}: ` : '';
    return new OcelliError('bad_request', `The request is not understood. ${where}${issue?.message ?? ''}`.trim(), { cause });
  }
  if (cause instanceof URIError) return new OcelliError('bad_request', 'The address is not understood.', { cause });
  const status = cause instanceof Error && 'status' in cause ? cause.status : undefined;
  if (status === 404) return new OcelliError('not_found', 'There is nothing here.', { cause });
  if (status === 413) return new OcelliError('too_large', 'The request is too large.', { cause });
  if (typeof status === 'number' && status >= 400 && status < 500) return new OcelliError('bad_request', 'The request is not understood.', { cause });
  return asStoreError(cause) ?? OcelliError.from(cause);
}

/** What a log may say about a failure: its kind and place. Messages are left out, because database drivers quote what people wrote. */
export function describeFailure(failure: unknown): { name: string; code?: string; at?: string[]; cause?: object } {
  if (!(failure instanceof Error)) return { name: typeof failure };
  const code = 'code' in failure ? String(failure.code) : undefined;
  const at = (failure.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).slice(0, 6).map((line) => line.trim());
  return { name: failure.name, code, at, ...(failure.cause === undefined ? {} : { cause: describeFailure(failure.cause) }) };
}
