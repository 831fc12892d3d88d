import { shownBranch, useConversation } from '@/conversation/conversation-store';
import { followAsked } from '@/conversation/asked-here';
import { useOutbox } from '@/conversation/outbox';
import { say } from '@/design/toasts';
import { stop as stopAnswer } from '@/conversation/send-turn';
import { allowSound, loudnessOfReading, holdReading, readAloud, stopReading } from '@/reading-aloud/reading';
import { rest } from '@/wire/rest';
import type { AssistantMessage, ListeningState } from '@/wire/protocol';
import { Ear } from './ear';
import { useHandsFree, type HandsFree } from './hands-free-state';
import type { Microphone } from './microphone';
import { cancelSpeaking, isTalking, microphoneProblem, settle, showProblem, startSpeaking, takeUp, useLevel, type Heard, type SpeakingProblem, type Subject } from './speaking';
import { SpokenTurn } from './spoken-turn';
import { TalkOver } from './talk-over';
import { useVoiceSettings } from './voice-settings';

export interface Conversing {
  /** What the next question is about. */
  subject(): Subject;
  /** Sends what was heard, or keeps it for the speaker to look at. */
  onHeard(heard: Heard, sound: Uint8Array<ArrayBuffer>): 'sent' | 'waits';
}

/** Times that nobody is heard, eight seconds each, before the microphone is let go. */
const patience = 3;
/** The last of the answer has to leave the room before it is listened again. */
const restMs = 350;
/** Heard from so long before it was noticed that somebody talks. */
const secondsBefore = 0.8;
/** A sound that is no voice within so long is no question; where it sounds like somebody who talks, a slow server is waited for. */
const doubtMs = 1_600;
const patientDoubtMs = 3_000;

/** A conversation without presses. There is one at most. */
class Conversation {
  readonly #with: Conversing;
  readonly #unfollow: (() => void)[] = [];
  #ear: Ear | undefined;
  /** Counts what is going on: whatever was waited for is of no interest when it has changed. */
  #step = 0;
  #silent = 0;
  #attempt: Attempt | undefined;
  #questionId: string | undefined;

  constructor(conversing: Conversing) {
    this.#with = conversing;
    this.#unfollow.push(
      followAsked({ onAsked: (questionId) => this.#asked(questionId), onAnswer: (answerId) => void this.#answer(answerId) }),
      useOutbox.subscribe(({ letters }) => {
        const failure = letters.find((letter) => letter.turn.userMessageId === this.#questionId)?.failure;
        if (failure && useHandsFree.getState().status === 'answering') this.pause(`Your question was not sent. ${failure.message}`);
      }),
      useConversation.subscribe((state, before) => {
        if (state.id !== before.id) endHandsFree();
      }),
    );
    const onVisibility = (): void => {
      // A microphone that nobody looks at is let go, but not in mid-sentence.
      if (document.hidden && useHandsFree.getState().status === 'listening' && !isTalking()) this.pause('The microphone is off, because you looked at something else.');
    };
    document.addEventListener('visibilitychange', onVisibility);
    this.#unfollow.push(() => document.removeEventListener('visibilitychange', onVisibility));
  }

  /** Listens for the next question. */
  async listen(): Promise<void> {
    this.#silent = 0;
    await this.#listen();
  }

  /** Lets go of the microphone until somebody presses. */
  pause(why: string): void {
    this.#step++;
    this.#forgetAttempt();
    cancelSpeaking();
    this.#closeEar();
    set({ status: 'paused', why });
  }

  /** Somebody pressed while an answer was read. */
  interrupt(): void {
    this.#step++;
    this.#forgetAttempt();
    this.#stopAnswer();
    void this.listen();
  }

  end(): void {
    this.#step++;
    for (const unfollow of this.#unfollow) unfollow();
    this.#forgetAttempt();
    stopReading();
    cancelSpeaking();
    this.#closeEar();
    set({ status: 'off' });
  }

  async #listen(): Promise<void> {
    const step = ++this.#step;
    if (document.hidden) return this.pause('The microphone is off, because you looked at something else.');
    const ear = await this.#openEar(step);
    if (!ear || step !== this.#step) return;
    set({ status: 'listening' });
    startSpeaking(this.#with.subject(), this.#asker, ear.lend(0));
    settle('silence');
  }

  readonly #asker = {
    onHeard: (heard: Heard, sound: Uint8Array<ArrayBuffer>): void => {
      this.#step++;
      set({ status: 'answering' });
      if (this.#with.onHeard(heard, sound) === 'waits') this.pause('Check the words, then send. The microphone comes on again after the answer.');
    },
    onProblem: ({ kind, title, remedy }: SpeakingProblem): boolean => {
      if (kind === 'models' || kind === 'microphone') {
        endHandsFree();
        return false;
      }
      const nothing = kind === 'silence' || kind === 'unclear';
      if (nothing && ++this.#silent < patience) {
        if (kind === 'unclear') say(remedy);
        void this.#listen();
      } else this.pause(nothing ? 'No question was heard for a while, so the microphone is off.' : `${title}. ${remedy}`);
      return true;
    },
  };

  #asked(questionId: string): void {
    this.#step++;
    this.#questionId = questionId;
    this.#forgetAttempt();
    cancelSpeaking();
    set({ status: 'answering' });
    void rest.voices(true).catch(() => undefined);
  }

  async #answer(answerId: string): Promise<void> {
    const step = ++this.#step;
    const ear = await this.#openEar(step);
    if (!ear || step !== this.#step) return;
    set({ status: 'reading', perhaps: false });
    this.#watch(ear, step);
    await readAloud(answerId);
    if (step !== this.#step) return;
    ear.onLevel = undefined;
    this.#forgetAttempt();
    set({ status: 'answering' });
    await answered(answerId);
    await new Promise((resolve) => setTimeout(resolve, restMs));
    if (step === this.#step) await this.listen();
  }

  /** Notices when somebody talks over the answer. */
  #watch(ear: Ear, step: number): void {
    const talkOver = new TalkOver();
    ear.onLevel = (level) => {
      if (step !== this.#step) return;
      useLevel.setState({ level });
      const verdict = talkOver.push(level, loudnessOfReading());
      const attempt = this.#attempt;
      if (attempt) {
        attempt.talked ||= verdict === 'talk';
        if (attempt.talked && attempt.isVoice) return this.#yield(attempt);
        attempt.hurry();
        const doubted = performance.now() - attempt.since > (attempt.talked ? patientDoubtMs : doubtMs);
        if (!doubted && (attempt.talked || verdict !== 'quiet')) return;
        if (doubted) talkOver.nobody();
        this.#forgetAttempt();
        holdReading(false);
        set({ status: 'reading', perhaps: false });
      } else if (verdict !== 'quiet') {
        holdReading(true);
        const begun = new Attempt(ear, this.#with.subject());
        begun.onState = () => {
          if (this.#attempt === begun && begun.talked && begun.isVoice) this.#yield(begun);
        };
        this.#attempt = begun;
        set({ status: 'reading', perhaps: true });
      }
    };
  }

  /** Falls silent for somebody who talks, and hears what is said. */
  #yield(attempt: Attempt): void {
    this.#step++;
    this.#attempt = undefined;
    this.#silent = 0;
    this.#stopAnswer();
    set({ status: 'listening' });
    attempt.takeUp(this.#asker);
  }

  #stopAnswer(): void {
    if (this.#ear) this.#ear.onLevel = undefined;
    stopReading();
    const last = shownBranch(useConversation.getState()).at(-1);
    if (last?.role === 'assistant' && last.status === 'running') void stopAnswer(last.runId);
  }

  #forgetAttempt(): void {
    this.#attempt?.cancel();
    this.#attempt = undefined;
  }

  async #openEar(step: number): Promise<Ear | undefined> {
    if (this.#ear) return this.#ear;
    const opening = Ear.open(useVoiceSettings.getState().deviceId);
    try {
      const ear = await opening;
      // Two may have asked for it at once, or nobody wants it any more.
      if (this.#ear || step !== this.#step) {
        ear.close();
        return this.#ear;
      }
      ear.onLost = () => this.pause('The microphone is gone: it was unplugged or switched off.');
      return (this.#ear = ear);
    } catch (cause) {
      if (step === this.#step) {
        endHandsFree();
        showProblem(microphoneProblem(cause));
      }
      return undefined;
    }
  }

  #closeEar(): void {
    this.#ear?.close();
    this.#ear = undefined;
  }
}

/** Somebody may be talking over an answer: the server is asked whether it is a voice, from a little before it was noticed. It becomes the next question, or is forgotten. */
class Attempt {
  readonly since = performance.now();
  /** By its loudness, somebody talks. */
  talked = false;
  /** The server has told how it stands. */
  onState: () => void = () => undefined;
  readonly #subject: Subject;
  readonly #spoken: SpokenTurn;
  #microphone: Microphone | undefined;
  #state: ListeningState | undefined;
  #told: (state: ListeningState) => void = () => undefined;

  constructor(ear: Ear, subject: Subject) {
    this.#subject = subject;
    this.#spoken = new SpokenTurn((state) => {
      this.#state = state;
      this.#told(state);
      this.onState();
    });
    const { language } = useVoiceSettings.getState();
    void ear.lend(secondsBefore)({ onSound: (samples) => this.#spoken.add(samples), onLevel: () => undefined, onLost: () => undefined }).then((microphone) => (this.#microphone = microphone));
    this.#spoken.begin({ ...subject, endsBy: 'silence', overAnswer: true, ...(language ? { language } : {}) });
  }

  /** Whether the server hears a voice in it. */
  get isVoice(): boolean {
    return this.#microphone !== undefined && (this.#state?.phase === 'open' ? this.#state.voice !== 'silent' : this.#state?.phase === 'closing');
  }

  /** A tenth of a second is long where an answer goes on over somebody's words. */
  hurry(): void {
    if (!this.isVoice) this.#microphone?.hurry();
  }

  takeUp(asker: Parameters<typeof takeUp>[3]): void {
    this.#told = takeUp(this.#spoken, this.#microphone!, this.#subject, asker);
    if (this.#state) this.#told(this.#state);
  }

  cancel(): void {
    this.#microphone?.stop();
    this.#spoken.cancel();
  }
}

const set = (state: HandsFree): void => useHandsFree.setState(state, true);

/** Resolves when nothing is written to an answer any more. */
function answered(answerId: string): Promise<void> {
  const isOver = (): boolean => {
    const { log, stopping } = useConversation.getState();
    const message = log.messages[answerId] as AssistantMessage | undefined;
    return !message || message.status !== 'running' || stopping.includes(message.runId);
  };
  return new Promise((resolve) => {
    if (isOver()) return resolve();
    const unfollow = useConversation.subscribe(() => {
      if (!isOver()) return;
      unfollow();
      resolve();
    });
  });
}

let conversation: Conversation | undefined;

/** Begins to listen and answer in turns. For the handler of a press: from then on the page may sound. */
export function startHandsFree(conversing: Conversing): void {
  if (conversation) return;
  void allowSound();
  stopReading();
  cancelSpeaking();
  set({ status: 'opening' });
  conversation = new Conversation(conversing);
  void conversation.listen();
}

/** Ends it, and whatever is heard or said. */
export function endHandsFree(): void {
  const ended = conversation;
  conversation = undefined;
  ended?.end();
}

/** Listens again after a pause, or in place of the rest of an answer. */
export function goOn(): void {
  void allowSound();
  const { status } = useHandsFree.getState();
  if (status === 'paused') {
    set({ status: 'opening' });
    void conversation?.listen();
  } else if (status === 'reading' || status === 'answering') conversation?.interrupt();
}
