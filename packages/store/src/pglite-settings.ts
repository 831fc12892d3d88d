import { PGlite } from '@electric-sql/pglite';

/** How the embedded Postgres is started. */
export const settings = [
  // -F would turn syncing off; the one method that arrives at our files (see DurableFiles) turns it on.
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
  // The write-ahead log holds what was deleted: short, and not kept for use again.
  ...['-c', 'wal_recycle=off', '-c', 'min_wal_size=32MB'],
];
