import { z } from 'zod';
import { Attachment, BoardCorrection, Conversation, ConversationSummary, Id, limits, Recording } from './conversation.js';
import { ErrorBody } from './errors.js';

/**
 * REST, all under /api, JSON unless said otherwise. Errors: `{ error: ErrorBody }` with the code's HTTP status.
 *
 * POST   /api/attachments                      raw bytes in the body (name in ?name=, any type) -> Uploaded (idempotent by hash)
 * GET    /api/attachments/:id/sound            a recording as it is heard: WAV, 16 kHz, mono; ranges
 * GET    /api/attachments/:id/transcript?format=json|srt|vtt|txt   what is said in a recording -> Transcript, or subtitles or text to download
 * GET    /api/attachments/:id/image?size=N     WebP, longest edge <= N (allowed N: see imageSizes), EXIF-rotated, metadata stripped
 * GET    /api/attachments/:id/board-corrections -> { corrections: BoardCorrection[] }
 * PUT    /api/attachments/:id/board-corrections  BoardCorrection -> { corrections }
 * DELETE /api/attachments/:id/board-corrections  -> { corrections: [] }
 * GET    /api/conversations?before=ISO&limit=N -> ConversationList
 * GET    /api/conversations/:id                -> Conversation
 * PATCH  /api/conversations/:id                ConversationPatch -> ConversationSummary
 * DELETE /api/conversations/:id                -> {}
 * GET    /api/conversations/:id/export?format=markdown|json   file download
 * GET    /api/search?q=...                     -> SearchResults
 * GET    /api/me                               -> Me (also sets the owner cookie)
 * DELETE /api/me/data                          -> {} (deletes every conversation and picture of this owner)
 * GET    /api/samples                          -> Samples
 * GET    /api/voices?warm=VOICE                -> Voices (with ?warm that voice, or the usual one, is loaded, so that the first answer does not wait for it)
 * POST   /api/speech                           SpeechRequest -> sound, streamed as it is made (see readingAloud); closing the connection ends the work
 * POST   /api/speech/words                     SpokenWordsRequest -> SpokenWords
 * GET    /api/models                           -> ModelsReport
 * POST   /api/models                           ModelsAction -> ModelsReport (who may: see docs/configuration.md)
 * PUT    /api/models/settings                  ModelsSettings -> ModelsReport
 * GET    /healthz /readyz /metrics             (not under /api)
 */
export const imageSizes = [96, 320, 800, 1600, 3200] as const;

/** What an upload turned out to be, by its bytes: a picture or a recording. */
export const Uploaded = z.union([Attachment, Recording]);
export type Uploaded = z.infer<typeof Uploaded>;

export const ConversationList = z.object({ conversations: z.array(ConversationSummary), more: z.boolean() });
export type ConversationList = z.infer<typeof ConversationList>;

export const ConversationPatch = z.object({ title: z.string().trim().min(1).max(limits.titleCharacters).optional(), leafId: Id.optional() });
export type ConversationPatch = z.infer<typeof ConversationPatch>;

export const SearchQuery = z.object({ q: z.string().trim().min(1).max(limits.searchCharacters) });

export const SearchResults = z.object({
  hits: z.array(z.object({ conversationId: Id, messageId: Id, title: z.string(), snippet: z.string(), at: z.string() })),
});
export type SearchResults = z.infer<typeof SearchResults>;

/** `models` is what answers now; `packs` names what is installed. */
export const Me = z.object({
  ownerId: z.string(),
  version: z.string(),
  packs: z.array(z.object({ id: z.string(), title: z.string(), status: z.enum(['ready', 'missing', 'broken']) })),
  device: z.string(),
});
export type Me = z.infer<typeof Me>;

/** Pictures a new user can try without having one at hand. `url` is on this server. */
export const Samples = z.object({ samples: z.array(z.object({ id: z.string(), title: z.string(), url: z.string(), questions: z.array(z.string()) })) });
export type Samples = z.infer<typeof Samples>;

export const BoardCorrections = z.object({ corrections: z.array(BoardCorrection) });
export type BoardCorrections = z.infer<typeof BoardCorrections>;

export const ErrorResponse = z.object({ error: ErrorBody });
export { Attachment, Conversation, ConversationSummary };
