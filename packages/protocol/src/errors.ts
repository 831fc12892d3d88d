import { z } from 'zod';

/**
 * Every failure a client can act on, by code. The HTTP status is what REST answers with;
 * sockets and the command line carry the same code.
 */
export const errorStatus = {
  bad_request: 400,
  unauthorized: 401,
  forbidden_origin: 403,
  forbidden_host: 403,
  not_found: 404,
  conflict: 409,
  unsupported_media: 415,
  broken_media: 422,
  too_large: 413,
  too_many_pixels: 413,
  too_many_attachments: 413,
  rate_limited: 429,
  no_board: 422,
  /** Nobody was heard to say anything. */
  no_speech: 422,
  cancelled: 499,
  interrupted: 503,
  busy: 503,
  model_unavailable: 503,
  model_failed: 500,
  store_locked: 503,
  store_unavailable: 503,
  disk_full: 507,
  /** A folder of files cannot be written, or something else lies where a file belongs. */
  folder_unusable: 500,
  /** The package registry did not give what was asked: unreachable, cut off, not there, or other bytes than the pinned ones. */
  fetch_failed: 502,
  /** Nothing on this machine can fetch Python packages. */
  pip_missing: 503,
  /** It would have to be fetched, and fetching is switched off. */
  offline: 503,
  shutting_down: 503,
  timed_out: 504,
  internal: 500,
} as const;

export const ErrorCode = z.enum(Object.keys(errorStatus) as [keyof typeof errorStatus, ...(keyof typeof errorStatus)[]]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** What crosses a wire when something failed. `message` says what happened and what to do, without user content. */
export const ErrorBody = z.object({
  code: ErrorCode,
  message: z.string(),
  /** Seconds after which trying again makes sense; absent when it does not. */
  retryAfterSeconds: z.number().nonnegative().optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

const brand = Symbol.for('ocelli.error');

/** The one error class of the project: carries a code a client can switch on. Recognise it with {@link OcelliError.is}. */
export class OcelliError extends Error {
  readonly [brand] = true;
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'OcelliError';
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** Works across copies of this package, unlike `instanceof`. */
  static is(value: unknown): value is OcelliError {
    return typeof value === 'object' && value !== null && brand in value;
  }

  /** Normalises an unknown cause into a typed error, once, at the edge. The cause's text is not shown to clients. */
  static from(cause: unknown): OcelliError {
    if (OcelliError.is(cause)) return cause;
    if (cause instanceof Error && cause.name === 'AbortError') return new OcelliError('cancelled', 'The work was cancelled.', { cause });
    return new OcelliError('internal', 'Something went wrong on the server. Try again; if it stays, run "ocelli doctor".', { cause });
  }

  toBody(): ErrorBody {
    return { code: this.code, message: this.message, ...(this.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: this.retryAfterSeconds }) };
  }
}
