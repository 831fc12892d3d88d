import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { probeDevices } from '@ocelli/models';
import type { Check } from '../outputs.js';

const leastNode = [20, 20] as const;
/** Where in its own source onnxruntime gave up, which it says before the reason. */
const sourcePlace = /^\/\S*onnxruntime\S* .*?\. (?=\w)/;
const mebibyte = 1024 ** 2;

/** Node, the native runtime of the models and the devices it really runs on, and room for temporary files. */
export async function checkMachine(): Promise<Check[]> {
  return [checkNode(), ...(await checkRuntime()), await checkDiskSpace('temporary-space', 'Temporary files', tmpdir())];
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  const detail = `${process.versions.node} on ${process.platform} ${process.arch}`;
  if (enough) return { id: 'node', title: 'Node.js', status: 'ok', detail };
  return { id: 'node', title: 'Node.js', status: 'problem', detail, remedy: `Install Node.js ${leastNode.join('.')} or newer, then run "npm ci" again.` };
}

/** Each device runs a tiny model in a process of its own: what is not there or breaks cannot break the doctor. */
async function checkRuntime(): Promise<Check[]> {
  const reports = await probeDevices({ fresh: true });
  const cpu = reports.find(({ device }) => device === 'cpu');
  const runtime = { id: 'runtime', title: 'Model runtime' };
  const others = reports.filter(({ device }) => device !== 'cpu');
  return [
    cpu?.works
      ? { ...runtime, status: 'ok', detail: 'onnxruntime runs a model on the CPU' }
      : {
          ...runtime,
          status: 'problem',
          detail: `onnxruntime does not run on the CPU: ${cpu?.reason ?? 'no answer'}`,
          remedy: 'Run "npm ci" on this very machine: its native part differs from system to system.',
        },
    ...others.map(
      ({ device, works, reason = 'no answer' }): Check => ({
        id: `device-${device}`,
        title: `GPU by ${device === 'cuda' ? 'CUDA' : 'WebGPU'}`,
        status: works ? 'ok' : 'absent',
        detail: works ? 'runs models' : `not used: ${reason.replace(sourcePlace, '')}`,
      }),
    ),
  ];
}

/** Room on the disk that holds `folder`: a picture and its copies take some hundred megabytes at most. */
export async function checkDiskSpace(id: string, title: string, folder: string): Promise<Check> {
  try {
    const { bavail, bsize } = await statfs(folder);
    const free = Math.floor((bavail * bsize) / mebibyte);
    const detail = `${free >= 10_240 ? `${Math.floor(free / 1024)} GB` : `${free} MB`} free in ${folder}`;
    if (free >= 1_024) return { id, title, status: 'ok', detail };
    return { id, title, status: free >= 256 ? 'warning' : 'problem', detail, remedy: 'Free some space on this disk.' };
  } catch (cause) {
    const detail = `${folder} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`;
    return { id, title, status: 'problem', detail, remedy: 'Set TMPDIR (OCELLI_DATA for the data folder) to a folder that exists.' };
  }
}
