import { bestDevice, probeDevices } from '@ocelli/models';
import { Device } from '@ocelli/protocol';
import { describe, expect, it } from 'vitest';

describe('finding the device that models run on', () => {
  it('tries every device, and the CPU always works', async () => {
    const reports = await probeDevices({ fresh: true });
    expect(reports.map((report) => report.device)).toEqual(Device.options);
    expect(reports).toContainEqual({ device: 'cpu', works: true });
  });

  it('gives a reason for every device that does not work', async () => {
    for (const report of await probeDevices()) if (!report.works) expect(report.reason).toMatch(/\S/);
  });

  it('takes the first device that works', async () => {
    const working = (await probeDevices()).filter((report) => report.works).map((report) => report.device);
    expect(await bestDevice(undefined)).toBe(working[0]);
  });

  it('obeys the operator, and names the choices when there is no such device', async () => {
    expect(await bestDevice('webgpu')).toBe('webgpu');
    await expect(bestDevice('tpu')).rejects.toMatchObject({ code: 'bad_request', message: expect.stringContaining('cuda, webgpu, cpu') });
  });
});
