import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { OcelliError } from '@ocelli/protocol';
import { z } from 'zod';

/** The part of a tokenizer.json that names Whisper's special tokens. */
const TokenizerFile = z.looseObject({ added_tokens: z.array(z.looseObject({ id: z.number().int(), content: z.string() })) });
/** A head is its layer and its place in it. */
const Heads = z.array(z.tuple([z.number().int(), z.number().int()]));
const Tokens = z.array(z.number().int());
/** The part of a CTranslate2 config.json that is used, or that of a generation_config.json of transformers. */
const ModelConfig = z.union([
  z.looseObject({ alignment_heads: Heads, suppress_ids: Tokens, suppress_ids_begin: Tokens }),
  z
    .looseObject({ alignment_heads: Heads.default([]), suppress_tokens: Tokens.default([]), begin_suppress_tokens: Tokens.default([]) })
    .transform(({ alignment_heads, suppress_tokens, begin_suppress_tokens }) => ({ alignment_heads, suppress_ids: suppress_tokens, suppress_ids_begin: begin_suppress_tokens })),
]);

/** Most tokens of earlier words that the model attends to: half of its context, less the token that announces them. */
const mostPromptTokens = 223;

/** What Whisper's tokens are: words' pieces, and those that say what follows. */
export class WhisperVocabulary {
  readonly end: number;
  readonly noSpeech: number;
  readonly start: number;
  /** ISO 639-1 code (or Whisper's own, where there is none) to token; empty for a model that knows only English. */
  readonly languages: ReadonlyMap<string, number>;
  /** 1 at each token that is never said: signs of sounds, and all special tokens but the end. */
  readonly neverSaid: Uint8Array;
  readonly neverFirst: readonly number[];
  /** Heads of the decoder's cross attention that follow the words: layer, place. */
  readonly heads: readonly (readonly [layer: number, head: number])[];
  readonly #tokenizer: Tokenizer;
  readonly #special: ReadonlyMap<string, number>;

  readonly #config: z.infer<typeof ModelConfig>;

  private constructor(tokenizer: Tokenizer, special: ReadonlyMap<string, number>, config: z.infer<typeof ModelConfig>) {
    this.#config = config;
    const id = (...names: string[]) => {
      const found = names.map((name) => special.get(`<|${name}|>`)).find((token) => token !== undefined);
      if (found === undefined) throw new Error(`the tokenizer has no token ${names[0]}`);
      return found;
    };
    this.#tokenizer = tokenizer;
    this.#special = special;
    this.end = id('endoftext');
    this.start = id('startoftranscript');
    this.noSpeech = id('nospeech', 'nocaptions');
    // Models that know only English carry the languages' tokens too, without a meaning: their count of tokens is one less.
    const multilingual = this.end === 50_257;
    this.languages = new Map([...special].flatMap(([name, token]) => (multilingual && /^<\|[a-z]{2,3}\|>$/.test(name) ? [[name.slice(2, -2), token] as const] : [])));
    this.neverSaid = new Uint8Array(this.end + 1);
    for (const token of config.suppress_ids) if (token < this.end) this.neverSaid[token] = 1;
    this.neverFirst = config.suppress_ids_begin;
    this.heads = config.alignment_heads;
  }

  /** The same for graphs that do not tell where heads look: one head stands for what is guessed instead. */
  withoutHeads(): WhisperVocabulary {
    return new WhisperVocabulary(this.#tokenizer, this.#special, { ...this.#config, alignment_heads: [[0, 0]] });
  }

  get alignmentHeads(): number {
    return this.heads.length;
  }

  static async read(tokenizerPath: string, configPath: string): Promise<WhisperVocabulary> {
    const [tokenizer, config] = await Promise.all([tokenizerPath, configPath].map(async (path) => JSON.parse(await readFile(path, 'utf8')) as unknown));
    const special = new Map(TokenizerFile.parse(tokenizer).added_tokens.map(({ content, id }) => [content, id]));
    return new WhisperVocabulary(new Tokenizer(tokenizer as object, {}), special, ModelConfig.parse(config));
  }

  /** What stands before the words: earlier words, then what is wanted. `startAt`: where the start token is. */
  opening(language: string, prompt: string): { tokens: number[]; startAt: number } {
    const wanted = (name: string) => this.#special.get(`<|${name}|>`)!;
    const earlier = prompt.trim() === '' ? [] : this.#tokenizer.encode(` ${prompt.trim()}`, { add_special_tokens: false }).ids.filter((id: number) => id < this.end);
    const before = earlier.length === 0 ? [] : [wanted('startofprev'), ...earlier.slice(-mostPromptTokens)];
    const spoken = this.languages.size === 0 ? [] : [this.languageToken(language), wanted('transcribe')];
    return { tokens: [...before, this.start, ...spoken, wanted('notimestamps')], startAt: before.length };
  }

  languageToken(language: string): number {
    const token = this.languages.get(language);
    if (token === undefined) throw new OcelliError('bad_request', `Whisper does not know the language "${language}". Give an ISO 639-1 code such as "en" or "de", or none.`);
    return token;
  }

  decode(tokens: readonly number[]): string {
    return tokens.length === 0 ? '' : this.#tokenizer.decode([...tokens], { skip_special_tokens: true, clean_up_tokenization_spaces: false });
  }
}
