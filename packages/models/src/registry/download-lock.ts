import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

const Owner = z.object({ pid: z.number().int().positive(), host: z.string(), startedAt: z.string() });
type Owner = z.infer<typeof Owner>;

const lockName = /^lock-(\d+)$/;
const free = 'free\n';
const beatMs = 2_000;
/** An owner that cannot be asked (on another machine, or stopped) is believed for this long after its last beat. */
const silentMs = 60_000;
/** Between making a lock and writing its owner into it there is a moment. */
const unwrittenMs = 5_000;

/**
 * Takes the only right to write in `folder` (which exists), across processes and machines; waits while somebody else has it, for as long as
 * that lives. A process killed on this machine is known to be gone at once, so nobody waits for it.
 *
 * The right belongs to the lock file with the highest number. It is taken by making the next number, which only one can, and given
 * back by a word inside: the highest file is never removed, so whoever acted on an older look at the folder finds a higher one and
 * withdraws. (Files that are removed and made again under one name let two processes each break the other's lock.)
 *
 * @param onWait called when somebody else has it, once.
 * @returns gives the right back.
 */
export async function lockDownload(folder: string, { signal, onWait }: { signal?: AbortSignal; onWait?: () => void } = {}): Promise<() => Promise<void>> {
  const me: Owner = { pid: process.pid, host: hostname(), startedAt: await startOf(process.pid) };
  for (let waited = false; ; ) {
    signal?.throwIfAborted();
    const highest = await highestLock(folder);
    if (highest > 0 && (await isHeld(join(folder, `lock-${highest}`)))) {
      if (!waited) onWait?.();
      waited = true;
      await wait(200, undefined, { signal });
      continue;
    }
    const mine = join(folder, `lock-${highest + 1}`);
    if (!(await made(mine, JSON.stringify(me)))) continue;
    if ((await highestLock(folder)) > highest + 1) {
      await rm(mine, { force: true });
      continue;
    }
    await Promise.all((await lockNumbers(folder)).filter((number) => number <= highest).map((number) => rm(join(folder, `lock-${number}`), { force: true })));
    // Refused only when somebody took this for a dead one's, after a minute of silence: what is written is checked all the same.
    const beat = setInterval(() => void utimes(mine, new Date(), new Date()).catch(() => clearInterval(beat)), beatMs).unref();
    return async () => {
      clearInterval(beat);
      // Over the first letters, never emptied and never made anew: at no moment can it be read as something else.
      await writeFile(mine, free, { flag: 'r+' }).catch(() => undefined);
    };
  }
}

/** Whether the owner of the folder's lock is at work; changes nothing. */
export async function isLocked(folder: string): Promise<boolean> {
  const highest = await highestLock(folder).catch(() => 0);
  return highest > 0 && (await isHeld(join(folder, `lock-${highest}`)));
}

export const isLockFile = (name: string) => lockName.test(name);

async function lockNumbers(folder: string): Promise<number[]> {
  return (await readdir(folder)).flatMap((name) => (lockName.test(name) ? [Number(name.slice('lock-'.length))] : []));
}
const highestLock = async (folder: string) => Math.max(0, ...(await lockNumbers(folder)));

/** Makes the lock file unless there is one of that name. */
async function made(path: string, owner: string): Promise<boolean> {
  try {
    await writeFile(path, owner, { flag: 'wx' });
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    // Half made, it would be waited for.
    await rm(path, { force: true }).catch(() => undefined);
    throw cause;
  }
}

async function isHeld(path: string): Promise<boolean> {
  const [text, facts] = await Promise.all([readFile(path, 'utf8').catch(() => undefined), stat(path).catch(() => undefined)]);
  if (text === undefined || facts === undefined) return true; // removed by the owner of a higher one: look again
  if (text.startsWith(free)) return false;
  const silent = Date.now() - facts.mtimeMs;
  const owner = ownerIn(text);
  if (!owner) return silent < unwrittenMs;
  return silent < silentMs && !(await isGone(owner));
}

function ownerIn(text: string): Owner | undefined {
  try {
    return Owner.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function isGone(owner: Owner): Promise<boolean> {
  if (owner.host !== hostname()) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'ESRCH';
  }
  // In a container the next life of a process often has the same number.
  return (await startOf(owner.pid)) !== owner.startedAt;
}

/** When the process started, in the kernel's words; empty where there is no /proc, so that numbers alone are compared. */
async function startOf(pid: number): Promise<string> {
  try {
    const [boot, status] = await Promise.all([readFile('/proc/sys/kernel/random/boot_id', 'utf8'), readFile(`/proc/${pid}/stat`, 'utf8')]);
    // Field 22, counted after the command name, which may itself hold spaces and brackets (proc(5)).
    return `${boot.trim()}/${status.slice(status.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return '';
  }
}
