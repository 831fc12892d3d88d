import { Attachment, Conversation, ErrorResponse, Id, OcelliError, RunEvent, Samples, TurnAccepted, type ErrorBody, type RunEventBody, type ServerToClient, type ClientToServer } from '@ocelli/protocol';
import { randomBytes } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';

const patienceMs = 120_000;

export const newId = (): string => Id.parse(randomBytes(12).toString('base64url'));

/** A question on its way: what was sent, what came back, and when (`performance.now()`). */
export interface AskedTurn {
  turnId: string;
  conversationId: string;
  userMessageId: string;
  text: string;
  attachmentId: string;
  sentAt: number;
  accepted: Promise<{ at: number; value: TurnAccepted }>;
  /** Everything received so far, in order. */
  events: { at: number; seq: number; event: RunEventBody }[];
  firstWordAt(): number | undefined;
  /** Resolves with the time at which the last event of the run arrived. */
  ended: Promise<number>;
}

/** A browser's part of the conversation with a server: one cookie, one socket. */
export class Visitor {
  readonly #url: string;
  readonly #cookie: string;
  readonly #socket: Socket<ServerToClient, ClientToServer>;
  readonly #turns = new Map<string, { turn: AskedTurn; onEnd: (at: number) => void }>();

  private constructor(url: string, cookie: string, socket: Socket<ServerToClient, ClientToServer>) {
    this.#url = url;
    this.#cookie = cookie;
    this.#socket = socket;
    socket.on('run.event', (raw) => this.#heard(RunEvent.parse(raw), performance.now()));
  }

  /** Opens the page, as it were. With `cookie`, as the visitor of before. */
  static async arrive(url: string, cookie?: string): Promise<Visitor> {
    const known = cookie ?? (await fetch(`${url}/api/me`)).headers.get('set-cookie')?.split(';')[0];
    if (!known) throw new Error('The server gave no cookie.');
    const socket: Socket<ServerToClient, ClientToServer> = io(url, { transports: ['websocket'], extraHeaders: { cookie: known }, reconnection: false, forceNew: true });
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    return new Visitor(url, known, socket);
  }

  get cookie(): string {
    return this.#cookie;
  }

  async upload(bytes: Uint8Array, name = 'picture.png'): Promise<Attachment> {
    return Attachment.parse(await this.#rest(`/api/attachments?name=${encodeURIComponent(name)}`, { method: 'POST', body: Buffer.from(bytes) }));
  }

  async samples(): Promise<Samples['samples']> {
    return Samples.parse(await this.#rest('/api/samples')).samples;
  }

  async bytes(path: string): Promise<Buffer> {
    const answer = await fetch(`${this.#url}${path}`, { headers: { cookie: this.#cookie } });
    if (!answer.ok) throw await failureOf(answer);
    return Buffer.from(await answer.arrayBuffer());
  }

  /** The sound of an answer, said to its end. */
  async hear(markdown: string): Promise<Buffer> {
    const answer = await fetch(`${this.#url}/api/speech`, { method: 'POST', headers: { cookie: this.#cookie, 'content-type': 'application/json' }, body: JSON.stringify({ markdown }) });
    if (!answer.ok) throw await failureOf(answer);
    return Buffer.from(await answer.arrayBuffer());
  }

  async conversation(id: string): Promise<Conversation> {
    return Conversation.parse(await this.#rest(`/api/conversations/${id}`));
  }

  async list(): Promise<unknown> {
    return await this.#rest('/api/conversations?limit=50');
  }

  async search(words: string): Promise<unknown> {
    return await this.#rest(`/api/search?q=${encodeURIComponent(words)}`);
  }

  /** Asks about one picture; in a conversation of its own unless `like` is a turn to send again. */
  ask(text: string, attachmentId: string, like?: Pick<AskedTurn, 'turnId' | 'conversationId' | 'userMessageId'>): AskedTurn {
    const ids = like ?? { turnId: newId(), conversationId: newId(), userMessageId: newId() };
    let onEnd!: (at: number) => void;
    const ended = new Promise<number>((resolve) => (onEnd = resolve));
    const sentAt = performance.now();
    const accepted = this.#emit('turn.start', { ...ids, parentId: null, text, attachments: [{ id: attachmentId }] }).then((value) => ({ at: performance.now(), value: TurnAccepted.parse(value) }));
    accepted.catch(() => undefined); // whoever waits for it sees the failure
    const events: AskedTurn['events'] = [];
    const firstWordAt = () => events.find(({ event }) => event.type === 'text')?.at;
    const turn: AskedTurn = { ...ids, text, attachmentId, sentAt, accepted, events, firstWordAt, ended };
    this.#turns.set(ids.turnId, { turn, onEnd });
    return turn;
  }

  async stop(turn: AskedTurn): Promise<void> {
    await this.#emit('turn.stop', { runId: turn.turnId });
  }

  leave(): void {
    this.#socket.disconnect();
  }

  #heard({ runId, seq, event }: RunEvent, at: number): void {
    const known = this.#turns.get(runId);
    if (!known) return;
    known.turn.events.push({ at, seq, event });
    if (event.type === 'ended') known.onEnd(at);
  }

  #emit(event: keyof ClientToServer, payload: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const answer = (late: Error | null, reply?: { ok: true; value: unknown } | { ok: false; error: ErrorBody }) => {
        if (late || !reply) reject(new OcelliError('timed_out', 'The server did not answer.', { cause: late }));
        else if (reply.ok) resolve(reply.value);
        else reject(new OcelliError(reply.error.code, reply.error.message));
      };
      const timed = this.#socket.timeout(patienceMs);
      (timed.emit as (event: string, payload: unknown, answer: unknown) => void).call(timed, event, payload, answer);
    });
  }

  async #rest(path: string, init: RequestInit = {}): Promise<unknown> {
    const answer = await fetch(`${this.#url}${path}`, { ...init, headers: { cookie: this.#cookie } });
    if (!answer.ok) throw await failureOf(answer);
    return await answer.json();
  }
}

async function failureOf(answer: Response): Promise<OcelliError> {
  const body = ErrorResponse.safeParse(await answer.json().catch(() => undefined));
  return body.success ? new OcelliError(body.data.error.code, body.data.error.message) : new OcelliError('internal', `The server answered with ${answer.status}.`);
}
