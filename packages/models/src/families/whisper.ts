import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Device } from '@ocelli/protocol';
import { sessionOptions } from '../runtime/session-options.js';
import { openWeightsFreeSession } from '../runtime/weights-free-session.js';
import { features, positionsPerWindow, sampleRateHz, samplesPerPosition, silentFeatures } from './whisper-features.js';
import { WhisperVocabulary } from './whisper-vocabulary.js';

export interface WhisperFiles {
  frontEndPath: string;
  encoderPath: string;
  decoderPath: string;
  weightsPath: string;
  tokenizerPath: string;
  configPath: string;
}

/** What the encoder made of a window of sound. */
export interface EncodedWindow {
  /** Keys and values of each decoder layer's cross attention. */
  readonly cross: Readonly<Record<string, Tensor>>;
  /** How many positions of 20 ms the sound takes; silence follows. */
  readonly positions: number;
}

/** A token that was said, with the logarithm of its probability. */
export interface SaidToken {
  id: number;
  logProbability: number;
}

/** What was heard in a window. */
export interface Heard {
  tokens: SaidToken[];
  text: string;
  /** Mean over the tokens and the end. */
  logProbability: number;
  /** Probability that nobody speaks, as the model says before its first word. */
  noSpeech: number;
  /** It was stopped before its end: it went round in circles, or came to the length that such a window may have. */
  cutShort: boolean;
  /** For each token and the end: where each alignment head looked, `[heads, positions]`, over the positions (20 ms each) of the sound itself. */
  looks: Float32Array[];
  positions: number;
}

export interface DecodeOptions {
  language: string;
  prompt: string;
  signal: AbortSignal;
  /** Waited for between two steps: what is at work may give way to others there. */
  betweenSteps?: () => Promise<void>;
  /** No run of this many tokens may come twice. */
  noRepeatOf?: number;
}

const headWidth = 64;
/** Beside the sound, so much silence is encoded with it; what lies behind is taken ready-made. */
const silenceBehind = Math.round(0.5 * sampleRateHz);
/** More tokens than that nobody says in a second; and a few for the shortest sounds. */
const tokensPerSecond = 12;
const leastTokens = 24;
const mostTokens = 220;
/** So many times the same in a row is a circle. */
const circle = { times: 4, longest: 16 };

/** Whisper, opened: sound to tokens, window by window. */
export interface Whisper {
  readonly vocabulary: WhisperVocabulary;
  /** `samples`: mono, 16 kHz, -1..1, at most 30 s. `whole`: the silence behind is encoded with the sound, as slow and as exact as Whisper is. */
  encode(samples: Float32Array, options?: { whole?: boolean }): Promise<EncodedWindow>;
  /** Probabilities of the languages spoken in a window, by their codes; only English for a model that knows no other. */
  languages(window: EncodedWindow): Promise<Map<string, number>>;
  /** What is said in a window. Rejects when the signal aborts, after the step at work. */
  decode(window: EncodedWindow, options: DecodeOptions): Promise<Heard>;
  dispose(): Promise<void>;
}

/** The networks that a Whisper stands on, whoever drew their graphs. */
export interface WhisperNetworks {
  encode(samples: Float32Array, options: { whole: boolean }): Promise<EncodedWindow>;
  step: TakeStep;
  dispose(): Promise<void>;
}

/** Whisper over its networks: what is said is chosen here, token by token. */
export function whisperOver(vocabulary: WhisperVocabulary, { encode, step, dispose }: WhisperNetworks): Whisper {
  return {
    vocabulary,
    encode: (samples, { whole = false } = {}) => encode(samples, { whole }),
    async languages(window) {
      const { languages, start } = vocabulary;
      if (languages.size === 0) return new Map([['en', 1]]);
      const { logits } = await step(window, undefined, [start], 0);
      const weights = [...languages].map(([language, token]) => [language, Math.exp(logits[token]! - logits[languages.get('en')!]!)] as const);
      const sum = weights.reduce((total, [, weight]) => total + weight, 0);
      return new Map(weights.map(([language, weight]) => [language, weight / sum]));
    },
    decode: (window, options) => decode(step, vocabulary, window, options),
    dispose,
  };
}

/**
 * Whisper (Radford et al. 2022), greedy, over graphs that read CTranslate2's weights where they lie (packages/pocket/whisper-*). A window costs what its sound
 * costs: the silence that fills it up to 30 s is the same for all, so the encoder goes over it once, here. Tokens are chosen in JavaScript; keys and values
 * stay onnxruntime's tensors from step to step.
 */
export async function openWhisper(files: WhisperFiles, device: Device): Promise<Whisper> {
  const vocabulary = await WhisperVocabulary.read(files.tokenizerPath, files.configPath);
  const opened: InferenceSession[] = [];
  const open = async (opening: Promise<InferenceSession>) => {
    opened.push(await opening);
    return opened.at(-1)!;
  };
  const dispose = async () => void (await Promise.all(opened.map((session) => session.release())));
  try {
    const frontEnd = await open(InferenceSession.create(files.frontEndPath, sessionOptions(device)));
    const encoder = await open(openWeightsFreeSession({ graphPath: files.encoderPath, weightsPath: files.weightsPath }, device));
    const decoder = await open(openWeightsFreeSession({ graphPath: files.decoderPath, weightsPath: files.weightsPath }, device));
    const silence = await encodedSilence(encoder);
    const step = stepper(decoder, silence.silence!.dims[2]! / headWidth);
    const crossNames = encoder.outputNames.filter((name) => /^((keys|values)_|weights$)/.test(name));
    return whisperOver(vocabulary, {
      async encode(samples, { whole }) {
        const positions = whole ? positionsPerWindow : Math.min(positionsPerWindow, Math.ceil((samples.length + silenceBehind) / samplesPerPosition));
        const cross = await encoder.run({ features: await features(frontEnd, samples, positions), ...silence }, crossNames);
        return { cross, positions: Math.min(positionsPerWindow, Math.ceil(samples.length / samplesPerPosition)) };
      },
      step,
      dispose,
    });
  } catch (cause) {
    await dispose();
    throw cause;
  }
}

/** States and cross attention of 30 s of silence, as the encoder takes them. */
async function encodedSilence(encoder: InferenceSession): Promise<Record<string, Tensor>> {
  const none = (name: string) => {
    const input = encoder.inputMetadata.find((candidate) => candidate.name === name);
    if (!input?.isTensor) throw new Error(`the encoder has no input ${name}`);
    const [layers, , width] = input.shape as [number, string, number];
    return new Tensor('float32', new Float32Array(0), [layers, 0, width]);
  };
  const { states, cross } = await encoder.run({ features: silentFeatures(), silence: none('silence'), silence_cross: none('silence_cross') }, ['states', 'cross']);
  return { silence: states!, silence_cross: cross! };
}

/** What one run of the decoder gives. */
export interface Step {
  /** `[positions asked for, vocabulary]`, and the logarithm of the sum of the exponentials of each. */
  logits: Float32Array;
  logSums: Float32Array;
  /** What the next step goes on from. */
  past: Record<string, Tensor>;
  look: Float32Array;
}
/** `logitsFrom`: the first of the tokens whose logits are wanted. */
export type TakeStep = (window: EncodedWindow, past: Step['past'] | undefined, tokens: readonly number[], logitsFrom: number) => Promise<Step>;

function stepper(decoder: InferenceSession, heads: number): TakeStep {
  const pastNames = decoder.inputNames.filter((name) => name.startsWith('past_'));
  const nothing = Object.fromEntries(pastNames.map((name) => [name, new Tensor('float32', new Float32Array(0), [1, heads, 0, headWidth])]));
  return async (window, past = nothing, tokens, logitsFrom) => {
    const ids = new Tensor('int64', BigInt64Array.from(tokens, BigInt), [1, tokens.length]);
    const outputs = await decoder.run({ tokens: ids, logits_from: new Tensor('int64', BigInt64Array.of(BigInt(logitsFrom)), [1]), ...past, ...window.cross });
    return {
      logits: outputs.logits!.data as Float32Array,
      logSums: outputs.log_sums!.data as Float32Array,
      past: Object.fromEntries(pastNames.map((name) => [name, outputs[name.replace('past_', 'present_')]!])),
      look: lastLook(outputs.alignment!, window.positions),
    };
  };
}

async function decode(step: TakeStep, vocabulary: WhisperVocabulary, window: EncodedWindow, { language, prompt, signal, betweenSteps, noRepeatOf = 0 }: DecodeOptions): Promise<Heard> {
  const opening = vocabulary.opening(language, prompt);
  const seconds = (window.positions * samplesPerPosition) / sampleRateHz;
  const most = Math.min(mostTokens, leastTokens + Math.ceil(tokensPerSecond * seconds));
  const said: SaidToken[] = [];
  const looks: Float32Array[] = [];
  let { logits, logSums, past, look } = await step(window, undefined, opening.tokens, opening.startAt);
  const noSpeech = Math.exp(logits[vocabulary.noSpeech]! - logSums[0]!);
  let sum = 0;
  for (;;) {
    await betweenSteps?.();
    signal.throwIfAborted();
    const last = logits.subarray(logits.length - logits.length / logSums.length);
    const id = best(last, vocabulary, said, noRepeatOf);
    const logProbability = last[id]! - logSums.at(-1)!;
    looks.push(look);
    sum += logProbability;
    if (id === vocabulary.end) break;
    said.push({ id, logProbability });
    if (said.length >= most || runsInCircles(said)) break;
    ({ logits, logSums, past, look } = await step(window, past, [id], 0));
  }
  const text = vocabulary.decode(said.map(({ id }) => id));
  return { tokens: said, text, logProbability: sum / looks.length, noSpeech, cutShort: looks.length === said.length, looks, positions: window.positions };
}

/** The most probable token that may be said here. */
function best(logits: Float32Array, { end, neverSaid, neverFirst }: WhisperVocabulary, said: readonly SaidToken[], noRepeatOf: number): number {
  const barred = new Set(said.length === 0 ? neverFirst : noRepeatOf > 0 ? repeating(said, noRepeatOf) : []);
  let best = end;
  let most = barred.has(end) ? -Infinity : logits[end]!;
  for (let id = 0; id < end; id++) {
    if (logits[id]! > most && neverSaid[id] === 0 && !barred.has(id)) {
      best = id;
      most = logits[id]!;
    }
  }
  return best;
}

/** Where the heads looked for the last of the tokens, of `[heads, tokens, window]` the positions that hold sound. */
function lastLook({ data, dims }: Tensor, positions: number): Float32Array {
  const [heads, tokens, width] = dims as [number, number, number];
  const look = new Float32Array(heads * positions);
  for (let head = 0; head < heads; head++) {
    const from = (head * tokens + tokens - 1) * width;
    look.set((data as Float32Array).subarray(from, from + positions), head * positions);
  }
  return look;
}

/** Tokens that would make a run of `length` tokens come again. */
function repeating(said: readonly SaidToken[], length: number): number[] {
  if (said.length < length) return [];
  const tail = said.slice(said.length - length + 1);
  const tokens: number[] = [];
  for (let at = 0; at + length <= said.length; at++) if (tail.every(({ id }, n) => said[at + n]!.id === id)) tokens.push(said[at + length - 1]!.id);
  return tokens;
}

function runsInCircles(said: readonly SaidToken[]): boolean {
  for (let period = 1; period <= circle.longest; period++) {
    const length = period * circle.times;
    if (length > said.length) return false;
    const from = said.length - length;
    let same = true;
    for (let at = from + period; same && at < said.length; at++) same = said[at]!.id === said[at - period]!.id;
    // One letter four times may be meant ("1111"); of single tokens it takes more.
    if (same && (period > 1 || said.slice(-2 * circle.times).every(({ id }) => id === said.at(-1)!.id))) return said.length >= 2 * circle.times;
  }
  return false;
}
