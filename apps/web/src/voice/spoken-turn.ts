import { listening, ListenUpdate, OcelliError, type ListeningState, type ListenStart } from '@/wire/protocol';
import { newId } from '@/wire/new-id';
import { ask, theSocket } from '@/wire/socket';
import { SoundLog } from './sound-log';

/** After which the connection or the server is tried again, instead of giving up what was said. */
const passing = new Set(['shutting_down', 'timed_out', 'busy', 'rate_limited']);
const patienceMs = 1_000;

/**
 * One spoken question on its way to the server. Sound is kept here until the turn is over, and sent in small acknowledged portions: after a lost
 * connection, and after a server that was started anew, it goes on from where the server says it stands.
 */
export class SpokenTurn {
  readonly #listenId = newId();
  readonly #log = new SoundLog();
  readonly #onState: (state: ListeningState) => void;
  #start: Omit<ListenStart, 'listenId'> | undefined;
  /** Samples that the server has. */
  #received = 0;
  #revision = -1;
  /** The server knows of the turn on this connection. */
  #known = false;
  #working = false;
  #complete = false;
  #endTold = false;
  #over = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** `onState` hears how it stands; `heard` or `failed` comes last, and once. */
  constructor(onState: (state: ListeningState) => void) {
    this.#onState = onState;
    theSocket().on('listen.update', this.#onUpdate).on('connect', this.#onConnect).on('disconnect', this.#onLost);
  }

  /** Tells the server; sound that was added before follows. */
  begin(start: Omit<ListenStart, 'listenId'>): void {
    this.#start = start;
    void this.#work();
  }

  /** Sound as it is captured: 16 kHz, mono. */
  add(samples: Int16Array): void {
    if (this.#over || this.#complete) return;
    this.#log.add(samples);
    void this.#work();
  }

  /** Everything that was said, as it travels. */
  get sound(): Uint8Array<ArrayBuffer> {
    return this.#log.portion(0, this.#log.length);
  }

  /** Nothing follows: the words of what was said are wanted. */
  end(): void {
    this.#complete = true;
    void this.#work();
  }

  /** Forgets it, here and there. */
  cancel(): void {
    if (this.#over) return;
    this.#leave();
    if (theSocket().connected && this.#start) void ask('listen.cancel', { listenId: this.#listenId }).catch(() => undefined);
  }

  readonly #onConnect = (): void => void this.#work();
  readonly #onLost = (): void => {
    this.#known = false;
  };
  readonly #onUpdate = (value: unknown): void => {
    const { listenId, revision, state } = ListenUpdate.parse(value);
    if (listenId !== this.#listenId || revision <= this.#revision || this.#over) return;
    this.#revision = revision;
    this.#tell(state);
  };

  #tell(state: ListeningState): void {
    if (state.phase === 'heard' || state.phase === 'failed') this.#leave();
    this.#onState(state);
  }

  #leave(): void {
    this.#over = true;
    clearTimeout(this.#retry);
    theSocket().off('listen.update', this.#onUpdate).off('connect', this.#onConnect).off('disconnect', this.#onLost);
  }

  /** Does what is to be done, one request at a time, until there is nothing to do or no connection. */
  async #work(): Promise<void> {
    if (this.#working || !this.#start) return;
    this.#working = true;
    try {
      while (!this.#over && theSocket().connected && (await this.#step(this.#start)));
    } catch (cause) {
      this.#stumble(OcelliError.from(cause));
    } finally {
      this.#working = false;
    }
  }

  async #step(start: Omit<ListenStart, 'listenId'>): Promise<boolean> {
    if (!this.#known) {
      // A server that was started anew counts its states from the beginning.
      this.#revision = -1;
      this.#endTold = false;
      this.#received = (await ask('listen.start', { listenId: this.#listenId, ...start })).received;
      this.#known = true;
      return true;
    }
    if (this.#received < this.#log.length) {
      const before = this.#received;
      this.#received = (await ask('listen.audio', { listenId: this.#listenId, from: before, pcm: this.#log.portion(before, listening.chunkSamples) })).received;
      // A turn that is being ended takes no more; what it decides comes by itself.
      return this.#received > before;
    }
    if (!this.#complete || this.#endTold) return false;
    this.#endTold = true;
    await ask('listen.end', { listenId: this.#listenId, samples: this.#log.length });
    return false;
  }

  #stumble(error: OcelliError): void {
    if (this.#over) return;
    // The line came back to a server that does not know of the turn.
    const forgotten = error.code === 'not_found' && this.#known;
    if (!forgotten && (!passing.has(error.code) || (error.code === 'busy' && !this.#known && this.#received === 0))) return this.#tell({ phase: 'failed', error: error.toBody() });
    this.#known = false;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#work(), forgotten ? 0 : patienceMs);
  }
}
