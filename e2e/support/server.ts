import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SmallRegistry } from '../../apps/server/test-support/small-registry.js';
import { Line } from './line.js';

const withSmallModels = fileURLToPath(new URL('../../apps/server/test-support/serve-small-models.mjs', import.meta.url));
const program = fileURLToPath(new URL('../../apps/cli/bin/ocelli.js', import.meta.url));

export interface ServerSettings {
  /** Pace of answers, so that there is time for something to happen in the middle of one; as fast as they come when absent. */
  wordsPerSecond?: number;
  /** Of the registry pack nothing is there. */
  withoutModels?: boolean;
  /** Names under which it may be reached. */
  allowedHosts?: string;
  /** Small models can be fetched, and none of them is there; each of their packages travels at so many bytes a second. */
  modelBytesPerSecond?: number;
}

/** The production server, run as a user runs it, with a data folder of its own. It can be killed and started again. */
export class ServerUnderTest {
  readonly #settings: ServerSettings;
  /** What the browser reaches it through. */
  line!: Line;
  /** What small models are fetched from, where the settings ask for them. */
  registry: SmallRegistry | undefined;
  #dataFolder = '';
  #port = 0;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(settings: ServerSettings) {
    this.#settings = settings;
  }

  static async start(settings: ServerSettings): Promise<ServerUnderTest> {
    const server = new ServerUnderTest(settings);
    server.#dataFolder = await mkdtemp(join(tmpdir(), 'ocelli-e2e-'));
    server.line = await Line.to(() => server.#port);
    if (settings.modelBytesPerSecond !== undefined) {
      server.registry = await SmallRegistry.start();
      server.registry.fault({ kind: 'slow', bytesPerSecond: settings.modelBytesPerSecond }, ...server.registry.downloads.map(({ id }) => id));
    }
    try {
      await server.start();
      return server;
    } catch (cause) {
      await server.close();
      throw cause;
    }
  }

  /** The latest of what it wrote: warnings and errors. */
  get log(): string {
    return this.#output;
  }

  get url(): string {
    return this.line.url;
  }

  /** Starts it where it ran before, with what it had stored. */
  async start(): Promise<void> {
    const { wordsPerSecond, withoutModels, allowedHosts } = this.#settings;
    this.#output = '';
    const { registry } = this;
    const child = spawn(process.execPath, registry ? [withSmallModels] : [program, 'serve'], {
      env: {
        PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR,
        OCELLI_DATA: this.#dataFolder, OCELLI_PORT: String(this.#port), OCELLI_LOG_LEVEL: 'warn',
        // Nothing arrives in the middle of a test.
        OCELLI_OFFLINE: '1',
        // The tests ask faster than people do.
        OCELLI_TURNS_PER_MINUTE: '10000', OCELLI_UPLOADS_PER_MINUTE: '10000',
        ...(registry ? { OCELLI_OFFLINE: '0', SMALL_MODELS: JSON.stringify({ downloads: registry.downloads, env: registry.index.env, retrySeconds: 600 }) } : {}),
        ...(withoutModels || registry ? { OCELLI_MODELS: join(this.#dataFolder, 'models') } : {}),
        ...(allowedHosts ? { OCELLI_ALLOWED_HOSTS: allowedHosts } : {}),
        ...(wordsPerSecond ? { OCELLI_WORDS_PER_SECOND: String(wordsPerSecond) } : {}),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      const listen = (text: string): void => {
        this.#output = (this.#output + text).slice(-16_000);
        const port = /Ocelli is ready: http:\/\/localhost:(\d+)/.exec(this.#output)?.[1];
        if (!port) return;
        this.#port = Number(port);
        resolve();
      };
      child.stdout?.setEncoding('utf8').on('data', listen);
      child.stderr?.setEncoding('utf8').on('data', listen);
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${this.#output}`)));
    });
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it as an update would. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async close(): Promise<void> {
    this.line.close();
    await this.stop();
    await this.registry?.index.stop();
    await rm(this.#dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}
