import type { InferenceEvent, InferenceHostStatus } from '@ocelli/models';
import type { ErrorCode, ListeningOutcome, RunStatus } from '@ocelli/protocol';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What Prometheus scrapes. Labels come from closed lists, never from what people write. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #turns = this.#counter('ocelli_turns_total', 'Answers by how they ended.', ['status']);
  readonly #errors = this.#counter('ocelli_errors_total', 'Errors told to clients, by code and by where.', ['code', 'where']);
  readonly #firstText = this.#histogram('ocelli_time_to_first_token_seconds', 'From the arrival of a question to the first word of its answer sent.', [0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 2, 5, 10, 30]);
  readonly #fullAnswer = this.#histogram('ocelli_answer_seconds', 'From the arrival of a question to the end of its answer.', [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 180]);
  readonly #tokens = this.#counter('ocelli_answer_tokens_total', 'Pieces of text streamed, as the agent produced them.', []);
  readonly #tokenRate = this.#histogram('ocelli_answer_tokens_per_second', 'Pieces of text per second of an answer, first to last.', [1, 5, 10, 20, 50, 100, 200, 500, 1000]);
  readonly #running = new Gauge({ name: 'ocelli_turns_running', help: 'Answers in the making.', registers: [this.#registry] });
  readonly #taskSeconds = this.#histogram('ocelli_inference_seconds', 'What models took, by task, without waiting.', [0.01, 0.03, 0.1, 0.2, 0.5, 1, 2, 5, 20], ['task']);
  readonly #tasks = this.#counter('ocelli_inference_total', 'Requests to models by task and outcome.', ['task', 'outcome']);
  readonly #deaths = this.#counter('ocelli_inference_process_deaths_total', 'How often the inference process died.', []);
  readonly #modelFetches = this.#counter('ocelli_model_fetches_total', 'Models fetched, by model and outcome: ok, or the code of the failure.', ['model', 'outcome']);

  readonly #listened = this.#counter('ocelli_spoken_questions_total', 'Spoken questions by how they ended: what ended them, or the code of the failure.', ['outcome']);
  readonly #lastWords = this.#histogram('ocelli_last_words_seconds', 'From the decision that a speaker is done to the words of the whole question.', [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 5]);

  readonly #firstSounds = this.#histogram('ocelli_first_sound_seconds', 'From the arrival of what is to be spoken to its first sound.', [0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 5, 10, 30]);
  readonly #spoken = this.#counter('ocelli_spoken_total', 'What was to be spoken, by outcome: made, kept from before, or the code of the failure.', ['outcome']);
  readonly #spokenSeconds = this.#counter('ocelli_spoken_seconds_total', 'Seconds of speech made.', []);

  /** @param queues asked at every scrape. */
  constructor(queues: () => InferenceHostStatus['queues']) {
    // The histogram of the delay counts its own resolution in: a coarse one would hide what is measured.
    collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: 2 });
    new Gauge({
      name: 'ocelli_inference_queue_depth',
      help: 'Requests waiting for a model, by task.',
      labelNames: ['task'],
      registers: [this.#registry],
      collect() {
        for (const [task, { waiting }] of Object.entries(queues())) this.set({ task }, waiting);
      },
    });
  }

  turnStarted(): void {
    this.#running.inc();
  }

  /** Times in seconds; `tokens` pieces of text were streamed within `streamed`. */
  turnEnded({ status, total, tokens, streamed }: { status: Exclude<RunStatus, 'running'>; total: number; tokens: number; streamed: number }): void {
    this.#running.dec();
    this.#turns.inc({ status });
    this.#fullAnswer.observe(total);
    this.#tokens.inc(tokens);
    if (tokens > 1 && streamed > 0) this.#tokenRate.observe(tokens / streamed);
  }

  firstText(seconds: number): void {
    this.#firstText.observe(seconds);
  }

  failed(code: ErrorCode, where: 'rest' | 'socket' | 'run'): void {
    this.#errors.inc({ code, where });
  }

  /** `model` is of the manifest. */
  modelFetched(model: string, outcome: 'ok' | ErrorCode): void {
    this.#modelFetches.inc({ model, outcome });
  }

  listened(outcome: ListeningOutcome, seconds: number): void {
    this.#listened.inc({ outcome: outcome.phase === 'heard' ? outcome.endedBy : outcome.error.code });
    if (outcome.phase === 'heard') this.#lastWords.observe(seconds);
  }

  firstSound(seconds: number): void {
    this.#firstSounds.observe(seconds);
  }

  /** `seconds` of sound were made for it. */
  spoke(outcome: 'made' | 'kept' | ErrorCode, seconds: number): void {
    this.#spoken.inc({ outcome });
    this.#spokenSeconds.inc(seconds);
  }

  inference(event: InferenceEvent): void {
    if (event.type === 'process-died') this.#deaths.inc();
    if (event.type !== 'task') return;
    this.#tasks.inc({ task: event.task, outcome: event.outcome });
    if (event.outcome === 'ok') this.#taskSeconds.observe({ task: event.task }, event.ranMs / 1000);
  }

  async scrape(): Promise<{ contentType: string; body: string }> {
    return { contentType: this.#registry.contentType, body: await this.#registry.metrics() };
  }

  #counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #histogram(name: string, help: string, buckets: number[], labelNames: string[] = []): Histogram {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.#registry] });
  }
}
