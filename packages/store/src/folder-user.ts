import { join } from 'node:path';
import { holderOf } from './folder-lock.js';

/** Which process uses a data folder, for whoever only wants to tell; null when none does. Opens and changes nothing. */
export function folderUser(folder: string): Promise<{ pid: number; host: string } | null> {
  return holderOf(join(folder, 'database'));
}
