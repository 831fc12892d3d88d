import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import type { Device } from '@ocelli/protocol';
import { sessionOptions } from './session-options.js';

/** A graph whose initializers are byte ranges of a file that another package carries. */
export interface WeightsFreeModel {
  graphPath: string;
  weightsPath: string;
}

/**
 * Opens such a graph on the file where it lies: its bytes are handed over with the graph, so nothing is copied, linked or
 * converted on disk. The graph names the file by its base name. Whoever calls has checked both files' hashes.
 */
export async function openWeightsFreeSession({ graphPath, weightsPath }: WeightsFreeModel, device: Device, threads?: number): Promise<InferenceSession> {
  const weights = await readFile(weightsPath);
  return InferenceSession.create(graphPath, { ...sessionOptions(device, threads), externalData: [{ path: basename(weightsPath), data: weights }] });
}
