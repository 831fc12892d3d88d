import { registryDownloads, type RegistryDownload } from '@ocelli/models';
import { downloadOf, makeWheel, noise, PackageIndex, type Fault } from '../../../packages/models/test-support/package-index.js';

export type { Fault };

/** Bytes of each wheel. */
export const wheelBytes = 200_000;

/** A package index of a test's own, with small wheels in place of the real ones: the same ids, titles and order. */
export class SmallRegistry {
  private constructor(
    readonly index: PackageIndex,
    readonly downloads: readonly RegistryDownload[],
  ) {}

  static async start(): Promise<SmallRegistry> {
    const index = await PackageIndex.start();
    const downloads = await Promise.all(
      registryDownloads.map(async ({ id, title, gives, when }) => {
        const names = id === 'whisper-tiny-en' ? [`${id}-1`, `${id}-2`] : [`${id}-1`];
        const parts = names.map((name): [string, string, Buffer] => [name, 'data/part.bin', noise(wheelBytes)]);
        const wheels = await Promise.all(parts.map(([name, member, body]) => makeWheel(name, { [member]: body })));
        index.add(...wheels);
        return { ...downloadOf(id, wheels, { 'model.bin': parts }), title, gives, when };
      }),
    );
    return new SmallRegistry(index, downloads);
  }

  /** The wheels of a download, in order. */
  wheelsOf(id: string): string[] {
    return this.downloads.find((one) => one.id === id)!.requirements.map(({ name }) => name);
  }

  /** Lets this happen to all wheels of these downloads. */
  fault(fault: Fault, ...ids: string[]): void {
    for (const name of ids.flatMap((id) => this.wheelsOf(id))) this.index.faults.set(name, fault);
  }
}
