import { Device } from '@ocelli/protocol';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { DeviceReport } from './device-probe.js';

/** `y = x + x` on one float, as an ONNX file of 66 bytes. */
const doubling = Buffer.from('CAgSADo1Cg4KAXgKAXgSAXkiA0FkZBIBcFoPCgF4EgoKCAgBEgQKAggBYg8KAXkSCgoICAESBAoCCAFCBAoAEA4=', 'base64');

/** Entry of a probe's process: runs the model on the device that the first argument names, and reports. */
const device = Device.parse(process.argv[2]);

async function report(): Promise<DeviceReport> {
  try {
    const session = await InferenceSession.create(doubling, { executionProviders: [device], logSeverityLevel: 4 });
    const { y } = await session.run({ x: new Tensor('float32', [21], [1]) });
    return Number(y?.data[0]) === 42 ? { device, works: true } : { device, works: false, reason: 'it computed a wrong number' };
  } catch (cause) {
    return { device, works: false, reason: cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause) };
  }
}

process.send?.(await report(), undefined, {}, () => process.exit());
