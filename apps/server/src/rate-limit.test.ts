import { describe, expect, it } from 'vitest';
import { startServer } from '../test-support/servers.js';
import { echo } from '../test-support/speaker.js';
import { question, somePicture, Visitor } from '../test-support/visitor.js';

describe('who asks too much in a short time', () => {
  it('is told when to come back, while others are served', async () => {
    const { url } = await startServer({ answer: echo }, { turnsPerMinute: 3, uploadsPerMinute: 2 });
    const greedy = await Visitor.arrive(url);
    const page = await greedy.open();
    for (let n = 0; n < 3; n++) await page.ended(await page.ask(question(`number ${n}`)));
    const limited = { code: 'rate_limited', message: expect.stringMatching(/Try again in \d+ s/), retryAfterSeconds: expect.any(Number) };
    expect(await page.emit('turn.start', question('one more'))).toEqual({ ok: false, error: limited });

    const bytes = await somePicture();
    await greedy.upload(bytes);
    await greedy.upload(bytes);
    const refused = await greedy.fetch('/api/attachments', { method: 'POST', body: new Uint8Array(bytes) });
    expect([refused.status, await refused.json()]).toEqual([429, { error: limited }]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // What he has is not withheld.
    expect((await greedy.fetch('/api/conversations')).status).toBe(200);

    const modest = await Visitor.arrive(url);
    const hers = await modest.open();
    expect(await hers.ended(await hers.ask(question('may I?')))).toMatchObject({ status: 'complete' });
  });

  it('gains little by forgetting the cookie', async () => {
    const { url } = await startServer({ answer: echo }, { uploadsPerMinute: 2 });
    const bytes = await somePicture();
    const statuses: number[] = [];
    for (let n = 0; n < 10; n++) statuses.push((await fetch(`${url}/api/attachments`, { method: 'POST', body: new Uint8Array(bytes) })).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(8);
    expect(statuses.slice(8)).toEqual([429, 429]);
  });
});
