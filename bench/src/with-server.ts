import { startServer, type RunningServer } from './running-server.js';
import { inTemporaryFolder } from './temporary-folder.js';
import { Visitor } from './visitor.js';

/** Runs `work` with a fresh server and one visitor, both gone afterwards. `folder` is empty and for `work` alone. */
export async function withServer<T>(work: (parts: { url: string; visitor: Visitor; folder: string; memory: RunningServer['memory'] }) => Promise<T>): Promise<T> {
  return await inTemporaryFolder(async (data) =>
    inTemporaryFolder(async (folder) => {
      const server = await startServer(data);
      try {
        const visitor = await Visitor.arrive(server.url);
        try {
          return await work({ url: server.url, visitor, folder, memory: server.memory });
        } finally {
          visitor.leave();
        }
      } finally {
        await server.stop();
      }
    }),
  );
}
