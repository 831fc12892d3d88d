import { AutoTokenizer, random, SupertonicForConditionalGeneration, Tensor } from '@huggingface/transformers';
import type { Device } from '@ocelli/protocol';
import { libraryOptions } from './local-library.js';

/** Passes of the denoiser, as its publisher speaks. */
const passes = 5;
/** What its publisher takes for the usual speed. */
const usualSpeed = 1.05;

export interface Supertonic {
  readonly sampleRateHz: number;
  /** Says a text in a style (a file of the folder's "voices", read as floats). Samples of one channel, about -1..1. Blocks until it is done. */
  say(text: string, style: Float32Array, speed: number): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Supertonic (Supertone, 2025) from a folder in the Hub's layout (onnx-community/Supertonic-TTS-ONNX): letters to durations, noise to latents in a few passes, latents to a waveform of 44.1 kHz. */
export async function openSupertonic(folder: string, device: Device): Promise<Supertonic> {
  const [tokenizer, model] = await Promise.all([
    AutoTokenizer.from_pretrained(folder, { local_files_only: true }),
    SupertonicForConditionalGeneration.from_pretrained(folder, { ...libraryOptions(device), dtype: 'fp32' }) as Promise<SupertonicForConditionalGeneration>,
  ]);
  const { sampling_rate: sampleRateHz, style_dim: width } = model.config as unknown as { sampling_rate: number; style_dim: number };
  return {
    sampleRateHz,
    async say(text, style, speed) {
      const inputs = tokenizer(text) as { input_ids: Tensor; attention_mask: Tensor };
      // The same words sound the same each time.
      random.seed(0);
      const { waveform, durations } = await model.generate_speech({ ...inputs, style: new Tensor('float32', style, [1, style.length / width, width]), num_inference_steps: passes, speed: speed * usualSpeed });
      return (waveform.data as Float32Array).subarray(0, Math.ceil((durations.data as Float32Array)[0]!));
    },
    dispose: async () => void (await model.dispose()),
  };
}
