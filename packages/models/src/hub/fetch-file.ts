import { createHash, type Hash } from 'node:crypto';
import { open, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { mirrorAdvice, plain, type HubAnswer, type HubClient } from './hub-client.js';
import { hopeless, networkTrouble, passing } from './hub-trouble.js';
import type { HubFile } from './manifest.js';
import { retried } from './retried.js';

export interface FetchFileOptions {
  signal: AbortSignal;
  /** Bytes of this file that are here; goes back when they turn out to be wrong. */
  onBytes: (received: number) => void;
  /** With fewer than {@link leastBytesPerSecond} over so long, an attempt is given up. */
  stallMs: number;
  /** The first pause (ms) between two attempts; each is twice the one before. */
  pauseMs: number;
}

/** Slower than this, even the smallest model takes a day. */
const leastBytesPerSecond = 500;
/** An attempt that brought so much does not count: a connection that breaks now and then still gets there. */
const progress = 1_000_000;

/** Beside a part of a file: which version of it the server gave, so that going on with another one is noticed at once. */
const etagPath = (part: string) => `${part}.etag`;

/**
 * Fetches a file to `part`, going on where an earlier attempt or process ended, until its bytes are the pinned ones and on the disk.
 * Attempts that break off, stall, or meet a busy server are repeated, with growing pauses. Nobody else writes there meanwhile. Throws
 * `HubTrouble`, errors of the file system, or what the signal was aborted with; what arrived is kept then, unless it is wrong.
 */
export async function fetchHubFile(client: HubClient, repo: string, revision: string, file: HubFile, part: string, options: FetchFileOptions): Promise<void> {
  // "a+" makes the file or goes on with it; the folder is this process's own under the lock.
  const handle = await open(part, 'a+');
  try {
    const writing = await PartialFile.continued(handle, file);
    options.onBytes(writing.bytes);
    for (let wrong = false; ; wrong = true) {
      let before = writing.bytes;
      const advanced = () => {
        const far = writing.bytes - before >= progress;
        before = writing.bytes;
        return far;
      };
      if (writing.bytes < file.bytes) await retried(() => attemptFetch(client, repo, revision, file, part, writing, options), { ...options, advanced });
      await handle.sync();
      if (writing.digest() === file.sha256) return;
      await writing.restart();
      options.onBytes(0);
      // A part of another version, or one that a power cut left half written, may be to blame: once more, all of it.
      if (wrong) throw hopeless(`What ${client.name} gave as ${file.path} of ${repo} is not the file that Ocelli knows, so it was thrown away. Try again; if that stays: ${mirrorAdvice}`);
    }
  } finally {
    await handle.close();
  }
}

async function attemptFetch(client: HubClient, repo: string, revision: string, file: HubFile, part: string, writing: PartialFile, options: FetchFileOptions): Promise<void> {
  const what = `${file.path} of ${repo}`;
  const etag = writing.bytes === 0 ? undefined : await readFile(etagPath(part), 'utf8').catch(() => undefined);
  const range: Record<string, string> = writing.bytes === 0 ? {} : { range: `bytes=${writing.bytes}-`, ...(etag ? { 'if-range': etag } : {}) };
  const stalled = new AbortController();
  const signal = AbortSignal.any([options.signal, stalled.signal]);
  const watch = new Watch(options.stallMs, () => stalled.abort(), () => writing.bytes);
  let answer: HubAnswer | undefined;
  try {
    answer = await client.open(client.address(repo, 'resolve', revision, file.path), { repo, what, headers: range, signal });
    if (answer.status === 416) {
      await writing.restart();
      throw passing(`What was here of ${what} is not what the model hub has. It is fetched anew.`);
    }
    if (answer.status !== 200 && answer.status !== 206) throw client.trouble(answer, { repo, what });
    refuseOther(client, answer, revision, file, what);
    // A server that knows no ranges, or has another version by now, begins anew.
    if (answer.status === 200) await writing.restart();
    else if (startOf(answer) !== writing.bytes) throw hopeless(`The model hub ${client.name} gave another part of ${what} than it was asked for. ${mirrorAdvice}`);
    const version = answer.header('etag');
    if (writing.bytes === 0 && version !== undefined && !version.startsWith('W/')) await writeFile(etagPath(part), version);
    for await (const chunk of plain(answer) as AsyncIterable<Buffer>) {
      if (writing.bytes + chunk.length > file.bytes) {
        await writing.restart();
        throw hopeless(`The model hub ${client.name} sends more than ${what} has, so it was stopped. ${mirrorAdvice}`);
      }
      await writing.add(chunk);
      options.onBytes(writing.bytes);
      signal.throwIfAborted();
    }
    if (writing.bytes < file.bytes) throw passing(`The connection broke off while ${what} was fetched. Try again; what arrived is kept.`);
  } catch (cause) {
    options.signal.throwIfAborted();
    const seconds = Math.round(options.stallMs / 1000);
    if (stalled.signal.aborted) throw passing(`Hardly anything of ${what} arrived for ${seconds} s. Check the network and try again; what arrived is kept.`, cause);
    throw networkTrouble(cause, client.name, what);
  } finally {
    watch.end();
    answer?.body.destroy();
    // The file is whole, or the next attempt reads it.
    if (writing.bytes === file.bytes) await rm(etagPath(part), { force: true });
  }
}

/** Refuses by the headers what cannot be the file: another commit's, another one's, a page for people. */
function refuseOther(client: HubClient, { status, header, hubHeader }: HubAnswer, revision: string, file: HubFile, what: string): void {
  if (/\btext\/html\b/i.test(header('content-type') ?? '') && !file.path.endsWith('.html')) {
    throw hopeless(`A page for people came instead of ${what}. If this network asks for a login, log in with a browser first; else: ${mirrorAdvice}`);
  }
  const commit = hubHeader('x-repo-commit');
  const linked = hubHeader('x-linked-etag')?.replace(/^(W\/)?"|"$/g, '');
  const size = Number(hubHeader('x-linked-size') ?? file.bytes);
  const length = status === 200 && header('content-encoding') === undefined ? Number(header('content-length') ?? file.bytes) : file.bytes;
  const other = (commit !== undefined && commit !== revision) || (linked !== undefined && /^[0-9a-f]{64}$/.test(linked) && linked !== file.sha256) || size !== file.bytes || length !== file.bytes;
  if (other) throw hopeless(`The model hub ${client.name} has another ${what} than this Ocelli knows, so it was not fetched. Update Ocelli. ${mirrorAdvice}`);
}

/** Where the answer to a range begins. */
const startOf = ({ header }: HubAnswer): number => Number(/^bytes (\d+)-/.exec(header('content-range') ?? '')?.[1] ?? NaN);

/** Tells when too little has arrived over a while. */
class Watch {
  readonly #timer: NodeJS.Timeout;

  constructor(stallMs: number, onStall: () => void, bytes: () => number) {
    const samples = [bytes()];
    const perWindow = 4;
    this.#timer = setInterval(() => {
      samples.push(bytes());
      if (samples.length <= perWindow) return;
      const [first] = samples.splice(0, 1) as [number];
      if ((samples.at(-1) as number) - first < Math.max(1, (leastBytesPerSecond * stallMs) / 1000)) onStall();
    }, stallMs / perWindow);
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

/** What is here of a file, with the hash so far. */
class PartialFile {
  #hash: Hash = createHash('sha256');
  bytes = 0;

  private constructor(readonly handle: FileHandle) {}

  /** Reads what is there. */
  static async continued(handle: FileHandle, file: HubFile): Promise<PartialFile> {
    const partial = new PartialFile(handle);
    const { size } = await handle.stat();
    if (size > file.bytes) await partial.restart();
    else for await (const chunk of handle.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Buffer>) partial.#count(chunk);
    return partial;
  }

  async add(chunk: Buffer): Promise<void> {
    for (let written = 0; written < chunk.length; ) written += (await this.handle.write(chunk, written)).bytesWritten;
    this.#count(chunk);
  }

  async restart(): Promise<void> {
    await this.handle.truncate(0);
    this.#hash = createHash('sha256');
    this.bytes = 0;
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  #count(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
  }
}
