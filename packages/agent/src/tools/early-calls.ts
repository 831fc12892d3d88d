import type { ToolReport } from './define-tool.js';

/** A call that was begun: since when (`performance.now()`), and what comes of it. */
export interface BegunCall {
  startedAt: number;
  report: Promise<ToolReport>;
}

/**
 * Tool calls that are sure to come, begun before the agent asks for them: what it takes to get to its first call (milliseconds of this
 * process) passes while models look. Each is handed to the first who asks for the same; who asks for another begins that one.
 */
export class EarlyCalls {
  readonly #tools = new Map<string, (input: unknown) => { key: string; run(): Promise<ToolReport> }>();
  readonly #begun = new Map<string, BegunCall>();

  /** Makes a tool known. `parse` throws where the input is not for it. */
  offer<Input>(name: string, parse: (input: unknown) => Input, run: (input: Input) => Promise<ToolReport> | ToolReport): void {
    this.#tools.set(name, (given) => {
      const input = parse(given);
      return { key: keyOf(name, input), run: async () => run(input) };
    });
  }

  begin(name: string, input: unknown): void {
    const call = this.#tools.get(name)?.(input);
    if (!call || this.#begun.has(call.key)) return;
    const report = call.run();
    // Whoever takes it sees a failure; where nobody does, nobody needs to.
    report.catch(() => undefined);
    this.#begun.set(call.key, { startedAt: performance.now(), report });
  }

  /** The call that was begun with such input, once. */
  take(name: string, input: unknown): BegunCall | undefined {
    const key = keyOf(name, input);
    const call = this.#begun.get(key);
    this.#begun.delete(key);
    return call;
  }
}

const keyOf = (name: string, input: unknown) => JSON.stringify([name, input]);
