import { BoardCorrection, ConversationPatch, Id, OcelliError, SearchQuery, Sha256, type BoardCorrections, type Conversation, type ConversationList, type Me, type Samples, type SearchResults } from '@ocelli/protocol';
import type { Store } from '@ocelli/store';
import express, { Router } from 'express';
import { z } from 'zod';
import type { Answering } from './answering.js';
import { ExportQuery, exportConversation } from './conversation-export.js';
import type { LiveConversations } from './live-conversations.js';
import type { MachineModels } from './models/machine-models.js';
import { modelRoutes } from './models/model-routes.js';
import type { Owners } from './owners.js';
import { ImageSizeQuery, type PictureViews } from './picture-views.js';
import type { OwnerLimit, RateLimit } from './rate-limit.js';
import type { ReadingAloud } from './reading-aloud.js';
import { readingAloudRoutes } from './reading-aloud-routes.js';
import { samplesFolder } from './samples.js';
import type { Transcripts } from './remembered-transcripts.js';
import { TranscriptQuery, transcriptFile } from './transcript-file.js';
import type { Uploads } from './uploads.js';

interface Parts {
  store: Store;
  owners: Owners;
  uploads: Uploads;
  views: PictureViews;
  transcripts: Transcripts;
  answering: Answering;
  live: LiveConversations;
  uploadLimit: OwnerLimit;
  models: MachineModels;
  modelLimit: RateLimit;
  aloud: ReadingAloud;
  speechLimit: OwnerLimit;
  samples: Samples;
  /** Who the caller is to this server, but for the owner. */
  about: () => Omit<Me, 'ownerId'>;
}

const ListQuery = z.object({ before: z.iso.datetime().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });
const NameQuery = z.object({ name: z.string().max(1_000).default('') });
const AttachmentPath = z.object({ id: Sha256 });
const ConversationPath = z.object({ id: Id });

/** REST as the protocol documents it (rest.ts). Every handler rejects with what it failed of; the edge turns that into an answer. */
export function apiRoutes({ store, owners, uploads, views, transcripts, answering, live, uploadLimit, models, modelLimit, aloud, speechLimit, samples, about }: Parts): Router {
  const router = Router();
  router.use(owners.middleware());
  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  const json = express.json({ limit: '16kb' });

  router.get('/me', (_request, response) => {
    response.json({ ownerId: response.locals.ownerId, ...about() } satisfies Me);
  });
  router.delete('/me/data', async (_request, response) => {
    const { ownerId } = response.locals;
    await answering.stopAll({ ownerId });
    aloud.forget(ownerId);
    const gone = await store.deletion.everythingOf(ownerId);
    for (const conversationId of gone) {
      live.changed(ownerId, { type: 'deleted', conversationId });
      live.forget(conversationId);
    }
    response.json({});
  });

  router.get('/samples', (_request, response) => void response.json(samples));
  router.use('/samples', express.static(samplesFolder, { index: false, redirect: false, extensions: false, cacheControl: false }));

  router.use('/models', modelRoutes(models, modelLimit));
  router.use(readingAloudRoutes(aloud, speechLimit));

  router.post('/attachments', async (request, response) => {
    const { ownerId } = response.locals;
    uploadLimit.count(ownerId, request.socket.remoteAddress);
    response.json(await uploads.take(ownerId, NameQuery.parse(request.query).name, request));
  });
  router.get('/attachments/:id/image', async (request, response) => {
    const { id } = AttachmentPath.parse(request.params);
    const path = await views.path(response.locals.ownerId, id, ImageSizeQuery.parse(request.query).size);
    response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    response.type('image/webp').sendFile(path, { cacheControl: false, dotfiles: 'allow' });
  });

  router.get('/attachments/:id/sound', async (request, response) => {
    const { id } = AttachmentPath.parse(request.params);
    if (!(await store.recordings.find(response.locals.ownerId, id)) || !(await store.pictures.has(id, 'normal'))) throw new OcelliError('not_found', 'There is no such recording.');
    response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
    response.type('audio/wav').sendFile(store.pictures.path(id, 'normal'), { cacheControl: false, dotfiles: 'allow' });
  });

  router.get('/attachments/:id/transcript', async (request, response) => {
    const { id } = AttachmentPath.parse(request.params);
    const { format } = TranscriptQuery.parse(request.query);
    const recording = await store.recordings.find(response.locals.ownerId, id);
    if (!recording || !(await store.pictures.has(id, 'normal'))) throw new OcelliError('not_found', 'There is no such recording.');
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const transcript = (await transcripts.first(id)) ?? (await transcripts.of({ id, path: store.pictures.path(id, 'normal') }, { signal: gone.signal })).value;
    if (format === 'json') return void response.json(transcript);
    const { name, type, body } = transcriptFile(recording.name, transcript, format);
    response.attachment(name).type(type).send(body);
  });

  const corrections = async (ownerId: string, id: string): Promise<BoardCorrections> => ({ corrections: await store.boardCorrections.of(ownerId, id) });
  const ownPicture = async (ownerId: string, params: unknown): Promise<string> => {
    const { id } = AttachmentPath.parse(params);
    if (!(await store.attachments.find(ownerId, id))) throw new OcelliError('not_found', 'There is no such picture.');
    return id;
  };
  router.get('/attachments/:id/board-corrections', async (request, response) => {
    const { ownerId } = response.locals;
    response.json(await corrections(ownerId, await ownPicture(ownerId, request.params)));
  });
  router.put('/attachments/:id/board-corrections', json, async (request, response) => {
    const { ownerId } = response.locals;
    const id = await ownPicture(ownerId, request.params);
    await store.boardCorrections.set(ownerId, id, BoardCorrection.parse(request.body));
    response.json(await corrections(ownerId, id));
  });
  router.delete('/attachments/:id/board-corrections', async (request, response) => {
    const { ownerId } = response.locals;
    const id = await ownPicture(ownerId, request.params);
    await store.boardCorrections.clear(ownerId, id);
    response.json(await corrections(ownerId, id));
  });

  const noConversation = () => new OcelliError('not_found', 'There is no such conversation.');
  const conversation = async (ownerId: string, params: unknown): Promise<Conversation> => {
    const found = await store.conversations.find(ownerId, ConversationPath.parse(params).id);
    if (!found) throw noConversation();
    return found;
  };
  router.get('/conversations', async (request, response) => {
    const { before, limit } = ListQuery.parse(request.query);
    const list = await store.conversations.list(response.locals.ownerId, { before: before ? new Date(before) : undefined, limit: limit + 1 });
    response.json({ conversations: list.slice(0, limit), more: list.length > limit } satisfies ConversationList);
  });
  router.get('/conversations/:id', async (request, response) => {
    response.json(await conversation(response.locals.ownerId, request.params));
  });
  router.patch('/conversations/:id', json, async (request, response) => {
    const { ownerId } = response.locals;
    const changed = await store.conversations.change(ownerId, ConversationPath.parse(request.params).id, ConversationPatch.parse(request.body));
    if (!changed) throw noConversation();
    live.changed(ownerId, { type: 'updated', conversation: changed });
    response.json(changed);
  });
  router.delete('/conversations/:id', async (request, response) => {
    const { ownerId } = response.locals;
    const { id } = ConversationPath.parse(request.params);
    await answering.stopAll({ ownerId, conversationId: id });
    if (!(await store.deletion.conversation(ownerId, id))) throw noConversation();
    aloud.forget(ownerId);
    live.changed(ownerId, { type: 'deleted', conversationId: id });
    live.forget(id);
    response.json({});
  });
  router.get('/conversations/:id/export', async (request, response) => {
    const { format } = ExportQuery.parse(request.query);
    const { type, extension, body } = exportConversation(await conversation(response.locals.ownerId, request.params), format);
    response.attachment(`conversation.${extension}`).type(type).send(body);
  });
  router.get('/search', async (request, response) => {
    const { q } = SearchQuery.parse(request.query);
    response.json({ hits: await store.search(response.locals.ownerId, q) } satisfies SearchResults);
  });

  router.use(() => {
    throw new OcelliError('not_found', 'There is no such address.');
  });
  return router;
}
