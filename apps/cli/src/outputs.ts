import { AnswerStatus, BoardReading, DownloadPlan, ErrorBody, ErrorCode, Evidence, TaskName, Transcript, TranscriptSegment } from '@ocelli/protocol';
import { z } from 'zod';

/**
 * What the commands print with --json: one object a line, in the order of the pictures. `image` is a picture as it was named on
 * the command line ("-" for standard input). Everything else is as in the protocol: boxes and corners normalised after EXIF rotation.
 */
const image = z.string();

/** In place of a result: what happened, and what to do about it. */
export const ErrorLine = z.object({ error: ErrorBody, image: image.optional(), audio: z.string().optional() });
export type ErrorLine = z.infer<typeof ErrorLine>;

/** `ocelli ask --json`: one joint answer. */
export const Answered = z.object({
  /** Plain text: no Markdown, no links. */
  answer: z.string(),
  status: AnswerStatus,
  evidence: z.array(z.intersection(Evidence, z.object({ image }))),
  /** In the order they were called; `error` when a tool could not do its work. */
  tools: z.array(z.object({ name: z.string(), ms: z.number().nonnegative(), error: ErrorCode.optional() })),
  /** Ids of the models that looked, and of the packs they belong to, each once. */
  models: z.array(z.string()),
  packs: z.array(z.string()),
  /** From reading the pictures to the last word; the first answer of a call includes loading its models. */
  ms: z.number().nonnegative(),
  /** With --voice: the question as it was heard. */
  transcript: Transcript.omit({ segments: true }).extend({ audio: z.string(), model: z.string(), ms: z.number().nonnegative() }).optional(),
});
export type Answered = z.infer<typeof Answered>;

/** A line of `ocelli ask --each --json`. */
export const AnsweredLine = z.union([Answered.extend({ image }), ErrorLine.required({ error: true, image: true })]);
export type AnsweredLine = z.infer<typeof AnsweredLine>;

/** `ocelli caption --json`: a description of one picture, plain text, composed of what was found in it. */
export const Captioned = Answered.pick({ status: true, evidence: true, models: true, ms: true }).extend({ caption: z.string(), image });
export type Captioned = z.infer<typeof Captioned>;

/** A line of `ocelli caption --json`. */
export const CaptionLine = z.union([Captioned, ErrorLine.required({ error: true, image: true })]);
export type CaptionLine = z.infer<typeof CaptionLine>;

/** `ocelli read-board --json`: the largest board of a picture, and every board found in it, largest first. */
export const BoardsRead = BoardReading.extend({ boards: z.array(BoardReading).min(1), image });
export type BoardsRead = z.infer<typeof BoardsRead>;

/** A line of `ocelli read-board --json`; the error's code is `no_board` when the picture shows none. */
export const BoardLine = z.union([BoardsRead, ErrorLine.required({ error: true, image: true })]);
export type BoardLine = z.infer<typeof BoardLine>;

/** `ocelli transcribe --json`: what is said in one recording; empty where nobody speaks. Times in seconds. */
export const Transcribed = Transcript.omit({ segments: true }).extend({
  segments: z.array(TranscriptSegment),
  /** From reading the recording to the last word; the first of a call includes loading the model. */
  ms: z.number().nonnegative(),
  model: z.string(),
  /** The recording as it was named on the command line ("-" for standard input). */
  audio: z.string(),
});
export type Transcribed = z.infer<typeof Transcribed>;

/** A line of `ocelli transcribe --json`. */
export const TranscribedLine = z.union([Transcribed, ErrorLine.required({ error: true, audio: true })]);
export type TranscribedLine = z.infer<typeof TranscribedLine>;

/** `ocelli embed --json`: a vector of unit length; those of one `model` can be compared, texts with pictures too. */
export const Embedded = z.object({
  embedding: z.array(z.number()),
  dimensions: z.number().int().positive(),
  /** Names the space. */
  model: z.string(),
  /** What was embedded: one of the two. */
  text: z.string().optional(),
  image: image.optional(),
});
export type Embedded = z.infer<typeof Embedded>;

/** A line of `ocelli embed --json`: texts first, then pictures, in their order. */
export const EmbeddedLine = z.union([Embedded, ErrorLine.required({ error: true, image: true })]);
export type EmbeddedLine = z.infer<typeof EmbeddedLine>;

/** `ocelli speak --json`: what was written where. */
export const Spoken = z.object({
  output: z.string(),
  seconds: z.number().nonnegative(),
  /** Hz; the file is PCM of 16 bits and one channel. */
  sampleRate: z.number().int().positive(),
  voice: z.string(),
  model: z.string(),
  /** Until there was a first sentence, and until all was spoken; the first call includes loading the model. */
  firstMs: z.number().nonnegative(),
  ms: z.number().nonnegative(),
});
export type Spoken = z.infer<typeof Spoken>;

/** A line of `ocelli speak --voices --json`. */
export const VoiceListed = z.object({ id: z.string(), name: z.string(), model: z.string(), dialect: z.enum(['us', 'gb']), sex: z.enum(['female', 'male']).optional(), terms: z.string().optional() });
export type VoiceListed = z.infer<typeof VoiceListed>;

/** A line of `ocelli models list --json`: a model that this build can run. */
export const ModelListed = z.object({
  id: z.string(),
  title: z.string(),
  pack: z.string(),
  tasks: z.array(TaskName),
  /** SPDX identifier. */
  licence: z.string(),
  source: z.string(),
  /** The same weights on the Hugging Face Hub. */
  hub: z.string().optional(),
  /** The download that brings its files, when they do not come with Ocelli. */
  download: z.string().optional(),
  /** By names; `ocelli models verify` and `ocelli doctor` look at the bytes. */
  status: z.enum(['there', 'missing']),
  /** Of the files that are here. */
  bytes: z.number().nonnegative(),
  files: z.array(z.object({ path: z.string().nullable(), bytes: z.number().nullable(), sha256: z.string().optional() })),
});
export type ModelListed = z.infer<typeof ModelListed>;

/** `ocelli models plan --json`. */
export const DownloadsPlanned = z.object({
  modelsDir: z.string(),
  downloads: z.array(DownloadPlan),
  /** What would travel, what it takes on the disk, and what is free there. */
  fetchBytes: z.number().nonnegative(),
  diskBytes: z.number().nonnegative(),
  freeBytes: z.number().nonnegative(),
  /** What would fetch, with its version; absent when nothing can, and then `error` says what to do. */
  pip: z.string().optional(),
  /** The address of the model hub that would be asked; absent when its pack is off. */
  hub: z.string().optional(),
  error: ErrorBody.optional(),
});
export type DownloadsPlanned = z.infer<typeof DownloadsPlanned>;

const InstallStatus = z.enum(['ready', 'missing', 'broken']);

/** A line of `ocelli models verify --json`. */
export const DownloadVerified = z.object({ id: z.string(), title: z.string(), status: InstallStatus, files: z.array(z.object({ path: z.string(), status: InstallStatus })) });
export type DownloadVerified = z.infer<typeof DownloadVerified>;

/** A line of `ocelli models remove --json`; `removed` is false when there was nothing. */
export const DownloadRemoved = z.object({ id: z.string(), title: z.string(), removed: z.boolean() });
export type DownloadRemoved = z.infer<typeof DownloadRemoved>;

/**
 * One thing that `ocelli doctor` looked at. ok: works; warning: the main job works without it; problem: it does not;
 * absent: optional and not there.
 */
export const Check = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  status: z.enum(['ok', 'warning', 'problem', 'absent']),
  /** What was found. */
  detail: z.string(),
  /** What to do about it. */
  remedy: z.string().optional(),
});
export type Check = z.infer<typeof Check>;

/** `ocelli doctor --json`. `works`: no check is a problem. */
export const DoctorReport = z.object({ works: z.boolean(), version: z.string(), checks: z.array(Check) });
export type DoctorReport = z.infer<typeof DoctorReport>;
