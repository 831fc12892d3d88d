import { createInferenceHost, type InferenceHost, type InferenceHostOptions, type InferenceHostStatus, type Senses } from '@ocelli/models';
import { OcelliError } from '@ocelli/protocol';

/**
 * The process that speaks, started when first something is to be said. It is apart from the one that looks and listens, as a sentence takes a second or more in which a
 * model can do nothing else: whoever interrupts an answer must be heard meanwhile.
 */
export class SpeakingProcess {
  readonly #options: InferenceHostOptions;
  #host: InferenceHost | undefined;
  #isClosed = false;

  constructor(options: InferenceHostOptions) {
    this.#options = options;
  }

  readonly speak: Senses['speak'] = async (text, options) => {
    if (this.#isClosed) throw new OcelliError('shutting_down', 'The server is stopping. Try again once it is back.');
    return await (this.#host ??= createInferenceHost(this.#options)).speak(text, options);
  };

  /** Whether the model is in memory. */
  get isAwake(): boolean {
    return this.#host?.status().loaded.includes('speak') ?? false;
  }

  queues(): Partial<InferenceHostStatus['queues']> {
    return this.#host ? { speak: this.#host.status().queues.speak } : {};
  }

  unload(models: readonly string[]): void {
    this.#host?.unload(models);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#host?.close();
  }
}
