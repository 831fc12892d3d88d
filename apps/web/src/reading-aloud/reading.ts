import { create } from 'zustand';
import { shownBranch, useConversation } from '@/conversation/conversation-store';
import { OcelliError } from '@/wire/protocol';
import { Loudspeaker, loudspeaker } from './loudspeaker';
import { readingProblemOf, type ReadingProblem } from './reading-problem';
import { useReadingSettings } from './reading-settings';
import { speakerOf, type Speaker } from './speaker';
import { takeUtterances, type Utterance } from './utterances';

/** How the reading of an answer ended. failed: a problem is shown. */
export type ReadingEnd = 'finished' | 'stopped' | 'failed';

interface Reading {
  /** The answer that is being read; null when none is. */
  answerId: string | null;
  /** It is heard, or about to be; false while nothing has come yet. */
  sounding: boolean;
  /** The browser holds sound back until somebody presses something. */
  blocked: boolean;
  /** What is being said. */
  utterance: Utterance | null;
  problem: ReadingProblem | null;
}

/** What is being read aloud: at most one answer, of the conversation on the screen. */
export const useReading = create<Reading>()(() => ({ answerId: null, sounding: false, blocked: false, utterance: null, problem: null }));

const set = useReading.setState;
const idle = { answerId: null, sounding: false, blocked: false, utterance: null } as const;
const lookEveryMs = 80;

let current: { answerId: string; abort: AbortController; speaker: Speaker } | undefined;
/** Problems that were told already: each once, until something is heard again. */
const told = new Set<string>();

/**
 * Reads an answer aloud from its beginning, as it is written. Whatever is being read is stopped. Resolves when it is over. `asked`: somebody pressed for it, so that a
 * problem is told again.
 */
export async function readAloud(answerId: string, { asked = false }: { asked?: boolean } = {}): Promise<ReadingEnd> {
  stopReading();
  const speaker = speakerOf();
  if (asked) told.clear();
  if ('kind' in speaker) return tell(speaker);
  const abort = new AbortController();
  const own = (current = { answerId, abort, speaker });
  set({ ...idle, answerId, problem: null });
  const unfollow = useConversation.subscribe(() => current === own && !isToBeHeard(answerId) && stopReading());
  const looking = setInterval(() => {
    const { sounding } = speaker;
    if (sounding) told.clear();
    if (useReading.getState().utterance !== sounding) set({ utterance: sounding, ...(sounding ? { sounding: true } : {}) });
  }, lookEveryMs);
  try {
    if (!useReadingSettings.getState().ownVoice) await heard(abort.signal);
    for await (const utterance of utterancesOf(answerId, abort.signal)) await speaker.say(utterance, abort.signal);
    await speaker.finish(abort.signal);
    return 'finished';
  } catch (cause) {
    if (abort.signal.aborted) return 'stopped';
    return tell(readingProblemOf(cause));
  } finally {
    clearInterval(looking);
    unfollow();
    if (current === own) {
      current = undefined;
      set(idle);
    }
  }
}

/** Silence, within some 20 ms; what was asked of the server is called off. */
export function stopReading(): void {
  const stopped = current;
  current = undefined;
  if (!stopped) return;
  stopped.speaker.stop();
  stopped.abort.abort();
  set(idle);
}

/** How loud it sounds at this moment: root mean square, 0..1. */
export const loudnessOfReading = (): number => current?.speaker.level ?? 0;

/** Stands still while somebody may be talking over it, or goes on. */
export const holdReading = (held: boolean): void => loudspeaker.hold(held);

/** Somebody has pressed something: from now on sound may be heard. For handlers of presses and keys. */
export async function allowSound(): Promise<void> {
  if (!Loudspeaker.exists) return;
  if (await loudspeaker.unlock()) set({ blocked: false });
}

export const dismissReadingProblem = (): void => set({ problem: null });

function tell(problem: ReadingProblem): ReadingEnd {
  if (!told.has(problem.kind)) set({ problem });
  told.add(problem.kind);
  return 'failed';
}

/** Waits until the browser lets this page sound; meanwhile the page asks for a press. */
async function heard(signal: AbortSignal): Promise<void> {
  if (await loudspeaker.unlock()) return;
  set({ blocked: true });
  await new Promise<void>((resolve, reject) => {
    const unsubscribe = useReading.subscribe(({ blocked }) => {
      if (blocked) return;
      unsubscribe();
      resolve();
    });
    signal.addEventListener('abort', () => {
      unsubscribe();
      reject(new OcelliError('cancelled', 'Reading aloud was stopped.'));
    });
  });
}

/** Nobody wants to hear what was stopped, or what is not on the screen any more. */
function isToBeHeard(answerId: string): boolean {
  const state = useConversation.getState();
  const message = shownBranch(state).find(({ id }) => id === answerId);
  return message?.role === 'assistant' && message.status !== 'stopped' && !state.stopping.includes(message.runId);
}

/** What is to be said of an answer, as it is written. Ends with the answer. */
async function* utterancesOf(answerId: string, signal: AbortSignal): AsyncGenerator<Utterance> {
  for (let next = 0, begun = false; !signal.aborted; ) {
    const message = useConversation.getState().log.messages[answerId];
    if (message?.role !== 'assistant') return;
    const ended = message.status !== 'running';
    const taken = takeUtterances(message.text, next, { ended, begun });
    next = taken.next;
    for (const utterance of taken.utterances) {
      begun = true;
      yield utterance;
    }
    if (ended) return;
    await changeOf(() => useConversation.getState().log.messages[answerId] !== message, signal);
  }
}

function changeOf(hasChanged: () => boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!hasChanged() && !signal.aborted) return;
      unsubscribe();
      signal.removeEventListener('abort', look);
      resolve();
    };
    const unsubscribe = useConversation.subscribe(look);
    signal.addEventListener('abort', look);
    look();
  });
}
