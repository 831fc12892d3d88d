import { once } from 'node:events';
import { readingAloud, SpeechRequest, SpokenWordsRequest, type SpokenWords } from '@ocelli/protocol';
import express, { Router, type Response } from 'express';
import { z } from 'zod';
import type { OwnerLimit } from './rate-limit.js';
import type { ReadingAloud } from './reading-aloud.js';

/** Most that a request may hold: its text, each character written as an escape of JSON. */
const mostBytes = 6 * readingAloud.characters + 1_000;
/** A connection that takes nothing for so long is closed: its sound is kept in memory. */
const stuckAfterMs = 120_000;

const WarmQuery = z.object({ warm: z.string().optional() });

/** REST about spoken answers, as the protocol documents it (rest.ts); mounted at /api. */
export function readingAloudRoutes(aloud: ReadingAloud, limit: OwnerLimit): Router {
  const router = Router();
  const json = express.json({ limit: mostBytes });

  router.get('/voices', (request, response) => {
    const { warm } = WarmQuery.parse(request.query);
    // Another site may have a picture loaded from here, which costs little; a model costs more.
    if (warm !== undefined && request.headers['sec-fetch-site'] !== 'cross-site') {
      limit.count(response.locals.ownerId, request.socket.remoteAddress);
      aloud.warm(warm || undefined);
    }
    response.json(aloud.voices());
  });
  router.post('/speech/words', json, (request, response) => {
    limit.count(response.locals.ownerId, request.socket.remoteAddress);
    response.json({ text: aloud.words(SpokenWordsRequest.parse(request.body).markdown) } satisfies SpokenWords);
  });
  router.post('/speech', json, async (request, response) => {
    limit.count(response.locals.ownerId, request.socket.remoteAddress);
    const wanted = SpeechRequest.parse(request.body);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    response.setTimeout(stuckAfterMs, () => response.destroy());
    try {
      await aloud.speak(wanted, { ownerId: response.locals.ownerId, signal: gone.signal, hear: (sound) => write(response, sound, gone.signal) });
      asSound(response).end();
    } catch (cause) {
      // Who has gone is told nothing; where sound was sent already, the connection breaks (see the one place where failures become answers).
      if (!gone.signal.aborted) throw cause;
    }
  });
  return router;
}

/** Until there is sound, the answer may be an error instead. */
function asSound(response: Response): Response {
  // So that a proxy passes on each piece as it comes.
  return response.headersSent ? response : response.set({ 'Content-Type': readingAloud.contentType, 'X-Accel-Buffering': 'no' });
}

async function write(response: Response, sound: Buffer, signal: AbortSignal): Promise<void> {
  if (!asSound(response).write(sound)) await once(response, 'drain', { signal });
}
