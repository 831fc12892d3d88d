import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readModelSettings, type ModelSettings } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';
import { z } from 'zod';

/** With the models' own settings, which the command line shares: OCELLI_MODELS, OCELLI_PACKS, OCELLI_OFFLINE; OCELLI_HUB is read by what fetches. */
export interface ServerConfig extends ModelSettings {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** Everything that is remembered lives below it. */
  dataFolder: string;
  /** A Postgres instead of the embedded database. */
  databaseUrl?: string;
  /** Asked from everybody, when set. */
  password?: string;
  /** Listening beyond this machine without a password was asked for explicitly. */
  allowPublic: boolean;
  /** Names, besides this machine's own, under which browsers may reach the server. */
  allowedHosts: string[];
  /** Origins, besides the server's own, whose pages may use it (a development server). */
  allowedOrigins: string[];
  /** Cookies travel over https only. */
  secureCookies: boolean;
  /** Of one browser; four times as many from one address. */
  turnsPerMinute: number;
  /** Everything that one owner's sockets may ask. */
  eventsPerMinute: number;
  uploadsPerMinute: number;
  /** Where models run; the best that works when absent. */
  device?: string;
  /** Words of an answer that may appear in a second; as fast as they come when absent. */
  wordsPerSecond?: number;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** The exported web app. */
  webFolder: string;
  version: string;
}

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((part) => part.trim()).filter(Boolean));
const flag = z
  .enum(['', '0', '1', 'false', 'true', 'no', 'yes'])
  .default('')
  .transform((word) => word === '1' || word === 'true' || word === 'yes');
const perMinute = (usual: number) => z.coerce.number().int().min(1).max(100_000).default(usual);

const Environment = z.object({
  OCELLI_HOST: z.string().min(1).default('127.0.0.1'),
  OCELLI_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  OCELLI_DATA: z.string().min(1).optional(),
  XDG_DATA_HOME: z.string().optional(),
  DATABASE_URL: z.string().min(1).optional(),
  OCELLI_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  OCELLI_ALLOW_PUBLIC: flag,
  OCELLI_ALLOWED_HOSTS: list,
  OCELLI_ALLOWED_ORIGINS: list,
  OCELLI_SECURE_COOKIES: flag,
  OCELLI_TURNS_PER_MINUTE: perMinute(60),
  OCELLI_EVENTS_PER_MINUTE: perMinute(1_200),
  OCELLI_UPLOADS_PER_MINUTE: perMinute(120),
  OCELLI_DEVICE: z.string().optional(),
  OCELLI_WORDS_PER_SECOND: z.coerce.number().positive().max(100_000).optional(),
  OCELLI_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/**
 * Reads the configuration; nothing else in the project looks at the environment of the server. Throws `bad_request`, saying
 * which variable is wrong and what it may be.
 */
export function readConfig(env: Record<string, string | undefined>): ServerConfig {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const what = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new OcelliError('bad_request', `The configuration is wrong. ${what}`);
  }
  const set = parsed.data;
  const config: ServerConfig = {
    ...readModelSettings(env),
    host: set.OCELLI_HOST,
    port: set.OCELLI_PORT ?? set.PORT ?? 3000,
    dataFolder: resolve(set.OCELLI_DATA ?? defaultDataFolder(set.XDG_DATA_HOME)),
    databaseUrl: set.DATABASE_URL,
    password: set.OCELLI_PASSWORD,
    allowPublic: set.OCELLI_ALLOW_PUBLIC,
    allowedHosts: set.OCELLI_ALLOWED_HOSTS.map((name) => name.toLowerCase()),
    allowedOrigins: set.OCELLI_ALLOWED_ORIGINS,
    secureCookies: set.OCELLI_SECURE_COOKIES,
    turnsPerMinute: set.OCELLI_TURNS_PER_MINUTE,
    eventsPerMinute: set.OCELLI_EVENTS_PER_MINUTE,
    uploadsPerMinute: set.OCELLI_UPLOADS_PER_MINUTE,
    device: set.OCELLI_DEVICE,
    wordsPerSecond: set.OCELLI_WORDS_PER_SECOND,
    logLevel: set.OCELLI_LOG_LEVEL,
    webFolder: fileURLToPath(new URL('../../web/out', import.meta.url)),
    version: packageVersion(),
  };
  refuseCarelessListening(config);
  return config;
}

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name.endsWith('.localhost') || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'));
}

/** Throws `unauthorized` when the network could come in without a password and nobody said that it may. */
export function refuseCarelessListening({ host, password, allowPublic }: Pick<ServerConfig, 'host' | 'password' | 'allowPublic'>): void {
  if (isLoopback(host) || password || allowPublic) return;
  throw new OcelliError(
    'unauthorized',
    `Listening on ${host} would let everybody on the network in. Set OCELLI_PASSWORD, or OCELLI_ALLOW_PUBLIC=1 if that is what you want.`,
  );
}

/**
 * Whether pages may change the models of this machine. They belong to whoever runs it: with a password, whoever is in; without one, only who
 * sits at it, so that neither a public server nor one behind a proxy's name lets strangers fill or empty its disk.
 */
export function mayChangeModels({ host, password, allowedHosts }: Pick<ServerConfig, 'host' | 'password' | 'allowedHosts'>): boolean {
  return password !== undefined || (isLoopback(host) && allowedHosts.length === 0);
}

function defaultDataFolder(xdgDataHome: string | undefined): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'ocelli');
  return join(xdgDataHome || join(homedir(), '.local', 'share'), 'ocelli');
}

function packageVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;
}
