import { closeSync, openSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** Of Emscripten's file system that PGlite runs on, what is needed to make it sync (emscripten.org/docs/api_reference/Filesystem-API.html). */
interface Emscripten {
  FS: { filesystems: { NODEFS: { realPath(node: unknown): string; stream_ops: { fsync?: (stream: { nfd?: number; node: unknown }) => number } } } };
}

/**
 * PGlite's files in a folder, truly written to the disk when Postgres asks for it. PGlite's own file system ignores that, and then
 * a power cut may leave a database that cannot be opened, or lose what was acknowledged. Needs `wal_sync_method=fsync`: the
 * calls of the other methods do not arrive here.
 */
export class DurableFiles extends NodeFS {
  readonly #sync: (fd: number) => void;

  /** @param sync must not throw: PGlite would go on as if nothing had happened. */
  constructor(folder: string, sync: (fd: number) => void) {
    super(folder);
    this.#sync = sync;
  }

  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const syncing = (module: unknown) => {
      const { NODEFS } = (module as Emscripten).FS.filesystems;
      NODEFS.stream_ops.fsync = ({ nfd, node }) => {
        // Folders have no descriptor there; syncing one makes the names in it last.
        const fd = nfd ?? openSync(NODEFS.realPath(node), 'r');
        try {
          this.#sync(fd);
        } finally {
          if (nfd === undefined) closeSync(fd);
        }
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), syncing] } };
  }
}
