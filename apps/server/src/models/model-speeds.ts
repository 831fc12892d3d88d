import type { Senses } from '@ocelli/models';
import type { ModelSpeed, ModelUse, TaskName } from '@ocelli/protocol';

/** The latest uses of a model that count. */
const remembered = 21;

/** What one use is, for people. */
export const perUse: Record<TaskName, string> = {
  'read-boards': 'a picture',
  detect: 'a picture',
  'read-text': 'a picture',
  'read-codes': 'a picture',
  colours: 'a picture',
  classify: 'a picture',
  answer: 'a question',
  transcribe: 'a recording',
  speak: 'a text',
  embed: 'a text',
};

/** How long models took for what they were used for since the start: the middle of the latest uses, which one slow moment does not move. */
export class ModelSpeeds {
  readonly #uses = new Map<string, { ms: number[]; device: string; at: Date }>();

  note(uses: readonly ModelUse[]): void {
    for (const { model, ms, device } of uses) {
      const before = this.#uses.get(model)?.ms ?? [];
      this.#uses.set(model, { ms: [...before.slice(-remembered + 1), ms], device, at: new Date() });
    }
  }

  of(model: string, tasks: readonly TaskName[]): ModelSpeed | null {
    const known = this.#uses.get(model);
    const [task] = tasks;
    if (!known || !task) return null;
    const sorted = [...known.ms].sort((a, b) => a - b);
    return { milliseconds: sorted[Math.floor(sorted.length / 2)] ?? 0, per: perUse[task], measured: false, memoryBytes: null, device: known.device, at: known.at.toISOString() };
  }
}

/** The same senses; what each use took is noted. */
export function notingSpeeds(senses: Senses, speeds: ModelSpeeds): Senses {
  const noted = <Args extends unknown[], Result extends { uses: ModelUse[] }>(look: (...args: Args) => Promise<Result>) => noting(look, speeds);
  return {
    readBoards: noted(senses.readBoards),
    detect: noted(senses.detect),
    readText: noted(senses.readText),
    readCodes: noted(senses.readCodes),
    colours: noted(senses.colours),
    classify: noted(senses.classify),
    compare: noted(senses.compare),
    answer: noted(senses.answer),
    transcribe: noted(senses.transcribe),
    speak: noted(senses.speak),
    embedTexts: noted(senses.embedTexts),
    embedPicture: noted(senses.embedPicture),
  };
}

/** One sense; what each use took is noted. */
export const noting = <Args extends unknown[], Result extends { uses: ModelUse[] }>(look: (...args: Args) => Promise<Result>, speeds: ModelSpeeds) => async (...args: Args): Promise<Result> => {
  const seen = await look(...args);
  speeds.note(seen.uses);
  return seen;
};
