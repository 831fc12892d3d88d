import { likelyWords } from '@ocelli/agent';
import type { Perception, VoiceActivity } from '@ocelli/models';
import { listening, OcelliError, type ListenAudio, type ListenEnd, type ListeningOutcome, type ListenReceived, type ListenStart, type ListenUpdate } from '@ocelli/protocol';
import type { Store } from '@ocelli/store';
import type { ListeningDecoder } from './listening-decoder.js';
import { ListeningTurn } from './listening-turn.js';
import { surroundings } from './listening-words.js';

/** The page that speaks. */
export interface SpeakingPage {
  id: string;
  ownerId: string;
  tell(update: ListenUpdate): void;
}

interface Session {
  ownerId: string;
  turn: ListeningTurn;
  /** Who is told; nobody while the connection is lost. */
  listener: { page: SpeakingPage | undefined };
  /** Ends what is known of it: nothing has come for a while, or it has been over for a while. */
  timer: NodeJS.Timeout | undefined;
}

export interface ListeningParts {
  voice: VoiceActivity;
  decoder: ListeningDecoder;
  store: Store;
  perception: Perception;
  onOver?(outcome: ListeningOutcome, sinceEndMs: number): void;
}

const turnsAtOncePerOwner = 2;
const turnsAtOnce = 32;
/** How it ended is kept for a page that lost its connection just then. */
const keptAfterMs = 60_000;
const withoutSoundMs = listening.secondsWithoutSound * 1000;
const loadedForMs = 5 * 60_000;
const surroundingsWithinMs = 15_000;

/** Spoken questions in the making, of all pages. Their sound is in memory only, and gone when they are over. */
export class ListeningSessions {
  readonly #parts: ListeningParts;
  readonly #sessions = new Map<string, Session>();
  /** By language, until when its model is surely in memory. */
  readonly #loadedUntil = new Map<string, number>();

  constructor(parts: ListeningParts) {
    this.#parts = parts;
  }

  /**
   * Begins to listen, or takes up what was begun. Rejects with `busy`, or with `not_found` for somebody else's turn. Where nothing can make words of
   * sound, the turn fails at once with `model_unavailable`.
   */
  start(page: SpeakingPage, start: ListenStart): ListenReceived {
    const known = this.#sessions.get(start.listenId);
    if (known) {
      const { turn, listener } = this.#own(page.ownerId, start.listenId);
      listener.page = page;
      this.#forgetLater(start.listenId, turn.over ? keptAfterMs : withoutSoundMs);
      page.tell(turn.update);
      return turn.received;
    }
    const open = [...this.#sessions.values()].filter(({ turn }) => !turn.over);
    if (open.filter(({ ownerId }) => ownerId === page.ownerId).length >= turnsAtOncePerOwner) throw new OcelliError('busy', 'Ocelli is listening already. End that first.', { retryAfterSeconds: 2 });
    if (open.length >= turnsAtOnce) throw new OcelliError('busy', 'Too many people speak to Ocelli at this moment. Try again in some seconds, or write.', { retryAfterSeconds: 5 });
    const session = this.#begin(page, start);
    void this.#ready(start.language).catch((cause: unknown) => {
      const error = OcelliError.from(cause);
      // Whatever else went wrong may go right with the words themselves.
      if (error.code === 'model_unavailable') session.turn.fail(error);
    });
    return session.turn.received;
  }

  async audio(ownerId: string, audio: ListenAudio): Promise<ListenReceived> {
    const { turn } = this.#own(ownerId, audio.listenId);
    if (!turn.over) this.#forgetLater(audio.listenId, withoutSoundMs);
    return await turn.take(audio);
  }

  end(ownerId: string, { listenId, samples }: ListenEnd): ListenReceived {
    return this.#own(ownerId, listenId).turn.end(samples);
  }

  /** Forgets a turn. Nothing happens when there is none. */
  cancel(ownerId: string, listenId: string): void {
    if (this.#sessions.get(listenId)?.ownerId === ownerId) this.#forget(listenId);
  }

  /** A page is gone, perhaps for a moment. */
  left(pageId: string): void {
    for (const { listener } of this.#sessions.values()) if (listener.page?.id === pageId) listener.page = undefined;
  }

  close(): void {
    for (const listenId of [...this.#sessions.keys()]) this.#forget(listenId, new OcelliError('shutting_down', 'The server is stopping. Ask again once it is back.'));
  }

  #begin(page: SpeakingPage, start: ListenStart): Session {
    const { voice, decoder, store, perception, onOver } = this.#parts;
    const looking = AbortSignal.timeout(surroundingsWithinMs);
    const listener: Session['listener'] = { page };
    const turn = new ListeningTurn({
      listenId: start.listenId,
      endsBy: start.endsBy,
      language: start.language,
      voice: voice.listen(start.endsBy === 'told' || start.overAnswer ? { leastSpeechMs: 96 } : {}),
      decode: (request) => decoder.decode(request),
      prompt: surroundings(store, perception, page.ownerId, start, looking).then(likelyWords),
      tell: (update) => listener.page?.tell(update),
      onOver: (outcome, sinceEndMs) => {
        this.#forgetLater(start.listenId, keptAfterMs);
        onOver?.(outcome, sinceEndMs);
      },
    });
    const session: Session = { ownerId: page.ownerId, turn, listener, timer: undefined };
    this.#sessions.set(start.listenId, session);
    this.#forgetLater(start.listenId, withoutSoundMs);
    return session;
  }

  /** Loads what makes words of sound, by giving it a moment of silence; tells so when it is not there. */
  async #ready(language = ''): Promise<void> {
    if (performance.now() < (this.#loadedUntil.get(language) ?? 0)) return;
    const loaded = () => void this.#loadedUntil.set(language, performance.now() + loadedForMs);
    await this.#parts.decoder.decode({ samples: () => new Int16Array(1_600), language: language || undefined, prompt: () => '', final: false, signal: AbortSignal.timeout(60_000) }).then(loaded, (cause: unknown) => {
      const error = OcelliError.from(cause);
      if (error.code !== 'cancelled') throw error;
    });
  }

  #own(ownerId: string, listenId: string): Session {
    const session = this.#sessions.get(listenId);
    if (session?.ownerId !== ownerId) throw new OcelliError('not_found', 'What was said is not known here any more.');
    return session;
  }

  #forgetLater(listenId: string, afterMs: number): void {
    const session = this.#sessions.get(listenId);
    if (!session) return;
    clearTimeout(session.timer);
    session.timer = setTimeout(() => {
      // Not told: a page that has something to say after all begins anew.
      session.listener.page = undefined;
      this.#forget(listenId);
    }, afterMs).unref();
  }

  #forget(listenId: string, why = new OcelliError('cancelled', 'Listening was cancelled.')): void {
    const session = this.#sessions.get(listenId);
    this.#sessions.delete(listenId);
    session?.turn.fail(why);
    clearTimeout(session?.timer);
  }
}
