import type { SearchResults } from '@ocelli/protocol';
import { Attachments } from './attachments.js';
import { BoardCorrections } from './board-corrections.js';
import { Conversations } from './conversations.js';
import { openDatabase } from './database.js';
import { Deletion } from './deletion.js';
import { searchHistory } from './history-search.js';
import { NewPictures } from './new-pictures.js';
import { Perceptions } from './perceptions.js';
import { PictureFiles } from './picture-files.js';
import { Recordings } from './recordings.js';
import { RunLogs } from './run-logs.js';
import { asStoreError } from './store-errors.js';
import { Turns } from './turns.js';

export interface StoreOptions {
  /** Everything lives below it: the embedded database and the pictures. */
  folder: string;
  /** A Postgres instead of the embedded database. */
  databaseUrl?: string;
}

export interface Store {
  attachments: Attachments;
  boardCorrections: BoardCorrections;
  conversations: Conversations;
  deletion: Deletion;
  perceptions: Perceptions;
  pictures: PictureFiles;
  recordings: Recordings;
  runLogs: RunLogs;
  turns: Turns;
  search(ownerId: string, query: string): Promise<SearchResults['hits']>;
  /** True when no other process can be writing. */
  exclusive: boolean;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens what Ocelli remembers: brings the tables up to date and sweeps what an earlier process left behind. Rejects with
 * `store_locked` (another process has the folder), `store_unavailable` or `disk_full`.
 */
export async function openStore({ folder, databaseUrl }: StoreOptions): Promise<Store> {
  const database = await openDatabase({ folder, url: databaseUrl });
  try {
    const { db } = database;
    const pictures = await PictureFiles.open(folder);
    const newPictures = new NewPictures();
    const attachments = new Attachments(db, newPictures);
    const deletion = new Deletion(db, { attachments, files: pictures, newPictures, scrub: database.scrub });
    await deletion.sweep();
    return {
      attachments,
      boardCorrections: new BoardCorrections(db),
      conversations: new Conversations(db),
      deletion,
      perceptions: new Perceptions(db),
      pictures,
      recordings: new Recordings(db),
      runLogs: new RunLogs(db),
      turns: new Turns(db, newPictures),
      search: (ownerId, query) => searchHistory(db, ownerId, query),
      exclusive: database.exclusive,
      ping: database.ping,
      close: database.close,
    };
  } catch (cause) {
    await database.close();
    throw asStoreError(cause) ?? cause;
  }
}
