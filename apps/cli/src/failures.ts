import { OcelliError } from '@ocelli/protocol';

/** Turns whatever was thrown into the typed error that the user is told. Here the user owns the machine, so an unknown cause is named. */
export function failureOf(cause: unknown): OcelliError {
  if (OcelliError.is(cause)) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new OcelliError('disk_full', 'The disk is full. Free some space, or set TMPDIR to a folder on another disk.', { cause });
  }
  const what = cause instanceof Error ? cause.message : String(cause);
  return new OcelliError('internal', `Something went wrong: ${what}. If it stays, run "ocelli doctor".`, { cause });
}
