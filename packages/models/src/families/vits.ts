import { AutoTokenizer, VitsModel, type Tensor } from '@huggingface/transformers';
import type { Device } from '@ocelli/protocol';
import { libraryOptions } from './local-library.js';

export interface VitsVoice {
  readonly sampleRateHz: number;
  /** Says a text: samples of one channel, about -1..1; undefined where the voice knows none of its letters. Blocks until it is done. */
  say(text: string): Promise<Float32Array | undefined>;
  dispose(): Promise<void>;
}

/**
 * VITS (Kim 2021) from a folder in the Hub's layout (Xenova/mms-tts-eng): letters, of which the tokenizer keeps those that it knows, to a waveform in one run. There
 * is no speed. `dtype`: q8 for the graph named "_quantized".
 */
export async function openVits(folder: string, device: Device, dtype: 'fp32' | 'q8' = 'fp32'): Promise<VitsVoice> {
  const options = libraryOptions(device);
  const [tokenizer, model] = await Promise.all([AutoTokenizer.from_pretrained(folder, { local_files_only: true }), VitsModel.from_pretrained(folder, { ...options, dtype })]);
  const { sampling_rate: sampleRateHz } = model.config as unknown as { sampling_rate: number };
  return {
    sampleRateHz,
    async say(text) {
      const inputs = tokenizer(text) as { input_ids: Tensor };
      // Blanks stand around every letter: one of them alone is no letter.
      if (inputs.input_ids.dims[1]! < 2) return undefined;
      const { waveform } = (await model(inputs)) as { waveform: Tensor };
      return waveform.data as Float32Array;
    },
    dispose: async () => void (await model.dispose()),
  };
}
