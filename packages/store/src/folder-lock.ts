import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { OcelliError } from '@ocelli/protocol';
import lockfile from 'proper-lockfile';
import { z } from 'zod';

const Holder = z.object({ pid: z.number().int().positive(), host: z.string(), startedAt: z.string() });
type Holder = z.infer<typeof Holder>;

/** A beating lock is believed for this long after its last beat; a longer stall of the holder loses it. */
const staleMs = 10_000;
/** A restart may meet the last moments of the process it replaces. */
const patienceMs = 3_000;

/**
 * Takes the only right to write in `folder`, across processes. The lock beats, so a holder on another machine (a shared
 * volume) is respected while it lives; one on this machine is known to be gone the moment its process is, so a start right
 * after `kill -9` does not wait. Rejects with `store_locked` while somebody else holds it.
 *
 * @param onLost called when another process took the lock, which a stall of more than ten seconds permits: stop writing at once.
 * @returns releases the lock.
 */
export async function lockFolder(folder: string, onLost: () => void): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lockPath = join(folder, 'lock');
  const holderPath = join(folder, 'lock-holder.json');
  const me: Holder = { pid: process.pid, host: hostname(), startedAt: await startOf(process.pid) };
  for (const deadline = Date.now() + patienceMs; ; ) {
    const holder = await readHolder(holderPath);
    // Aged to the epoch, the dead holder's lock is stale for whoever asks next.
    if (holder && (await isGone(holder))) await utimes(lockPath, 0, 0).catch(() => undefined);
    try {
      const release = await lockfile.lock(folder, { lockfilePath: lockPath, stale: staleMs, update: 2_000, onCompromised: onLost });
      await writeFile(holderPath, JSON.stringify(me));
      return async () => {
        await rm(holderPath, { force: true });
        await release();
      };
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'ELOCKED')) throw cause;
      if (Date.now() > deadline) {
        const who = holder ? ` (process ${holder.pid} on ${holder.host})` : '';
        throw new OcelliError('store_locked', `Another Ocelli${who} is using this data folder. Stop it, or set OCELLI_DATA to another folder.`, { cause });
      }
      await wait(100);
    }
  }
}

/** Who holds `folder`, found out without touching it; null when nobody does (any more). */
export async function holderOf(folder: string): Promise<{ pid: number; host: string } | null> {
  const holder = await readHolder(join(folder, 'lock-holder.json'));
  if (!holder || (await isGone(holder))) return null;
  const held = await lockfile.check(folder, { lockfilePath: join(folder, 'lock'), stale: staleMs }).catch(() => false);
  return held ? { pid: holder.pid, host: holder.host } : null;
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return Holder.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null; // not written yet, or half written by a process that died: the beat decides
  }
}

async function isGone(holder: Holder): Promise<boolean> {
  if (holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'ESRCH';
  }
  // In a container the next life of a process often has the same number.
  return (await startOf(holder.pid)) !== holder.startedAt;
}

/** When the process started, in the kernel's words; empty where there is no /proc, so that numbers alone are compared. */
async function startOf(pid: number): Promise<string> {
  try {
    const [boot, stat] = await Promise.all([readFile('/proc/sys/kernel/random/boot_id', 'utf8'), readFile(`/proc/${pid}/stat`, 'utf8')]);
    // Field 22, counted after the command name, which may itself hold spaces and brackets (proc(5)).
    return `${boot.trim()}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return '';
  }
}
