import { randomBytes } from 'node:crypto';
import {
  Attachment,
  Conversation,
  ErrorResponse,
  foldRunEvent,
  Id,
  RunEvent,
  type AssistantMessage,
  type ClientToServer,
  type ConversationChange,
  type ErrorBody,
  type Message,
  type ServerToClient,
  type TurnAccepted,
  type TurnStart,
} from '@ocelli/protocol';
import sharp from 'sharp';
import { io, type Socket } from 'socket.io-client';
import { afterwards } from '../../../packages/store/test-support/clean-up.js';
import { expect, vi } from 'vitest';

export const newId = (): string => Id.parse(randomBytes(12).toString('hex'));

/** A turn that asks `text`, alone in a new conversation unless said otherwise. */
export function question(text: string, more: Partial<TurnStart> = {}): TurnStart {
  return { turnId: newId(), conversationId: newId(), userMessageId: newId(), parentId: null, text, attachments: [], ...more };
}

/** A small picture that is like no other. */
export async function somePicture(): Promise<Buffer> {
  const [red = 0, green = 0, blue = 0] = randomBytes(3);
  return await sharp({ create: { width: 40, height: 30, channels: 3, background: { r: red, g: green, b: blue } } }).png({ effort: 1 }).toBuffer();
}

/** A sign with these words, one line each. Set as text: in a process with a server in it, sharp reads no SVG. */
export async function sign(...words: string[]): Promise<Buffer> {
  const lines = words.map((text, n) => ({ input: { text: { text, font: 'DejaVu Sans 60', dpi: 72, rgba: true } }, left: 60, top: 70 + 110 * n }));
  return await sharp({ create: { width: 900, height: 120 + 110 * words.length, channels: 3, background: '#fff' } }).composite(lines).png().toBuffer();
}

export interface Failure extends ErrorBody {
  status: number;
}

/** A browser at a server: one cookie, any number of pages. */
export class Visitor {
  constructor(
    readonly url: string,
    readonly cookie: string,
  ) {}

  static async arrive(url: string): Promise<Visitor> {
    const response = await fetch(`${url}/api/me`);
    expect(response.status).toBe(200);
    return new Visitor(url, response.headers.get('set-cookie')?.split(';')[0] ?? '');
  }

  /** The same browser after the server was started again, or one with a cookie of the test's making. */
  at(url: string, cookie = this.cookie): Visitor {
    return new Visitor(url, cookie);
  }

  async fetch(path: string, { headers, ...init }: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    return await fetch(`${this.url}${path}`, { redirect: 'manual', ...init, headers: { ...(this.cookie ? { cookie: this.cookie } : {}), ...headers } });
  }

  /** The JSON that a request is answered with; `body` is sent as JSON. */
  async json(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await this.fetch(path, { method, ...asJson(body) });
    const answer: unknown = await response.json();
    expect(response.ok, `${method} ${path}: ${JSON.stringify(answer)}`).toBe(true);
    return answer;
  }

  /** How a request fails. */
  async failure(method: string, path: string, body?: unknown): Promise<Failure> {
    return await failureOf(await this.fetch(path, { method, ...asJson(body) }));
  }

  async upload(bytes: Buffer, name = 'picture.png'): Promise<Attachment> {
    const response = await this.fetch(`/api/attachments?name=${encodeURIComponent(name)}`, { method: 'POST', body: new Uint8Array(bytes) });
    const answer: unknown = await response.json();
    expect(response.ok, JSON.stringify(answer)).toBe(true);
    return Attachment.parse(answer);
  }

  async conversation(id: string): Promise<Conversation> {
    return Conversation.parse(await this.json('GET', `/api/conversations/${id}`));
  }

  /** The answer of a run, as the server has it stored. */
  async storedAnswer({ conversationId, assistantMessageId }: TurnAccepted): Promise<AssistantMessage> {
    const answer = (await this.conversation(conversationId)).messages.find(({ id }) => id === assistantMessageId);
    expect(answer?.role).toBe('assistant');
    return answer as AssistantMessage;
  }

  /** Opens a page. Rejects with the code that the connection is refused with. */
  async open(headers: Record<string, string> = {}): Promise<Page> {
    const socket: Socket<ServerToClient, ClientToServer> = io(this.url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { ...(this.cookie ? { cookie: this.cookie } : {}), ...headers },
    });
    const page = new Page(this, socket);
    afterwards(() => void socket.disconnect());
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => reject(Object.assign(new Error(error.message), 'data' in error ? (error.data as object) : {})));
    });
    return page;
  }
}

type Payload<E extends keyof ClientToServer> = Parameters<ClientToServer[E]>[0];
type Reply<E extends keyof ClientToServer> = Parameters<Parameters<ClientToServer[E]>[1]>[0];

/** An open page: it asks, and hears what the server tells. */
export class Page {
  readonly entries: RunEvent[] = [];
  readonly messages: Message[] = [];
  readonly changes: ConversationChange[] = [];

  constructor(
    readonly visitor: Visitor,
    readonly socket: Socket<ServerToClient, ClientToServer>,
  ) {
    socket.on('run.event', (entry) => this.entries.push(RunEvent.parse(entry)));
    socket.on('message.created', ({ message }) => this.messages.push(message));
    socket.on('conversation.changed', (change) => this.changes.push(change));
  }

  /** Sends an event and waits for its acknowledgement. */
  async emit<E extends keyof ClientToServer>(event: E, payload: Payload<E>): Promise<Reply<E>> {
    return (await this.raw(event, payload)) as Reply<E>;
  }

  /** Sends anything at all, as a hostile page would. */
  async raw(event: string, ...payload: unknown[]): Promise<unknown> {
    return await (this.socket.timeout(20_000) as unknown as { emitWithAck(event: string, ...payload: unknown[]): Promise<unknown> }).emitWithAck(event, ...payload);
  }

  async ask(turn: TurnStart): Promise<TurnAccepted> {
    return accepted(await this.emit('turn.start', turn));
  }

  async watch(conversationId: string, after: Record<string, number> = {}): Promise<void> {
    expect(await this.emit('conversation.watch', { conversationId, after })).toEqual({ ok: true, value: {} });
  }

  entriesOf(runId: string): RunEvent[] {
    return this.entries.filter((entry) => entry.runId === runId);
  }

  /** The answer as this page shows it: what it heard, folded. A gap in what it heard fails the test. */
  answer({ conversationId, assistantMessageId, userMessageId, runId }: TurnAccepted): AssistantMessage {
    const nothing: AssistantMessage = {
      role: 'assistant', id: assistantMessageId, conversationId, parentId: userMessageId, createdAt: '', runId,
      status: 'running', seq: 0, activity: '', text: '', toolCalls: [], evidence: [],
    };
    return this.entriesOf(runId).reduce((message, entry) => {
      expect(entry.seq, 'entries come without a gap').toBeLessThanOrEqual(message.seq + 1);
      return foldRunEvent(message, entry);
    }, nothing);
  }

  async heard(turn: TurnAccepted, text: string): Promise<void> {
    await vi.waitFor(() => expect(this.answer(turn).text).toBe(text), { timeout: 20_000 });
  }

  async ended(turn: TurnAccepted): Promise<AssistantMessage> {
    await vi.waitFor(() => expect(this.answer(turn).status).not.toBe('running'), { timeout: 40_000 });
    return this.answer(turn);
  }

  leave(): void {
    this.socket.disconnect();
  }
}

export function accepted(reply: Reply<'turn.start'>): TurnAccepted {
  expect(reply).toMatchObject({ ok: true });
  return (reply as Extract<typeof reply, { ok: true }>).value;
}

export async function failureOf(response: Response): Promise<Failure> {
  return { status: response.status, ...ErrorResponse.parse(await response.json()).error };
}

function asJson(body: unknown): RequestInit & { headers?: Record<string, string> } {
  return body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
