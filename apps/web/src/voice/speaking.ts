import { create } from 'zustand';
import { listening, type AttachmentUse, type ErrorBody, type ListeningState } from '@/wire/protocol';
import { theSocket } from '@/wire/socket';
import { say } from '@/design/toasts';
import { MicrophoneProblem } from './microphone-problem';
import { hearsLive, openMicrophone, type Microphone, type MicrophoneOptions } from './microphone';
import { SpokenTurn } from './spoken-turn';
import { useVoiceSettings } from './voice-settings';

/** What was heard. */
export type Heard = Extract<ListeningState, { phase: 'heard' }>;

/** What keeps a spoken question from being asked. silence: nobody was heard; unclear: somebody was, but no words; models: they are not on the server's machine yet. */
export interface SpeakingProblem {
  kind: 'silence' | 'unclear' | 'models' | 'microphone' | 'connection' | 'other';
  title: string;
  remedy: string;
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

/** Who asked. */
export interface Asker {
  /** `sound`: all of what was said, as it travelled (16 kHz, mono, 16 bits). */
  onHeard(heard: Heard, sound: Uint8Array<ArrayBuffer>): void;
  /** True when it is taken care of; otherwise it is shown. */
  onProblem?(problem: SpeakingProblem): boolean;
}

/** Where sound comes from. Rejects with a {@link MicrophoneProblem}. */
export type Source = (to: Pick<MicrophoneOptions, 'onSound' | 'onLevel' | 'onLost'>) => Promise<Microphone>;

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
  asker: Asker;
}
let current: Turn | undefined;

/** The whole state: zustand would otherwise keep what the state before had. */
const set = (state: Speaking): void => useSpeaking.setState(state, true);

const theMicrophone: Source = (to) => openMicrophone({ deviceId: useVoiceSettings.getState().deviceId, ...to });

/** Opens the microphone. What is said is kept here until {@link settle} tells how the turn is going to end. */
export function startSpeaking(subject: Subject, asker: Asker, source: Source = theMicrophone): void {
  if (current) return;
  if (!theSocket().connected) return tell(asker, { kind: 'connection', title: 'There is no connection to the server', remedy: 'What you say is heard there. Press again when it is back.' });
  set({ status: 'opening' });
  useLevel.setState({ level: 0 });
  const spoken = new SpokenTurn((state) => current?.spoken === spoken && follow(current, state));
  const microphone = source({
    onSound: (samples) => spoken.add(samples),
    onLevel: (level) => useLevel.setState({ level }),
    onLost: () => {
      const { message, remedy } = new MicrophoneProblem('lost');
      say(`${message}. ${remedy}`, { tone: 'problem' });
      endSpeaking();
    },
  });
  const turn: Turn = (current = { spoken, microphone, subject, settled: false, asker });
  microphone.then(
    () => {
      if (current !== turn || useSpeaking.getState().status !== 'opening') return;
      set({ status: 'listening', voice: 'silent', stable: '', rest: '' });
      // Nobody follows a recording: it ends by itself where the server would end a question.
      if (!hearsLive()) setTimeout(() => current === turn && endSpeaking(), listening.seconds * 1000);
    },
    (cause: unknown) => {
      if (current === turn) fail(turn, microphoneProblem(cause));
    },
  );
}

/** Goes on with a question that the server hears already, because somebody began to talk by himself. Returns who is to be told how it stands. */
export function takeUp(spoken: SpokenTurn, microphone: Microphone, subject: Subject, asker: Asker): (state: ListeningState) => void {
  cancelSpeaking();
  const turn: Turn = (current = { spoken, microphone: Promise.resolve(microphone), subject, settled: true, asker });
  set({ status: 'listening', voice: 'speaking', stable: '', rest: '' });
  return (state) => current === turn && follow(turn, state);
}

/** Decides how the turn ends: by silence, or when {@link endSpeaking} is called. A recording is sent when it is whole, so that it never ends by silence. */
export function settle(endsBy: 'silence' | 'told'): void {
  if (!current || current.settled || !hearsLive()) return;
  current.settled = true;
  begin(current, endsBy);
}

function begin({ spoken, subject }: Turn, endsBy: 'silence' | 'told'): void {
  const { language } = useVoiceSettings.getState();
  spoken.begin({ ...subject, endsBy, ...(language ? { language } : {}) });
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
  turn.microphone.then((microphone) => microphone.finish()).then(
    () => {
      if (!turn.settled) begin(turn, 'told');
      turn.settled = true;
      turn.spoken.end();
    },
    (cause: unknown) => {
      if (current === turn) fail(turn, microphoneProblem(cause));
    },
  );
}

/** Forgets what was said. */
export function cancelSpeaking(): void {
  current?.spoken.cancel();
  over();
}

/** Says why nobody can be heard. */
export function showProblem(problem: SpeakingProblem): void {
  cancelSpeaking();
  set({ status: 'problem', problem });
}

/** Takes a problem off the screen. */
export const dismissProblem = (): void => {
  if (useSpeaking.getState().status === 'problem') set({ status: 'idle' });
};

/** What a browser threw when it was asked for a microphone, in words. */
export function microphoneProblem(cause: unknown): SpeakingProblem {
  const { message, remedy } = MicrophoneProblem.of(cause);
  return { kind: 'microphone', title: message, remedy };
}

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
    case 'heard': {
      const sound = turn.spoken.sound;
      over();
      return turn.asker.onHeard(state, sound);
    }
    case 'failed':
      return fail(turn, problemOf(state.error, isTalking()));
  }
}

function fail(turn: Turn, problem: SpeakingProblem): void {
  turn.spoken.cancel();
  over();
  tell(turn.asker, problem);
}

function tell(asker: Asker, problem: SpeakingProblem): void {
  if (!asker.onProblem?.(problem)) set({ status: 'problem', problem });
}

function over(): void {
  if (current) silence(current);
  current = undefined;
  set({ status: 'idle' });
}

const silence = (turn: Turn): void => void turn.microphone.then((microphone) => microphone.stop(), () => undefined);

/** Whether somebody is speaking to this page, or has just been. */
export function isTalking(): boolean {
  const state = useSpeaking.getState();
  return state.status === 'closing' || (state.status === 'listening' && state.voice !== 'silent');
}

function problemOf({ code, message }: ErrorBody, talked: boolean): SpeakingProblem {
  if (code === 'no_speech') return { kind: talked ? 'unclear' : 'silence', title: 'No question was heard', remedy: message };
  if (code === 'model_unavailable') return { kind: 'models', title: 'What hears speech is not here yet', remedy: message };
  return { kind: 'other', title: 'That was not heard', remedy: message };
}
