import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { answerAsPlainText } from './plain-text.js';
import { pictureText, quoted } from './picture-text.js';

interface Node {
  type: string;
  value?: string;
  url?: string;
  children?: Node[];
}

/** The tree that the web page's renderer makes of Markdown. */
const parsed = (markdown: string): Node => fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];
const wordsOf = (node: Node): string => node.value ?? (node.children ?? []).map(wordsOf).join('');

/** A renderer of GFM makes links of bare addresses whatever is escaped; they say what they link to, and the page shows them as words. */
const withoutScheme = (address: string) => address.replace(/^(http:\/\/|mailto:)/, '');
const isBareAddress = (node: Node) => node.type === 'link' && withoutScheme(node.url ?? '') === withoutScheme(wordsOf(node));
const harmful = (markdown: string) =>
  all(parsed(markdown)).filter((node) => /^(link|linkReference|image|imageReference|html|definition|footnote.*|heading|thematicBreak|code|table|list)$/.test(node.type) && !node.url?.startsWith('#e:') && !isBareAddress(node));

const fragments = fc.constantFrom(
  ...['[', ']', '(', ')', '!', '<', '>', '*', '_', '`', '~', '|', '#', '-', '+', '=', '1.', '1)', 'http://evil.example', 'https://a.b/c', 'www.evil.example', 'a@b.co', 'mailto:a@b.co', 'ftp://x.y'],
  ...['&lt;', '&#60;', '\\', '\n', '\n\n', '    ', ' ', 'word', '---', '===', '###', '[a]: http://x', '[^1]', ':', '"', '“', '$', '<b>', '<!--', '-->', '\u202e', 'Ω', '_a_', '__b__', '~~c~~', '://', '@', 'www', '.', '|-|-|', '- [ ] x', '\t'],
);
const printed = fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join(''));
const onOneLine = (text: string) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replace(/\s+/g, ' ').trim();

describe('text from a picture', () => {
  test('makes no link, image, HTML, heading or list in an answer, whatever it says', () => {
    fc.assert(
      fc.property(printed, (text) => {
        for (const answer of [`It says [${quoted(text)}](#e:text).`, `**[${pictureText(text)}](#e:answer)** (${quoted(text)}).`, `I read [2 lines](#e:text):\n\n> word  \n> ${pictureText(text)}`, pictureText(text)]) {
          expect(harmful(answer), answer).toEqual([]);
        }
      }),
      { numRuns: 200, examples: [[':---'], ['---:'], [':-:']] },
    );
  });

  test('is shown as it is printed', () => {
    fc.assert(
      fc.property(printed, (text) => {
        const answer = `It says [${quoted(text)}](#e:text).`;
        expect(wordsOf(parsed(answer)), answer).toBe(`It says “${onOneLine(text)}”.`);
        expect(answerAsPlainText(answer)).toBe(`It says “${onOneLine(text)}”.`);
      }),
      { numRuns: 200 },
    );
  });

  test('keeps names readable in the Markdown itself', () => {
    expect(pictureText('Ty_Mackall paid $12.50 (5 %) at 10:30 – 50 + 2')).toBe('Ty_Mackall paid $12.50 (5 %) at 10:30 – 50 + 2');
  });
});
