import { OcelliError } from '@ocelli/protocol';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startServer } from '../test-support/servers.js';
import { Speaker } from '../test-support/speaker.js';
import { question, Visitor, type Page } from '../test-support/visitor.js';

const speaker = new Speaker();
let anna: Visitor;
let page: Page;
beforeAll(async () => {
  const { url } = await startServer({ answer: speaker.answer });
  anna = await Visitor.arrive(url);
  page = await anna.open();
});

/** The samples of /metrics: name with labels, and value. */
async function scrape(): Promise<Map<string, number>> {
  const answer = await anna.fetch('/metrics');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await answer.text()).split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]));
}

describe('metrics', () => {
  it('count answers, the time to their first words and to their end, and how fast they are said', async () => {
    const before = await scrape();
    const grew = async (name: string) => ((await scrape()).get(name) ?? 0) - (before.get(name) ?? 0);
    const run = await page.ask(question('how fast?'));
    const speech = await speaker.answering('how fast?');
    expect(await grew('ocelli_turns_running')).toBe(1);
    speech.say('One ');
    await page.heard(run, 'One ');
    speech.say('two.').finish();
    await page.ended(run);
    await vi.waitFor(async () => expect(await grew('ocelli_turns_total{status="complete"}')).toBe(1), { timeout: 20_000 });
    expect(await grew('ocelli_time_to_first_token_seconds_count')).toBe(1);
    expect(await grew('ocelli_time_to_first_token_seconds_sum')).toBeGreaterThan(0);
    expect(await grew('ocelli_answer_seconds_count')).toBe(1);
    expect(await grew('ocelli_answer_tokens_total')).toBe(2);
    expect(await grew('ocelli_answer_tokens_per_second_count')).toBe(1);
    expect(await grew('ocelli_turns_running')).toBe(0);
  });

  it('count errors by code and by where they were told', async () => {
    const before = await scrape();
    const grew = async (name: string) => ((await scrape()).get(name) ?? 0) - (before.get(name) ?? 0);
    await anna.failure('GET', '/api/conversations/missing0');
    await page.raw('turn.start', 'nonsense');
    const run = await page.ask(question('fails?'));
    (await speaker.answering('fails?')).fail(new OcelliError('timed_out', 'Too slow.'));
    await page.ended(run);
    await vi.waitFor(async () => expect(await grew('ocelli_turns_total{status="failed"}')).toBe(1), { timeout: 20_000 });
    expect(await grew('ocelli_errors_total{code="not_found",where="rest"}')).toBe(1);
    expect(await grew('ocelli_errors_total{code="bad_request",where="socket"}')).toBe(1);
    expect(await grew('ocelli_errors_total{code="timed_out",where="run"}')).toBe(1);
  });

  it('tell how deep the queues of the models are and how late the event loop runs', async () => {
    const samples = await scrape();
    for (const task of ['read-boards', 'detect', 'read-text', 'answer']) expect(samples.get(`ocelli_inference_queue_depth{task="${task}"}`)).toBe(0);
    for (const quantile of ['p50', 'p90', 'p99']) expect(samples.get(`nodejs_eventloop_lag_${quantile}_seconds`)).toBeGreaterThanOrEqual(0);
    expect(samples.has('process_resident_memory_bytes')).toBe(true);
  });

  it('hold nothing of what people wrote', async () => {
    await anna.failure('GET', '/api/search-for-something-private');
    await page.raw('something-private', 'something-private');
    expect([...(await scrape()).keys()].join('\n')).not.toContain('private');
  });
});

describe('health', () => {
  it('says that the server is alive, and ready once every part is', async () => {
    expect(await anna.json('GET', '/healthz')).toEqual({ status: 'ok' });
    await vi.waitFor(async () => expect(await (await anna.fetch('/readyz')).json()).toEqual({ status: 'ready', store: 'ready', inference: 'ready', web: 'ready' }), { timeout: 20_000 });
  });

  it('says which part is not ready', async () => {
    const { url } = await startServer({ answer: speaker.answer }, { webFolder: '/nowhere' });
    const answer = await fetch(`${url}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, expect.objectContaining({ status: 'not ready', web: 'not ready', store: 'ready' })]);
  });
});
