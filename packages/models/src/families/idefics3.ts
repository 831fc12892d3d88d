import {
  AutoModelForImageTextToText,
  AutoProcessor,
  InterruptableStoppingCriteria,
  RawImage,
  TextStreamer,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';
import type { RgbImage } from '@ocelli/media';
import type { Device } from '@ocelli/protocol';
import { libraryOptions } from './local-library.js';
import type { LanguageVisionModel } from './language-vision-model.js';

/**
 * Loads a model of the Idefics3 family (SmolVLM, SmolVLM2) from a folder in Hub layout with `_quantized` (q8) graphs.
 * Pictures come before the question, in one user turn of the model's own chat template.
 */
export async function loadIdefics3(modelDir: string, device: Device): Promise<LanguageVisionModel> {
  const processor = await AutoProcessor.from_pretrained(modelDir);
  const model = await AutoModelForImageTextToText.from_pretrained(modelDir, { ...libraryOptions(device), dtype: 'q8' });
  const tokenizer = processor.tokenizer as PreTrainedTokenizer;

  return {
    async generate({ question, images }, { signal, onText, maxNewTokens }) {
      signal.throwIfAborted();
      const content = [...images.map(() => ({ type: 'image' })), { type: 'text', text: withoutSpecialTokens(question, tokenizer) }];
      const prompt = processor.apply_chat_template([{ role: 'user', content }], { add_generation_prompt: true });
      // The processor of this family cannot do without a picture.
      const inputs = images.length > 0 ? await processor(prompt, images.map(toRawImage)) : tokenizer(prompt as string);
      // Interrupting is for good, so every request has a stopping criterion of its own.
      const stopping = new InterruptableStoppingCriteria();
      const interrupt = () => stopping.interrupt();
      signal.addEventListener('abort', interrupt, { once: true });
      let text = '';
      const streamer = new TextStreamer(tokenizer, {
        skip_prompt: true,
        skip_special_tokens: true,
        callback_function: (piece: string) => {
          const delta = text === '' ? piece.trimStart() : piece;
          text += delta;
          if (delta !== '' && !signal.aborted) onText(delta);
        },
      });
      try {
        await model.generate({ ...inputs, max_new_tokens: maxNewTokens, do_sample: false, streamer, stopping_criteria: stopping });
      } finally {
        signal.removeEventListener('abort', interrupt);
      }
      signal.throwIfAborted();
      return text.trimEnd();
    },
    dispose: async () => void (await model.dispose()),
  };
}

/** Pixels as they are; never a string, which the library would fetch or read from disk. */
function toRawImage({ data, width, height }: RgbImage): RawImage {
  return new RawImage(data, width, height, 3);
}

/** A question is text: it must not open another turn or claim to be a picture. */
function withoutSpecialTokens(question: string, tokenizer: PreTrainedTokenizer): string {
  return tokenizer.all_special_tokens.reduce((text, token) => text.replaceAll(token, ' '), question);
}
