import { listening, readingAloud } from '@ocelli/protocol';
import type { Bench } from './bench.js';
import { samplePictures, unseenCopies } from './sample-pictures.js';
import { SpeakingPage } from './speech/speaking-page.js';
import { median, quantile } from './statistics.js';
import type { Visitor } from './visitor.js';
import { withServer } from './with-server.js';

const answers = 32;
/** Nobody says a question in less, the silence that ends it counted in; meanwhile the server looks at its picture to know which words are likely. */
const speakingSeconds = 2;
const bytesPerSecond = 2 * readingAloud.sampleRateHz;
/** Where the first thing that is worth saying ends: a sentence, or a line. */
const firstEnd = /[.!?:]["”*)\]]*(?=\s)|\n/;

/** Milliseconds from the transcript's being sent, and how the sound came. */
interface Heard {
  firstToken: number;
  firstSentence: number;
  asked: number;
  firstSound: number;
  /** Silence that a listener hears because a piece is not there yet. */
  gaps: number;
  /** Seconds of sound, and the milliseconds from asking for it to its last piece. */
  seconds: number;
  made: number;
}

export const readingAloudBench: Bench = {
  name: 'reading-aloud',
  what: 'from the transcript of a question to the first sound of its answer, and from interrupting to a free voice; through a real socket to a real server',
  run: (say, { questions = answers }) =>
    withServer(async ({ url, visitor }) => {
      const speech = new Listener(url, visitor.cookie);
      say('loading the voice');
      await speech.warm();
      const samples = await samplePictures(visitor);
      const page = await SpeakingPage.open(url, visitor.cookie);
      const rows: (string | number)[][] = [];
      const all: Record<Way, Heard[]> = { aloud: [], 'in writing': [] };
      const each = Math.ceil(questions / samples.length);
      for (const sample of samples) {
        say(`${sample.id}: ${sample.question}`);
        // One more, whose models have to be loaded.
        const copies = await unseenCopies(sample, 2 * each + 1);
        const pictures: string[] = [];
        for (const copy of copies) pictures.push((await visitor.upload(copy, `${sample.id}.png`)).id);
        await ask(visitor, speech, sample.question, pictures.pop()!);
        const heard: Record<Way, Heard[]> = { aloud: [], 'in writing': [] };
        for (const [at, picture] of pictures.entries()) {
          const way = at % 2 === 0 ? 'aloud' : 'in writing';
          // What is said does not matter here, only that somebody may be speaking for so long.
          if (way === 'aloud') await page.say(new Int16Array(speakingSeconds * listening.sampleRateHz), { pictures: [picture], endsBy: 'told', pace: 'real time' });
          heard[way].push(await ask(visitor, speech, sample.question, picture));
        }
        for (const way of ways) {
          all[way].push(...heard[way]);
          rows.push([sample.id, way, heard[way].length, ...columnsOf(heard[way])]);
        }
        say(`first sound after ${Math.round(median(heard.aloud.map(({ firstSound }) => firstSound)))} ms`);
      }
      page.close();
      for (const way of ways) rows.push(['all', way, all[way].length, ...columnsOf(all[way])]);
      say('interrupting');
      const { told, free } = await interrupt(speech, Math.ceil(questions / 2));
      const both = [...all.aloud, ...all['in writing']];
      const late = both.filter(({ gaps }) => gaps > 50).length;
      const ratio = both.reduce((sum, { made }) => sum + made / 1000, 0) / both.reduce((sum, { seconds }) => sum + seconds, 0);
      return {
        columns: ['picture', 'asked', 'answers', ...steps.flatMap(([name]) => [`${name}, p50`, 'p95'])],
        rows,
        promises: [
          { what: 'from the transcript of a spoken question to the first sound, p95', value: quantile(all.aloud.map(({ firstSound }) => firstSound), 0.95), limit: { most: 1_200 }, unit: 'ms' },
          { what: 'from interrupting to the server’s having called it off, p95', value: quantile(told, 0.95), limit: { most: 200 }, unit: 'ms' },
        ],
        notes: [
          `pictures not seen before; asked aloud: for ${speakingSeconds} s before that somebody spoke, while the picture is looked at`,
          `models and voice warm; milliseconds from sending the transcript; the first sentence or line is asked for as soon as it is there, and is spoken in ${readingAloud.sampleRateHz / 1000} kHz`,
          `a listener hears a gap of more than 50 ms in ${late} of ${both.length} answers; making a second of sound takes ${ratio.toFixed(2)} s, first sound and waiting included`,
          `after ${told.length} interruptions in the middle of a long answer, the first sound of something else comes in ${Math.round(quantile(free, 0.5))} ms (p50), ${Math.round(quantile(free, 0.95))} ms (p95): the piece that is being made is made to its end`,
        ],
      };
    }),
};

const ways = ['aloud', 'in writing'] as const;
type Way = (typeof ways)[number];

const steps: readonly (readonly [string, (heard: Heard) => number])[] = [
  ['first token', ({ firstToken }) => firstToken],
  ['first sentence', ({ firstSentence }) => firstSentence],
  ['first sound', ({ firstSound }) => firstSound],
  ['of that, the voice', ({ firstSound, asked }) => firstSound - asked],
];

const columnsOf = (heard: readonly Heard[]): number[] => steps.flatMap(([, step]) => [quantile(heard.map(step), 0.5), quantile(heard.map(step), 0.95)]);

/** Asks as a transcript does, and listens to the beginning of the answer. */
async function ask(visitor: Visitor, speech: Listener, question: string, pictureId: string): Promise<Heard> {
  const turn = visitor.ask(question, pictureId);
  await turn.accepted;
  let over = false;
  void turn.ended.then(() => (over = true));
  const text = () => turn.events.map(({ event }) => (event.type === 'text' ? event.delta : '')).join('');
  let first: RegExpExecArray | null = null;
  while (!(first = firstEnd.exec(text())) && !over) await new Promise((resolve) => setImmediate(resolve));
  const markdown = first ? text().slice(0, first.index + first[0].length) : text();
  const asked = performance.now();
  const sound = await speech.hear(markdown);
  await turn.ended;
  return {
    firstToken: (turn.firstWordAt() ?? asked) - turn.sentAt,
    firstSentence: asked - turn.sentAt,
    asked: asked - turn.sentAt,
    firstSound: sound.firstAt - turn.sentAt,
    gaps: sound.gaps,
    seconds: sound.seconds,
    made: sound.made,
  };
}

async function interrupt(speech: Listener, times: number): Promise<{ told: number[]; free: number[] }> {
  const [told, free]: [number[], number[]] = [[], []];
  for (let round = 0; round < times; round++) {
    const before = await speech.calledOff();
    const abort = new AbortController();
    await speech.begin(`In round ${round}, a large brown horse looks over a wooden fence, and a small child feeds it with grass. Behind them, two more horses stand beside a barn that is red. It is a sunny day, and nobody is in a hurry. The grass is high. The barn has two doors.`, abort.signal);
    // At different moments of what is being made.
    await new Promise((resolve) => setTimeout(resolve, 40 * (round % 10)));
    const at = performance.now();
    abort.abort();
    while ((await speech.calledOff()) === before) await new Promise((resolve) => setTimeout(resolve, 2));
    told.push(performance.now() - at);
    free.push((await speech.hear(`Round ${round}.`)).firstAt - at);
  }
  return { told, free };
}

/** A page that has answers spoken. */
class Listener {
  readonly #url: string;
  readonly #cookie: string;
  #asked = 0;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  async warm(): Promise<void> {
    await (await fetch(`${this.#url}/api/voices?warm`, { headers: { cookie: this.#cookie } })).arrayBuffer();
    await this.hear('This is the voice.');
  }

  async hear(markdown: string): Promise<{ firstAt: number; gaps: number; seconds: number; made: number }> {
    const askedAt = performance.now();
    const reader = (await this.#ask(markdown)).getReader();
    let [firstAt, bytes, gaps] = [0, 0, 0];
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const now = performance.now();
      firstAt ||= now;
      // Until then there was something to hear.
      const until = firstAt + (1000 * bytes) / bytesPerSecond + gaps;
      if (bytes > 0 && now > until) gaps += now - until;
      bytes += part.value.length;
    }
    return { firstAt, gaps, seconds: bytes / bytesPerSecond, made: performance.now() - askedAt };
  }

  /** Resolves with the first sound; the rest is being made. */
  async begin(markdown: string, signal: AbortSignal): Promise<void> {
    const reader = (await this.#ask(markdown, signal)).getReader();
    await reader.read();
    reader.read().catch(() => undefined);
  }

  /** How often something was called off, as the server counts it. */
  async calledOff(): Promise<number> {
    const metrics = await (await fetch(`${this.#url}/metrics`, { headers: { cookie: this.#cookie } })).text();
    return Number(/^ocelli_spoken_total\{outcome="cancelled"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
  }

  async #ask(markdown: string, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    // Nothing is kept from before: a slightly different speed is another sound.
    const speed = 1 + (this.#asked++ % 1_000) / 100_000;
    const answer = await fetch(`${this.#url}/api/speech`, { method: 'POST', headers: { cookie: this.#cookie, 'content-type': 'application/json' }, body: JSON.stringify({ markdown, speed }), ...(signal ? { signal } : {}) });
    if (!answer.ok || !answer.body) throw new Error(`Nothing was spoken: ${await answer.text()}`);
    return answer.body;
  }
}
