import { createInferenceHost } from '@ocelli/models';
import { describe, expect, it, vi } from 'vitest';
import { afterwards } from '../../../packages/store/test-support/clean-up.js';
import { startServer } from '../test-support/servers.js';
import { question, sign, Visitor } from '../test-support/visitor.js';

describe('when the inference process is killed in the middle of a turn', () => {
  it('the answer says honestly that it failed, and the next question is answered', async () => {
    const inference = createInferenceHost({ warm: ['detect', 'read-text'] });
    afterwards(() => inference.close());
    await inference.warmed();
    const { url } = await startServer({ inference });
    const anna = await Visitor.arrive(url);
    const page = await anna.open();

    const picture = await anna.upload(await sign('MARKET HALL', 'OPEN 9 TO 5', 'CLOSED SUNDAYS'));
    const run = await page.ask(question('what does the sign say?', { attachments: [{ id: picture.id }] }));
    // A request that its process died of is done once more in another; one that this one dies of too is given up.
    for (let death = 0; death < 2; death++) {
      await vi.waitFor(() => expect(Object.values(inference.status().queues).some(({ running }) => running)).toBe(true), { timeout: 20_000, interval: 1 });
      const { pid } = inference.status();
      process.kill(pid!, 'SIGKILL');
      await vi.waitFor(() => expect(inference.status().pid).not.toBe(pid), { timeout: 20_000, interval: 1 });
    }
    const answer = await page.ended(run);
    expect(answer.status).toBe('complete');
    expect(answer.toolCalls.filter(({ status }) => status === 'failed')).toMatchObject([{ error: { code: 'model_failed' } }]);
    expect(answer.answerStatus).toBe('declined');
    expect(answer.text).toMatch(/\S/);
    expect(await anna.storedAnswer(run)).toMatchObject({ text: answer.text, status: 'complete' });

    const again = await page.ask(question('what does the sign say?', { conversationId: run.conversationId, parentId: run.assistantMessageId }));
    const second = await page.ended(again);
    expect(second).toMatchObject({ status: 'complete', answerStatus: 'answered' });
    expect(second.text.replaceAll(' ', '')).toContain('MARKETHALL');
    expect(second.evidence).toContainEqual(expect.objectContaining({ kind: 'text', attachmentId: picture.id }));
    expect(await anna.json('GET', '/readyz')).toMatchObject({ status: 'ready' });
  });
});
