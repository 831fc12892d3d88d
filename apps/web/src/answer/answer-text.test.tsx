import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '@/wire/protocol';
import { AnswerText } from './answer-text';

const pawn: Evidence = { kind: 'thing', id: 'pawn-1', group: 'pawns', attachmentId: 'a'.repeat(64), label: 'pawn', score: 0.9, box: [0, 0, 0.5, 0.5] };
const html = (text: string, evidence: Evidence[] = []): string => renderToStaticMarkup(<AnswerText text={text} evidence={evidence} answerId="answer-01" />);

describe('the Markdown of an answer', () => {
  it.each([
    ['a link', '[click](https://evil.example/a)'],
    ['a bare address', 'see https://evil.example/a or www.evil.example'],
    ['an address in angle brackets', '<https://evil.example/a>'],
    ['a script address', '[click](javascript:alert(1))'],
    ['an image', '![x](https://evil.example/a.png)'],
    ['an image by reference', '![x][1]\n\n[1]: https://evil.example/a.png'],
    ['raw HTML', '<img src="https://evil.example/a.png" onerror="alert(1)"><script>alert(1)</script><iframe src="https://evil.example"></iframe>'],
    ['a form in raw HTML', '<form action="https://evil.example"><input name="x"></form>'],
    ['a footnote', 'word[^1]\n\n[^1]: https://evil.example/a'],
    ['a link dressed as evidence', '[click](<#e:x" onclick="alert(1)>)'],
  ])('makes nothing of %s that a browser could load, follow or run', (_what, text) => {
    expect(html(text)).not.toMatch(/<(a|img|script|iframe|form|input|object|embed|link|style|svg)\b|\shref=|\ssrc=|\son\w+=|javascript:/i);
  });

  it('keeps the words of what it does not allow', () => {
    expect(html('[click here](https://evil.example)')).toContain('click here');
  });

  it('turns words linked to evidence into a button, and leaves them words while the evidence is not there', () => {
    expect(html('[1 pawn](#e:pawns)', [pawn])).toMatch(/<span role="button"[^>]*>1 pawn<\/span>/);
    expect(html('[1 pawn](#e:pawns)')).toBe('<div class="answer-text"><p>1 pawn</p></div>');
  });
});
