import { AutoTokenizer, SpeechT5ForTextToSpeech, SpeechT5HifiGan, Tensor } from '@huggingface/transformers';
import type { Device } from '@ocelli/protocol';
import { libraryOptions } from './local-library.js';

/** Steps of the decoder (32 ms each) for each two letters, at most: slower than anybody talks. Where the model finds no end, that is one. */
const mostStepsPerPair = 12;

export interface SpeechT5 {
  readonly sampleRateHz: number;
  /** Says a text in a speaker's voice (an x-vector, as long as the model wants it). Samples of one channel, about -1..1. Blocks its thread a step at a time. */
  say(text: string, speaker: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * SpeechT5 (Ao 2022) from a folder in the Hub's layout (Xenova/speecht5_tts), which has the vocoder beside it as "decoder_postnet_and_vocoder": letters to a spectrogram,
 * step by step, to a waveform of 16 kHz. There is no speed, and a little noise is part of the decoder: no two times are quite the same.
 */
export async function openSpeechT5(folder: string, device: Device, dtype: 'fp32' | 'q8' = 'fp32'): Promise<SpeechT5> {
  const options = libraryOptions(device);
  const [tokenizer, model, vocoder] = await Promise.all([
    AutoTokenizer.from_pretrained(folder, { local_files_only: true }),
    SpeechT5ForTextToSpeech.from_pretrained(folder, { ...options, dtype }) as Promise<SpeechT5ForTextToSpeech>,
    // Eight bits are heard in a vocoder.
    SpeechT5HifiGan.from_pretrained(folder, { ...options, dtype: 'fp32', model_file_name: 'decoder_postnet_and_vocoder' }),
  ]);
  return {
    sampleRateHz: 16_000,
    async say(text, speaker) {
      const { input_ids } = tokenizer(text) as { input_ids: Tensor };
      const { waveform } = await model.generate_speech(input_ids, new Tensor('float32', speaker, [1, speaker.length]), { vocoder, maxlenratio: mostStepsPerPair });
      return (waveform as Tensor).data as Float32Array;
    },
    dispose: async () => void (await Promise.all([model.dispose(), vocoder.dispose()])),
  };
}
