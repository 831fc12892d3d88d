import { create } from 'zustand';
import type { AttachmentUse, ErrorBody, ListeningState } from '@/wire/protocol';
import { theSocket } from '@/wire/socket';
import { say } from '@/design/toasts';
import { MicrophoneProblem } from './microphone-problem';
import { openMicrophone, type Microphone } from './microphone';
import { SpokenTurn } from './spoken-turn';
import { useVoiceSettings } from './voice-settings';

/** What was heard. */
export type Heard = Extract<ListeningState, { phase: 'heard' }>;

/** What keeps a spoken question from being asked; `models`: they are not on the server's machine yet. */
export interface SpeakingProblem {
  title: string;
  remedy: string;
  models: boolean;
}

/** opening: the browser is asked for the microphone; listening: it is on; closing: it is off, and the last words are being worked out. */
export type Speaking =
  | { status: 'idle' }
  | { status: 'opening' }
  | { status: 'listening'; voice: 'silent' | 'speaking' | 'pausing'; stable: string; rest: string }
  | { status: 'closing'; stable: string; rest: string }
  | { status: 'problem'; problem: SpeakingProblem };

export interface Subject {
  conversationId: string | null;
  attachments: AttachmentUse[];
}

/** Whether somebody speaks to this page, and the words so far. */
export const useSpeaking = create<Speaking>()(() => ({ status: 'idle' }));

/** Loudness of the microphone, 0..1. Apart, because it changes 25 times a second. */
export const useLevel = create<{ level: number }>()(() => ({ level: 0 }));

/** The turn under way: at most one. */
interface Turn {
  spoken: SpokenTurn;
  microphone: Promise<Microphone>;
  subject: Subject;
  /** Who presses has not decided yet whether to hold. */
  settled: boolean;
  onHeard: (heard: Heard) => void;
}
let current: Turn | undefined;

/** The whole state: zustand would otherwise keep what the state before had. */
const set = (state: Speaking): void => useSpeaking.setState(state, true);

/** Opens the microphone. What is said is kept here until {@link settle} tells how the turn is going to end. */
export function startSpeaking(subject: Subject, onHeard: (heard: Heard) => void): void {
  if (current) return;
  if (!theSocket().connected) return fail({ title: 'There is no connection to the server', remedy: 'What you say is heard there. Press again when it is back.', models: false });
  set({ status: 'opening' });
  useLevel.setState({ level: 0 });
  const spoken = new SpokenTurn((state) => current?.spoken === spoken && follow(current, state));
  const microphone = openMicrophone({
    deviceId: useVoiceSettings.getState().deviceId,
    onSound: (samples) => spoken.add(samples),
    onLevel: (level) => useLevel.setState({ level }),
    onLost: () => {
      const { message, remedy } = new MicrophoneProblem('lost');
      say(`${message}. ${remedy}`, { tone: 'problem' });
      endSpeaking();
    },
  });
  const turn: Turn = (current = { spoken, microphone, subject, settled: false, onHeard });
  microphone.then(
    () => {
      if (current === turn && useSpeaking.getState().status === 'opening') set({ status: 'listening', voice: 'silent', stable: '', rest: '' });
    },
    (cause: unknown) => {
      if (current !== turn) return;
      spoken.cancel();
      const { message, remedy } = MicrophoneProblem.of(cause);
      fail({ title: message, remedy, models: false });
    },
  );
}

/** Decides how the turn ends: by silence, or when {@link endSpeaking} is called. */
export function settle(endsBy: 'silence' | 'told'): void {
  if (!current || current.settled) return;
  current.settled = true;
  const { language } = useVoiceSettings.getState();
  current.spoken.begin({ ...current.subject, endsBy, ...(language ? { language } : {}) });
}

/** Lets go of a held button or key. While the browser still asks for permission, nobody could have spoken: then silence ends the turn. */
export function release(): void {
  if (useSpeaking.getState().status === 'opening') settle('silence');
  else endSpeaking();
}

/** The speaker is done. */
export function endSpeaking(): void {
  const turn = current;
  const state = useSpeaking.getState();
  if (!turn || state.status !== 'listening') return;
  set({ status: 'closing', stable: state.stable, rest: state.rest });
  settle('told');
  void turn.microphone.then((microphone) => microphone.finish()).then(() => turn.spoken.end());
}

/** Forgets what was said. */
export function cancelSpeaking(): void {
  current?.spoken.cancel();
  over();
}

/** Takes a problem off the screen. */
export const dismissProblem = (): void => {
  if (useSpeaking.getState().status === 'problem') set({ status: 'idle' });
};

function follow(turn: Turn, state: ListeningState): void {
  const { status } = useSpeaking.getState();
  switch (state.phase) {
    case 'open':
      if (status === 'listening') set({ status, voice: state.voice, stable: state.stable, rest: state.rest });
      return;
    case 'closing':
      // It was decided that the speaker is done: from here on nothing is heard.
      silence(turn);
      return set({ status: 'closing', stable: state.stable, rest: state.rest });
    case 'heard':
      over();
      return turn.onHeard(state);
    case 'failed':
      return fail(problemOf(state.error));
  }
}

function fail(problem: SpeakingProblem): void {
  over();
  set({ status: 'problem', problem });
}

function over(): void {
  if (current) silence(current);
  current = undefined;
  set({ status: 'idle' });
}

const silence = (turn: Turn): void => void turn.microphone.then((microphone) => microphone.stop(), () => undefined);

function problemOf({ code, message }: ErrorBody): SpeakingProblem {
  if (code === 'no_speech') return { title: 'No question was heard', remedy: message, models: false };
  if (code === 'model_unavailable') return { title: 'What hears speech is not here yet', remedy: message, models: true };
  return { title: 'That was not heard', remedy: message, models: false };
}
