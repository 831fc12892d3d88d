import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { packTitle, type ModelFiles, type ModelDownload } from '@ocelli/models';
import { OcelliError, type Install, type Me, type ModelCard, type ModelsAction, type ModelsChange, type ModelsReport, type ModelsSettings, type ModelSpeed } from '@ocelli/protocol';
import type { ModelChoices } from './choices.js';
import { isHere, type Installs } from './installs.js';
import { fixedCards, includedInstalls, type FixedCard } from './model-cards.js';
import type { ModelSpeeds } from './model-speeds.js';

interface Parts {
  installs: Installs;
  speeds: ModelSpeeds;
  choices: ModelChoices;
  files: ModelFiles;
  downloads: readonly ModelDownload[];
  /** Runs a model to see what it takes; one at a time. */
  measure: (id: string) => Promise<ModelSpeed>;
  /** Whether models may be changed through the network interface at all. */
  mayChange: boolean;
}

/** Everything that pages are told about the machine's models, and what they may ask of them. */
export class MachineModels {
  readonly #parts: Parts;
  readonly #cards: readonly FixedCard[];
  readonly #included: ReadonlyMap<string, Install>;
  #measuring: string | null = null;
  #freeBytes: number | null = null;

  private constructor(parts: Parts, cards: readonly FixedCard[], included: ReadonlyMap<string, Install>) {
    this.#parts = parts;
    this.#cards = cards;
    this.#included = included;
  }

  static async read(parts: Parts): Promise<MachineModels> {
    const [cards, included] = await Promise.all([fixedCards(parts.files, parts.downloads), includedInstalls(parts.files)]);
    return new MachineModels(parts, cards, included);
  }

  /** All of it, after a look at the disk. */
  async report(): Promise<ModelsReport> {
    const { installs, mayChange } = this.#parts;
    await Promise.all([installs.refresh(), this.#lookAtDisk()]);
    const { models: _models, ...rest } = this.#changing();
    return { ...rest, models: this.#cards.map((card) => this.#card(card)), mayChange, fetching: installs.forbidden ?? 'allowed' };
  }

  /** What changes. */
  async change(): Promise<ModelsChange> {
    await this.#lookAtDisk();
    return this.#changing();
  }

  /** Packs as they are now: ready when all is there that comes without being asked for. */
  packs(): Me['packs'] {
    return (['pocket', 'registry', 'hub'] as const).flatMap((id) => {
      const cards = this.#cards.filter(({ pack }) => pack === id);
      if (cards.length === 0) return [];
      const damaged = cards.some((card) => this.#install(card).state === 'damaged');
      // Of a pack that is fetched only when asked for, something has to be here.
      const here = cards.some((card) => isHere(this.#install(card))) && cards.every((card) => card.when === 'asked' || isHere(this.#install(card)));
      const status = damaged ? 'broken' : here ? 'ready' : 'missing';
      return { id, title: packTitle[id], status };
    });
  }

  /** Rejects with `unauthorized` where nobody may, `not_found` for unknown ids, `offline`, `busy` (measuring), and as removing and measuring do. */
  async act({ action, ids }: ModelsAction): Promise<void> {
    this.#refuseStrangers();
    const { installs } = this.#parts;
    switch (action) {
      case 'measure':
        for (const id of ids) await this.#measure(id);
        return;
      case 'verify':
        return installs.verify(ids);
      default:
        return await installs[action](ids);
    }
  }

  /** Rejects with `unauthorized`. */
  async set({ automatic }: ModelsSettings): Promise<void> {
    this.#refuseStrangers();
    await this.#parts.installs.setAutomatic(automatic);
  }

  async #measure(id: string): Promise<void> {
    const card = this.#cards.find((one) => one.id === id);
    if (!card) throw new OcelliError('not_found', 'There is no such model.');
    if (this.#install(card).state !== 'ready') throw new OcelliError('model_unavailable', 'It is not here yet, so there is nothing to measure.');
    if (this.#measuring !== null) throw new OcelliError('busy', 'Another model is being measured. Try again in a moment.', { retryAfterSeconds: 10 });
    this.#measuring = id;
    this.#parts.installs.tell();
    try {
      await this.#parts.choices.setMeasured(id, await this.#parts.measure(id));
    } finally {
      this.#measuring = null;
      this.#parts.installs.tell();
    }
  }

  #changing(): ModelsChange {
    const models = this.#cards.map((card) => this.#card(card)).map(({ id, install, speed, measuring }) => ({ id, install, speed, measuring }));
    const diskBytes = this.#cards.reduce((total, card) => total + (card.when !== 'included' && (isHere(this.#install(card)) || this.#install(card).state === 'damaged') ? card.diskBytes : 0), 0);
    return { automatic: this.#parts.installs.automatic, diskBytes, freeBytes: this.#freeBytes, models };
  }

  #card(card: FixedCard): ModelCard {
    const { choices, speeds } = this.#parts;
    return { ...card, install: this.#install(card), speed: choices.measured(card.id) ?? speeds.of(card.id, card.tasks), measuring: this.#measuring === card.id };
  }

  #install({ id, when }: FixedCard): Install {
    return when === 'included' ? (this.#included.get(id) ?? { state: 'ready' }) : this.#parts.installs.install(id);
  }

  /** Strangers are not told. */
  async #lookAtDisk(): Promise<void> {
    if (!this.#parts.mayChange) return;
    let folder = this.#parts.files.modelsDir;
    while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
    this.#freeBytes = await statfs(folder).then(({ bavail, bsize }) => bavail * bsize, () => null);
  }

  #refuseStrangers(): void {
    if (!this.#parts.mayChange) throw new OcelliError('unauthorized', 'The models of this machine are not changed through the network without a password. Use "ocelli models" on the machine itself.');
  }
}
