import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { OcelliError } from '@ocelli/protocol';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const refused = new Set(['EACCES', 'EPERM', 'EROFS']);
const occupied = new Set(['ENOTDIR', 'EEXIST', 'EISDIR', 'ENOTEMPTY', 'ELOOP']);

/** What a file system said while models were kept in `folder`, as an error that says what to do. Other causes are returned as they are. */
export function fileFailure(cause: unknown, folder: string): unknown {
  if (OcelliError.is(cause) || !(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') return cause;
  const { code } = cause;
  const place = 'path' in cause && typeof cause.path === 'string' ? ('dest' in cause && typeof cause.dest === 'string' ? cause.dest : cause.path) : folder;
  if (full.has(code)) return diskFull(folder, { cause });
  if (refused.has(code)) {
    return new OcelliError('folder_unusable', `${place} cannot be written to. Change its permissions, or set OCELLI_MODELS to another folder.`, { cause });
  }
  if (occupied.has(code)) return inTheWay(code === 'ENOTDIR' ? noFolder(place) : place, { cause });
  if (code.startsWith('E') && 'syscall' in cause) {
    return new OcelliError('folder_unusable', `Models cannot be kept in ${folder} (${code}). Set OCELLI_MODELS to another folder.`, { cause });
  }
  return cause;
}

/** What lies where a path needs a folder. */
function noFolder(path: string): string {
  let at = path;
  while (!existsSync(at) && at !== dirname(at)) at = dirname(at);
  return statSync(at).isDirectory() ? path : at;
}

export function diskFull(folder: string, { cause, needed, available }: { cause?: unknown; needed?: number; available?: number } = {}): OcelliError {
  const how = needed === undefined || available === undefined ? '' : `: ${megabytes(needed)} are needed and ${megabytes(available)} are free`;
  return new OcelliError('disk_full', `The disk of ${folder} is full${how}. Free some space, or set OCELLI_MODELS to a folder on another disk.`, { cause });
}

export function inTheWay(place: string, { cause }: { cause?: unknown } = {}): OcelliError {
  return new OcelliError('folder_unusable', `${place} is in the way: something else lies where a model belongs. Move or remove it.`, { cause });
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
