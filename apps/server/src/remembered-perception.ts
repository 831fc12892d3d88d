import { setTimeout as wait } from 'node:timers/promises';
import type { Perception, PictureRef, Seen, TaskOptions } from '@ocelli/models';
import { ModelUse, OcelliError, pictureTaskValue, type PictureTask, type PictureTaskValue } from '@ocelli/protocol';
import type { PerceptionKey, Store } from '@ocelli/store';
import { z } from 'zod';

type RememberedTask = Exclude<PictureTask, 'answer'>;

/** What was seen is written down after this time: an answer that is being made has things to write that people wait for. */
const rememberAfterMs = 250;

/** A look that several askers may share: in progress, or done and not written down yet. */
interface Look {
  seen: Promise<Seen<unknown>>;
  askers: number;
  abort: AbortController;
}

/**
 * The same perception, remembered: each picture (and region) is looked at once per task and version of its models, and askers
 * at the same moment share one look. A shared look is cancelled when its last asker cancels. What depends on the
 * question (words compared, what the language-vision model says) is not remembered.
 *
 * @param versionOf names what answers a task now; a reading of another version is not used.
 */
export function rememberedPerception(perception: Perception, remembered: Store['perceptions'], versionOf: (task: PictureTask) => string): Perception {
  const looks = new Map<string, Look>();

  async function recall<T extends RememberedTask>(task: T, key: PerceptionKey): Promise<Seen<PictureTaskValue<T>> | null> {
    const parsed = z.object({ value: pictureTaskValue[task], uses: z.array(ModelUse) }).safeParse(await remembered.find(key));
    return parsed.success ? (parsed.data as Seen<PictureTaskValue<T>>) : null;
  }

  function begin<T>(key: PerceptionKey, name: string, look: (signal: AbortSignal) => Promise<Seen<T>>): Look {
    const abort = new AbortController();
    const seen = look(abort.signal);
    const begun: Look = { seen, askers: 0, abort };
    const forget = () => looks.get(name) === begun && looks.delete(name);
    // Each asker sees a failure; without askers nobody needs to.
    void seen.then((value) => wait(rememberAfterMs, undefined, { ref: false }).then(() => remembered.remember(key, value))).catch(() => undefined).finally(forget);
    looks.set(name, begun);
    // A cancelled look must not be joined any more.
    abort.signal.addEventListener('abort', forget);
    return begun;
  }

  function remembering<T extends RememberedTask>(task: T, look: (picture: PictureRef, options?: TaskOptions) => Promise<Seen<PictureTaskValue<T>>>) {
    return async (picture: PictureRef, { signal, region }: TaskOptions = {}): Promise<Seen<PictureTaskValue<T>>> => {
      const key: PerceptionKey = { pictureId: picture.id, task, version: versionOf(task), region: region ? JSON.stringify(region) : '' };
      const name = JSON.stringify(key);
      const known = looks.has(name) ? null : await recall(task, key);
      if (signal?.aborted) throw cancelled();
      if (known) return known;
      const shared = looks.get(name) ?? begin(key, name, (lookSignal) => look(picture, { signal: lookSignal, ...(region ? { region } : {}) }));
      return (await untilCancelled(shared, signal)) as Seen<PictureTaskValue<T>>;
    };
  }

  return {
    readBoards: remembering('read-boards', (picture, options) => perception.readBoards(picture, options)),
    detect: remembering('detect', (picture, options) => perception.detect(picture, options)),
    readText: remembering('read-text', (picture, options) => perception.readText(picture, options)),
    readCodes: remembering('read-codes', (picture, options) => perception.readCodes(picture, options)),
    colours: remembering('colours', (picture, options) => perception.colours(picture, options)),
    classify: remembering('classify', (picture, options) => perception.classify(picture, options)),
    compare: (picture, words, options) => perception.compare(picture, words, options),
    embedTexts: (texts, options) => perception.embedTexts(texts, options),
    answer: (picture, question, options) => perception.answer(picture, question, options),
  };
}

async function untilCancelled(look: Look, signal: AbortSignal | undefined): Promise<Seen<unknown>> {
  look.askers++;
  const leave = () => {
    if (--look.askers === 0) look.abort.abort();
  };
  if (!signal) return await look.seen;
  return await new Promise((resolve, reject) => {
    const onAbort = () => {
      leave();
      reject(cancelled());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    look.seen.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function cancelled(): OcelliError {
  return new OcelliError('cancelled', 'The work was cancelled.');
}
