import { AnswerStatus, BoardReading, ErrorBody, ErrorCode, Evidence } from '@ocelli/protocol';
import { z } from 'zod';

/**
 * What the commands print with --json: one object a line, in the order of the pictures. `image` is a picture as it was named on
 * the command line ("-" for standard input). Everything else is as in the protocol: boxes and corners normalised after EXIF rotation.
 */
const image = z.string();

/** In place of a result: what happened, and what to do about it. */
export const ErrorLine = z.object({ error: ErrorBody, image: image.optional() });
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
});
export type Answered = z.infer<typeof Answered>;

/** A line of `ocelli ask --each --json`. */
export const AnsweredLine = z.union([Answered.extend({ image }), ErrorLine.required()]);
export type AnsweredLine = z.infer<typeof AnsweredLine>;

/** `ocelli read-board --json`: the largest board of a picture, and every board found in it, largest first. */
export const BoardsRead = BoardReading.extend({ boards: z.array(BoardReading).min(1), image });
export type BoardsRead = z.infer<typeof BoardsRead>;

/** A line of `ocelli read-board --json`; the error's code is `no_board` when the picture shows none. */
export const BoardLine = z.union([BoardsRead, ErrorLine.required()]);
export type BoardLine = z.infer<typeof BoardLine>;

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
