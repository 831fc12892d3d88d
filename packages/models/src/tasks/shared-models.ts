/** Something loaded that gives back what it holds. */
interface Disposable {
  dispose(): Promise<void>;
}

interface Shared {
  opening: Promise<Disposable>;
  users: number;
}

/** Models that more than one task takes (a detector that also helps to embed): each is in memory once, until its last user lets go. */
export class SharedModels {
  readonly #shared = new Map<string, Shared>();

  /** The model `id`, opened by `open` unless another user holds it. Its `dispose` ends this use only. */
  async use<Model extends Disposable>(id: string, open: () => Promise<Model>): Promise<Model> {
    const shared = this.#shared.get(id) ?? { opening: open(), users: 0 };
    this.#shared.set(id, shared);
    shared.users++;
    let released = false;
    const release = async () => {
      if (released) return;
      released = true;
      if (--shared.users > 0) return;
      if (this.#shared.get(id) === shared) this.#shared.delete(id);
      await (await shared.opening.catch(() => undefined))?.dispose();
    };
    try {
      const model = (await shared.opening) as Model;
      return Object.assign(Object.create(model) as Model, { dispose: release });
    } catch (cause) {
      await release();
      throw cause;
    }
  }
}
