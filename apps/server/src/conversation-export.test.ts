import type { Conversation } from '@ocelli/protocol';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { exportConversation } from './conversation-export.js';

const at = '2026-01-02T03:04:05.000Z';

function conversation({ title = 'Pawns', text = 'how many?', name = 'board.png', answer = '[8 pawns](#e:pawns).' }): Conversation {
  const picture = { id: 'a'.repeat(64), name, mediaType: 'image/png', bytes: 1, width: 40, height: 30 };
  return {
    id: 'conversation', title, createdAt: at, updatedAt: at, leafId: 'answer01',
    messages: [
      { role: 'user', id: 'question', conversationId: 'conversation', parentId: null, createdAt: at, text, attachments: [picture] },
      {
        role: 'assistant', id: 'answer01', conversationId: 'conversation', parentId: 'question', createdAt: at, runId: 'run00001', status: 'stopped', seq: 3, activity: '', text: answer,
        toolCalls: [{ callId: 'c', tool: 'read_board', title: 'Reading the board', input: {}, status: 'done', ms: 12.4, models: [] }], evidence: [],
      },
    ],
  };
}

interface Node {
  type: string;
  value?: string;
  children?: Node[];
}
const parsed = (text: string): Node => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }) as Node;
const shown = (node: Node): string => (node.type === 'break' ? ' ' : (node.value ?? (node.children ?? []).map(shown).join('')));
const kinds = (node: Node): string[] => [node.type, ...(node.children ?? []).flatMap(kinds)];
const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
const markdown = (what: Parameters<typeof conversation>[0]) => exportConversation(conversation(what), 'markdown').body;

/** Text made of everything that Markdown could act on. */
const markup = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...['![x](http://evil/a.png)', '<img src=x>', '# h', '- a', '1. b', '1)', '    code', '```', '~~~', '> q', '---', '===', '| a | b |', '|---|---|', '[a]: http://x', '[a]', '[^1]: f', '&lt;b&gt;', '\\', '\\[', '<!--', '***', '___', '\n', '\n\n', ' ', 'a', 'https://x.y', 'www.x.y', 'a@b.c', '`', '- [ ] t', '\u202e', '\r', '\t', '+', '=', '*a*', 'a_b_c']) },
      { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('a conversation exported as Markdown', () => {
  it('has its questions, pictures, answers and what was done for them', () => {
    expect(markdown({ text: 'how many?\nand where?' })).toBe(
      `# Pawns\n\n## Question, ${at}\n\nhow many?  \nand where?\n\n- Picture: board.png (40 x 30)\n\n## Answer (stopped), ${at}\n\n8 pawns.\n\n- Reading the board: done, 12 ms\n`,
    );
  });

  it('shows what people typed as they typed it, whatever they typed', () => {
    fc.assert(
      fc.property(markup, (text) => {
        const [, , ...rest] = parsed(markdown({ text })).children ?? [];
        const typed = rest.slice(0, rest.findIndex((node) => node.type === 'list' && shown(node).startsWith('Picture:')));
        expect(['paragraph', 'text', 'break', 'link']).toEqual(expect.arrayContaining(typed.flatMap(kinds)));
        expect(oneLine(typed.map(shown).join(' '))).toBe(oneLine(text));
      }),
      { numRuns: 300 },
    );
  });

  it('loads nothing and holds no HTML, whatever its title, file names and answers say', () => {
    fc.assert(
      fc.property(markup, (text) => {
        const tree = parsed(markdown({ title: text, name: text, answer: text }));
        expect(oneLine(shown(tree.children?.[0] ?? { type: 'nothing' }))).toBe(oneLine(text));
        for (const kind of kinds(tree)) expect(['html', 'image', 'imageReference']).not.toContain(kind);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a conversation exported as JSON', () => {
  it('is the conversation itself', () => {
    const whole = conversation({ text: '\u202e"quotes"\n' });
    const { body, type, extension } = exportConversation(whole, 'json');
    expect([JSON.parse(body), type, extension]).toEqual([whole, 'application/json', 'json']);
  });
});
