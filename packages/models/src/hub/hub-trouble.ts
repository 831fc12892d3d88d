import { OcelliError } from '@ocelli/protocol';

/** What kept one attempt from its end, and whether another makes sense. */
export class HubTrouble extends Error {
  /**
   * @param error what a person is told when it stays.
   * @param again after how many seconds at least it may go better; undefined when it will not.
   */
  constructor(
    readonly error: OcelliError,
    readonly again?: number,
  ) {
    super(error.message, { cause: error.cause });
    this.name = 'HubTrouble';
  }
}

/** Seconds after which a network may be back. */
const soon = 30;

const failed = (message: string, options: { cause?: unknown; retryAfterSeconds?: number } = {}) => new OcelliError('fetch_failed', message, options);

/** It cannot become right by asking again. */
export const hopeless = (message: string, cause?: unknown) => new HubTrouble(failed(message, { cause }));
/** The same a moment later may go well. */
export const passing = (message: string, cause?: unknown) => new HubTrouble(failed(message, { cause, retryAfterSeconds: soon }), 0);

/** What a status other than success means for `what` of `repo`. Names of headers in small letters. */
export function statusTrouble(status: number, header: (name: string) => string | undefined, { hub, repo, what, hasToken }: { hub: string; repo: string; what: string; hasToken: boolean }): HubTrouble {
  const code = header('x-error-code');
  if (status === 429 || status === 408 || status >= 500) {
    const seconds = retryAfter(header('retry-after'));
    const how = status === 429 ? 'is asked too much by this network' : `has trouble (${status})`;
    return new HubTrouble(failed(`The model hub ${hub} ${how} and did not give ${what}. Try again later.`, { retryAfterSeconds: seconds ?? soon }), seconds ?? 0);
  }
  if (code === 'GatedRepo') {
    return hopeless(`${repo} is given only to people who accepted its terms. Accept them at ${hub}/${repo}, and put a token of your account into HF_TOKEN.`);
  }
  if (status === 401 || status === 403 || status === 407) {
    return hopeless(`The model hub ${hub}, or the proxy before it, refused to give ${what} (${status}). ${hasToken ? 'Check HF_TOKEN' : 'If it asks for a login, set HF_TOKEN'}, and HTTPS_PROXY.`);
  }
  if (status === 404 || status === 410) {
    const lacks = code === 'RepoNotFound' ? `has no ${repo}` : code === 'RevisionNotFound' ? `does not have ${repo} at the known commit` : `does not have ${what}`;
    return hopeless(`The model hub ${hub} ${lacks}. If OCELLI_HUB or HF_ENDPOINT names a mirror, let it fetch ${repo}, or name another.`);
  }
  return hopeless(`The model hub ${hub} did not give ${what}: it answered ${status}. If OCELLI_HUB or HF_ENDPOINT names a mirror, ask who keeps it, or name another.`);
}

/** Seconds from either form of Retry-After (RFC 9110). */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d{1,7}$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_SSL|EPROTO/;
const unreachable = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

/** What the network said. Causes that are none of the network's are returned as they are. */
export function networkTrouble(cause: unknown, hub: string, what: string): unknown {
  if (cause instanceof HubTrouble || OcelliError.is(cause) || !(cause instanceof Error)) return cause;
  const code = codeOf(cause);
  if (code === undefined || ('syscall' in cause && 'path' in cause)) return cause;
  if (certificate.test(code)) {
    return hopeless(`There is no safe connection to ${hub}. Name your network's certificates in NODE_EXTRA_CA_CERTS, or set OCELLI_HUB to a mirror.`, cause);
  }
  if (unreachable.has(code)) {
    return passing(`The model hub ${hub} cannot be reached. Check the network and HTTPS_PROXY, or set OCELLI_HUB to a mirror.`, cause);
  }
  if (code === 'ETIMEDOUT') return passing(`Nothing of ${what} arrived for a while. Check the network and try again; what arrived is kept.`, cause);
  if (/^(HPE_|ECONN|EPIPE|ERR_STREAM|ERR_HTTP|Z_)/.test(code)) return passing(`The connection broke off while ${what} was fetched. Try again; what arrived is kept.`, cause);
  return cause;
}

function codeOf(cause: Error): string | undefined {
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return cause.cause instanceof Error ? codeOf(cause.cause) : undefined;
}
