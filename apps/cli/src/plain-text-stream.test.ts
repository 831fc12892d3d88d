import { answerAsPlainText } from '@ocelli/agent';
import { describe, expect, it } from 'vitest';
import { PlainTextStream } from './plain-text-stream.js';

const answer = '**16 pawns**: [8 white](#e:white) and [8 \\[black\\]](#e:black).\n\n> 3 \\* 4 = \\`12\\`  \n> the [end';

describe('a streamed answer', () => {
  it('becomes the same plain text however it is cut into pieces', () => {
    for (let size = 1; size <= answer.length; size++) {
      const stream = new PlainTextStream();
      let said = '';
      for (let at = 0; at < answer.length; at += size) said += stream.add(answer.slice(at, at + size));
      expect(said + stream.end(), `pieces of ${size}`).toBe(answerAsPlainText(answer));
    }
  });

  it('never shows the target of a link, not even for a moment', () => {
    const stream = new PlainTextStream();
    for (const letter of answer) expect(stream.add(letter)).not.toMatch(/\(|#e:/);
  });

  it('says a word as soon as the next one begins', () => {
    const stream = new PlainTextStream();
    expect([stream.add('I see '), stream.add('[three dogs](#e:dogs) '), stream.add('and')]).toEqual(['I see', ' three dogs', ' and']);
  });
});
