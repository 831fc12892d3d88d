import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OcelliError } from '@ocelli/protocol';
import { getTableName } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { lockFolder } from './folder-lock.js';
import { startPglite, type Pglite } from './pglite-supervisor.js';
import { prepareStatements } from './prepared-statements.js';
import * as schema from './schema.js';
import { asStoreError } from './store-errors.js';

export type Db = NodePgDatabase<typeof schema>;

export interface Database {
  db: Db;
  /** True when no other process can be writing: runs of other processes are then known to be dead. */
  exclusive: boolean;
  ping(): Promise<void>;
  /**
   * Gives the space of deleted rows in the embedded database back; `wholly` leaves no byte of them in its files, and takes longer the
   * more is kept. A Postgres sees to that by itself, in its own time.
   */
  scrub(how: { wholly: boolean }): Promise<void>;
  close(): Promise<void>;
}

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));
/** Any number, the same in every server: only one migrates at a time. */
const migrationLock = 20_261_124;
const tables = Object.values(schema).map((table) => getTableName(table)).join(', ');
const timeouts = { query_timeout: 30_000, connectionTimeoutMillis: 10_000 };

/**
 * Opens the Postgres at `url`, or the embedded one in `folder`, and brings its tables up to date. Both are spoken to through
 * node-postgres, so every query runs the same on either. The folder is this process's alone with either, because its pictures are.
 * Rejects with `store_locked` or `store_unavailable`.
 */
export async function openDatabase({ folder, url }: { folder: string; url?: string }): Promise<Database> {
  const lockedFolder = join(folder, 'database');
  // The embedded database takes the same lock, in its own process: so a server with a Postgres and one without exclude each other, too.
  const pglite: Pglite | null = url ? null : await startPglite(lockedFolder);
  const unlock = url ? await lockFolder(lockedFolder, () => void endPool()) : undefined;
  const pool = new pg.Pool(
    pglite
      ? {
          ...timeouts,
          host: pglite.socketFolder,
          port: 5432,
          user: 'postgres',
          database: 'postgres',
          // PGlite is one session: a second connection could see its queries run inside the first one's transaction.
          max: 1,
          idleTimeoutMillis: 0,
          // That session outlives connections, and with it what an earlier one prepared.
          onConnect: async (client) => void (await client.query('discard all')),
        }
      : { ...timeouts, connectionString: url, max: 10 },
  );
  if (pglite) prepareStatements(pool);
  // A connection that breaks, idle or in a transaction, is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  let ended: Promise<void> | undefined;
  const endPool = () => (ended ??= pool.end());
  const close = async () => {
    await endPool();
    await pglite?.close();
    await unlock?.();
  };
  try {
    await bringUpToDate(pool);
  } catch (cause) {
    await close();
    if (!url) throw asStoreError(cause) ?? cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OcelliError('store_unavailable', `The database that DATABASE_URL names could not be opened: ${reason}`, { cause });
  }
  return {
    db: database(pool),
    exclusive: pglite !== null,
    ping: async () => void (await pool.query('select 1')),
    scrub: async ({ wholly }) => {
      if (!pglite) return;
      // A page keeps the bytes of what was on it until it is written anew; the log, until it is out of use.
      for (const statement of [`vacuum ${wholly ? '(full)' : ''} ${tables}`, 'select pg_switch_wal()', 'checkpoint']) await pool.query(statement);
    },
    close,
  };
}

function database(pool: pg.Pool): Db {
  const db = drizzle(pool, { schema });
  // Drizzle's own never gives a connection back on which "begin" failed, so the first break would be the last thing PGlite's only one saw.
  db.transaction = async (work, config) => {
    const client = await pool.connect();
    try {
      const result = await drizzle(client, { schema }).transaction(work, config);
      client.release();
      return result;
    } catch (cause) {
      client.release(true);
      throw cause;
    }
  };
  return db;
}

async function bringUpToDate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder });
    await client.query('select pg_advisory_unlock($1)', [migrationLock]);
  } finally {
    client.release();
  }
}
