import { readdir, readFile } from 'node:fs/promises';

/** Resident memory in MiB of a process; undefined when it is gone, or where there is no /proc. */
export async function memoryOf(pid: number): Promise<number | undefined> {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')) ?? [];
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
}

/** The same of all processes of a group together. */
export async function memoryOfGroup(group: number): Promise<number | undefined> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  let sum: number | undefined;
  for (const pid of pids) {
    // The name of a program may hold spaces and brackets; what follows its last bracket does not: state, parent, group.
    const [, , ofGroup] = (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).split(') ').at(-1)!.split(' ');
    if (Number(ofGroup) === group) sum = (sum ?? 0) + ((await memoryOf(Number(pid))) ?? 0);
  }
  return sum;
}
