import type { RunEventBody } from '@ocelli/protocol';
import { expect, test } from 'vitest';
import { paced } from './pace.js';

const input = { question: '', pictures: [], attached: [], history: [] };

async function* said(words: string[]): AsyncGenerator<RunEventBody> {
  for (const delta of words) yield { type: 'text', delta };
  yield { type: 'answer', status: 'answered' };
}

test('a paced answer says the same, in the same order', async () => {
  const events: RunEventBody[] = [];
  for await (const event of paced(() => said(['two ', 'words']), 1_000)(input, { signal: new AbortController().signal })) events.push(event);
  expect(events).toEqual([{ type: 'text', delta: 'two ' }, { type: 'text', delta: 'words' }, { type: 'answer', status: 'answered' }]);
});

test('stopping does not wait for the words that are held back', async () => {
  const stop = new AbortController();
  const events: RunEventBody[] = [];
  // At this pace the second word would come after a day.
  for await (const event of paced(() => said(['one ', 'two']), 1 / 86_400)(input, { signal: stop.signal })) {
    events.push(event);
    stop.abort();
  }
  expect(events).toEqual([{ type: 'text', delta: 'one ' }]);
});
