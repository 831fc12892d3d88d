import { z } from 'zod';
import { mirrorAdvice, type HubClient } from './hub-client.js';
import { hopeless } from './hub-trouble.js';
import type { HubDownload } from './manifest.js';

/** A page of `GET /api/models/{repo}/tree/{revision}`; `lfs.oid` is the SHA-256 of a large file. */
const Tree = z.array(z.looseObject({ type: z.string(), path: z.string(), size: z.number().optional(), lfs: z.looseObject({ oid: z.string(), size: z.number() }).optional() }));
const mostPages = 20;

/**
 * Compares what the Hub lists of a repository with the pinned files, before megabytes travel for nothing. A Hub that lists nothing (plain
 * mirrors of files do not) is believed: the bytes decide. Throws `HubTrouble`.
 */
export async function checkListing(client: HubClient, { repo, revision, files }: HubDownload, signal: AbortSignal): Promise<void> {
  const ask = { repo, what: `the list of files of ${repo}`, signal };
  const first = client.address('api', 'models', repo, 'tree', revision);
  first.search = 'recursive=true';
  const listed = new Map<string, z.infer<typeof Tree>[number]>();
  for (let [address, page]: [URL | undefined, number] = [first, 1]; address; page++) {
    const answer = await client.json(address, ask);
    if (!answer) return;
    const { data: entries } = Tree.safeParse(answer.value);
    if (!entries || page > mostPages) throw hopeless(`The model hub ${client.name} does not list the files of ${repo} as the Hub does. ${mirrorAdvice}`);
    for (const entry of entries) listed.set(entry.path, entry);
    const next = /<([^>]+)>\s*;\s*rel="?next"?/.exec(answer.header('link') ?? '')?.[1];
    address = next !== undefined && URL.canParse(next, address.href) ? new URL(next, address) : undefined;
    // Another host's list says nothing about this one's files.
    if (address && address.origin !== first.origin) throw hopeless(`The model hub ${client.name} continues its list of files elsewhere, which was not followed. ${mirrorAdvice}`);
  }
  for (const { path, bytes, sha256 } of files) {
    const entry = listed.get(path);
    if (!entry) throw hopeless(`The model hub ${client.name} does not list ${path} of ${repo}. ${mirrorAdvice}`);
    const other = entry.lfs ? entry.lfs.oid !== sha256 || entry.lfs.size !== bytes : entry.size !== undefined && entry.size !== bytes;
    if (other) throw hopeless(`The model hub ${client.name} has another ${path} of ${repo} than this Ocelli knows, so it was not fetched. Update Ocelli. ${mirrorAdvice}`);
  }
}
