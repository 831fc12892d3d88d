import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Device, OcelliError } from '@ocelli/protocol';
import { z } from 'zod';

/** Whether a device really ran a model here, and what it said when it did not. */
export const DeviceReport = z.object({ device: Device, works: z.boolean(), reason: z.string().optional() });
export type DeviceReport = z.infer<typeof DeviceReport>;

const entry = fileURLToPath(new URL('./device-probe-child.js', import.meta.url));
const probeMs = 20_000;

/**
 * Tries every device by running a tiny model on it, each in a process of its own: a driver may abort or hang, and
 * onnxruntime lists devices whether or not they work. Remembered until the machine is started again, another driver is
 * named in the environment or onnxruntime is installed anew; `fresh` asks the devices themselves.
 */
export async function probeDevices({ fresh = false } = {}): Promise<DeviceReport[]> {
  const remembered = await cachePath();
  const known = fresh ? undefined : await readReports(remembered);
  if (known) return known;
  const reports = await Promise.all(Device.options.map(probe));
  await writeReports(remembered, reports);
  return reports;
}

/**
 * The device that models run on: `OCELLI_DEVICE` where it is set, else the first of cuda, webgpu and cpu that works.
 * Rejects with `bad_request` when the variable names no device.
 */
export async function bestDevice(wanted = process.env.OCELLI_DEVICE): Promise<Device> {
  if (wanted) {
    const device = Device.safeParse(wanted);
    if (!device.success) throw new OcelliError('bad_request', `OCELLI_DEVICE is "${wanted}"; it must be one of ${Device.options.join(', ')}.`);
    return device.data;
  }
  return (await probeDevices()).find((report) => report.works)?.device ?? 'cpu';
}

function probe(device: Device): Promise<DeviceReport> {
  return new Promise((resolve) => {
    const child = fork(entry, [device], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    let report: DeviceReport = { device, works: false, reason: 'its driver stopped the process' };
    const timer = setTimeout(() => {
      report = { device, works: false, reason: `no answer within ${probeMs / 1000} s` };
      child.kill('SIGKILL');
    }, probeMs);
    child.on('message', (raw) => {
      report = DeviceReport.catch(report).parse(raw);
    });
    child.on('error', (error) => resolve({ device, works: false, reason: error.message }));
    child.on('exit', () => {
      clearTimeout(timer);
      resolve(report);
    });
  });
}

const require = createRequire(import.meta.url);

/** One file per user and per set of things that a probe's outcome depends on. */
async function cachePath(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'boot-unknown');
  const runtime = await stat(join(dirname(require.resolve('onnxruntime-node/package.json')), 'bin'));
  const drivers = [process.env.VK_ICD_FILENAMES, process.env.LD_LIBRARY_PATH, process.env.CUDA_VISIBLE_DEVICES];
  const key = createHash('sha256').update(JSON.stringify([boot, runtime.mtimeMs, process.versions.modules, drivers])).digest('hex');
  return join(tmpdir(), `ocelli-devices-${userInfo().uid}-${key.slice(0, 16)}.json`);
}

async function readReports(path: string): Promise<DeviceReport[] | undefined> {
  try {
    return DeviceReport.array().length(Device.options.length).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that nobody reads half of it. Without a place to write, every start probes again. */
async function writeReports(path: string, reports: DeviceReport[]): Promise<void> {
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, JSON.stringify(reports), { mode: 0o600 }).then(
    () => rename(fresh, path),
    () => undefined,
  );
}
