import { createHash } from 'node:crypto';
import { createReadStream, existsSync, realpathSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { ModelEntry, ModelFamily, ModelFile, PackId } from '../catalogue/model-entry.js';
import { defaultModelsDir } from './models-dir.js';

const require = createRequire(import.meta.url);
const pocketPackage = '@ocelli/pocket';

/** Folder of an installed npm package, found as Node would find it; undefined when it is not installed. */
function packageDir(name: string): string | undefined {
  return (require.resolve.paths(name) ?? []).map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, 'package.json')));
}

/** Folder of the pocket pack as installed. */
export function defaultPocketDir(): string {
  const installed = packageDir(pocketPackage);
  return installed === undefined ? fileURLToPath(new URL('../../../pocket', import.meta.url)) : realpathSync(installed);
}

/** What stands for a model of the catalogue: its files out of one pack, and which adapter reads them. */
export interface ModelForm {
  pack: PackId;
  family: ModelFamily;
  files: readonly ModelFile[];
}

/** Packs that are used where nobody says which. */
export const usualPacks: readonly PackId[] = ['pocket', 'registry'];

/** Where a model's files lie on this machine, and whether they are whole. */
export class ModelFiles {
  readonly #hashes = new Map<string, { mtimeMs: number; size: number; sha256: string }>();
  #pins: Promise<Map<string, string>> | undefined;

  constructor(
    readonly pocketDir: string = defaultPocketDir(),
    readonly modelsDir: string = defaultModelsDir(),
    /** A pack that is switched off is as good as not there. */
    readonly packs: readonly PackId[] = usualPacks,
  ) {}

  /**
   * The form in which a model is used: of those in the packs that are on, the first whose files are here, else the first. Our own graphs stand before
   * the Hub's: they are faster. Undefined when every pack that has it is off.
   */
  form({ pack, family, files, hub }: ModelEntry): ModelForm | undefined {
    const forms: ModelForm[] = [{ pack, family, files }, ...(typeof hub === 'object' ? [{ pack: 'hub' as const, family: hub.family, files: hub.files }] : [])];
    const usable = forms.filter((form) => form.pack === 'pocket' || this.packs.includes(form.pack));
    return usable.find((form) => form.files.every((file) => !('download' in file) || existsSync(this.locate(file) ?? ''))) ?? usable[0];
  }

  /** Absolute path of a file, there or not; undefined when it belongs to an npm package that is not installed. */
  locate(file: ModelFile): string | undefined {
    if ('download' in file) return join(this.modelsDir, file.folder ?? file.download, file.path);
    const folder = file.package === pocketPackage ? this.pocketDir : packageDir(file.package);
    return folder === undefined ? undefined : join(folder, file.path);
  }

  /** `ready`, or the first file that is `missing` or `broken` (its bytes are not the pinned ones). */
  async check(entry: ModelEntry): Promise<{ status: 'ready' } | { status: 'missing' | 'broken'; file: ModelFile }> {
    const form = this.form(entry);
    if (!form) return { status: 'missing', file: entry.files.find((file) => 'download' in file) ?? entry.files[0]! };
    for (const file of form.files) {
      const found = await this.hash(file);
      if (found === undefined) return { status: 'missing', file };
      const pinned = await this.pinned(file);
      if (pinned !== undefined && pinned !== found) return { status: 'broken', file };
    }
    return { status: 'ready' };
  }

  /** The hash that a file must have; undefined for a pocket file that SHA256SUMS does not name. */
  async pinned(file: ModelFile): Promise<string | undefined> {
    if (file.sha256 !== undefined) return file.sha256;
    this.#pins ??= readPins(join(this.pocketDir, 'SHA256SUMS'));
    return (await this.#pins).get(file.path);
  }

  /** The hash of a file's bytes, computed again only when its time or size changed; undefined when there is no file. */
  async hash(file: ModelFile): Promise<string | undefined> {
    const path = this.locate(file);
    const facts = path === undefined ? undefined : await stat(path).catch(() => undefined);
    if (path === undefined || !facts?.isFile()) return undefined;
    const known = this.#hashes.get(path);
    if (known && known.mtimeMs === facts.mtimeMs && known.size === facts.size) return known.sha256;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    const sha256 = hash.digest('hex');
    this.#hashes.set(path, { mtimeMs: facts.mtimeMs, size: facts.size, sha256 });
    return sha256;
  }
}

/** Lines of `sha256sum`: hash, two spaces, path. */
async function readPins(path: string): Promise<Map<string, string>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, sha256, file] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
      return sha256 && file ? [[file, sha256] as const] : [];
    }),
  );
}
