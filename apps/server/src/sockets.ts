import { ConversationWatch, Id, limits, ListenAudio, ListenCancel, ListenEnd, ListenStart, OcelliError, TurnRegenerate, TurnStart, TurnStop, type Ack, type ClientToServer } from '@ocelli/protocol';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Answering } from './answering.js';
import { describeFailure, failureOf } from './failures.js';
import { roomOfConversation, roomOfOwner, type OcelliIo, type OcelliSocket } from './live-conversations.js';
import type { ListeningSessions } from './listening-sessions.js';
import type { Metrics } from './metrics.js';
import type { OwnerLimit, RateLimit } from './rate-limit.js';
import type { WatchConversation } from './watch-conversation.js';

/** What a socket event needs to be answered. */
interface Parts {
  answering: Answering;
  watch: WatchConversation;
  listening: ListeningSessions;
  turnLimit: OwnerLimit;
  /** Spoken questions, whether or not they become questions. */
  listenLimit: OwnerLimit;
  /** Everything a socket may ask, so that a page gone wild does not keep the store busy. */
  eventLimit: RateLimit;
  metrics: Metrics;
  log: Logger;
}

type Handlers = { [E in keyof ClientToServer]: (socket: OcelliSocket, payload: unknown) => Promise<AckValue<E>> };
type AckValue<E extends keyof ClientToServer> = Parameters<ClientToServer[E]>[1] extends Ack<infer T> ? T : never;

const Unwatch = z.object({ conversationId: Id });

/** Answers the socket events of the protocol. Every event gets one acknowledgement: a value, or a typed error. */
export function serveSockets(io: OcelliIo, { answering, watch, listening, turnLimit, listenLimit, eventLimit, metrics, log }: Parts): void {
  const handlers: Handlers = {
    'turn.start': async (socket, payload) => {
      const turn = readTurn(payload);
      turnLimit.count(socket.data.ownerId, socket.handshake.address);
      return await answering.start(socket.data.ownerId, turn, () => socket.join(roomOfConversation(turn.conversationId)));
    },
    'turn.regenerate': async (socket, payload) => {
      const turn = TurnRegenerate.parse(payload);
      turnLimit.count(socket.data.ownerId, socket.handshake.address);
      return await answering.startAgain(socket.data.ownerId, turn, () => socket.join(roomOfConversation(turn.conversationId)));
    },
    'turn.stop': async (socket, payload) => {
      await answering.stop(socket.data.ownerId, TurnStop.parse(payload).runId);
      return {};
    },
    'conversation.watch': async (socket, payload) => {
      await watch.begin(socket, ConversationWatch.parse(payload));
      return {};
    },
    'conversation.unwatch': async (socket, payload) => {
      await socket.leave(roomOfConversation(Unwatch.parse(payload).conversationId));
      return {};
    },
    'listen.start': async (socket, payload) => {
      const start = ListenStart.parse(payload);
      listenLimit.count(socket.data.ownerId, socket.handshake.address);
      return listening.start({ id: socket.id, ownerId: socket.data.ownerId, tell: (update) => socket.emit('listen.update', update) }, start);
    },
    'listen.audio': async (socket, payload) => await listening.audio(socket.data.ownerId, ListenAudio.parse(payload)),
    'listen.end': async (socket, payload) => listening.end(socket.data.ownerId, ListenEnd.parse(payload)),
    'listen.cancel': async (socket, payload) => {
      listening.cancel(socket.data.ownerId, ListenCancel.parse(payload).listenId);
      return {};
    },
  };

  io.on('connection', (socket) => {
    void socket.join(roomOfOwner(socket.data.ownerId));
    socket.onAny((event: string, ...args: unknown[]) => {
      const last = args.at(-1);
      const acknowledge = typeof last === 'function' ? (last as (reply: unknown) => void) : () => undefined;
      void (async () => {
        try {
          eventLimit.count(socket.id);
          const handler = Object.hasOwn(handlers, event) ? handlers[event as keyof Handlers] : undefined;
          if (!handler) throw new OcelliError('bad_request', 'There is no such event.');
          acknowledge({ ok: true, value: await handler(socket, args[0]) });
        } catch (cause) {
          const failure = failureOf(cause);
          metrics.failed(failure.code, 'socket');
          if (failure.code === 'internal') log.error({ event: event.slice(0, 40), failure: describeFailure(cause) }, 'socket event failed');
          acknowledge({ ok: false, error: failure.toBody() });
        }
      })();
    });
    socket.on('disconnect', () => listening.left(socket.id));
    // Listened to, so that a broken packet ends this connection and nothing else.
    socket.on('error', () => socket.disconnect(true));
  });
}

function readTurn(payload: unknown): TurnStart {
  const { data, error } = TurnStart.safeParse(payload);
  if (data) return data;
  const tooMany = error.issues.some(({ code, path }) => code === 'too_big' && path.length === 1 && path[0] === 'attachments');
  throw tooMany ? new OcelliError('too_many_attachments', `One question can be about ${limits.attachmentsPerTurn} pictures.`) : error;
}
