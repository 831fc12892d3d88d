import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoardCorrection, Id, limits, Sha256 } from './conversation.js';
import { Evidence } from './evidence.js';
import { Box } from './geometry.js';
import { ConversationWatch, TurnRegenerate, TurnStart, TurnStop } from './socket.js';
import { FromWorker, TaskRequest, ToWorker } from './worker.js';

const turn = { turnId: 'turn-0001', conversationId: 'conversation-1', userMessageId: 'question-1', parentId: null, text: ' How many pawns? ', attachments: [] };

describe('a question', () => {
  it('arrives without the space around it', () => {
    expect(TurnStart.parse(turn).text).toBe('How many pawns?');
  });

  it('needs words or a picture', () => {
    expect(TurnStart.safeParse({ ...turn, text: '  ' }).success).toBe(false);
    expect(TurnStart.safeParse({ ...turn, text: '', attachments: [{ id: 'a'.repeat(64) }] }).success).toBe(true);
  });

  it.each([
    ['too long', { text: 'x'.repeat(limits.questionCharacters + 1) }],
    ['about too many pictures', { attachments: Array.from({ length: limits.attachmentsPerTurn + 1 }, () => ({ id: 'a'.repeat(64) })) }],
    ['under an id that is a path', { turnId: '../../etc/passwd' }],
    ['about a picture that is no hash', { attachments: [{ id: 'A'.repeat(64) }] }],
    ['about a region beyond the picture', { attachments: [{ id: 'a'.repeat(64), region: [0, 0, 1.1, 1] }] }],
    ['about a region inside out', { attachments: [{ id: 'a'.repeat(64), region: [0.5, 0, 0.4, 1] }] }],
  ])('is refused when it is %s', (_why, change) => {
    expect(TurnStart.safeParse({ ...turn, ...change }).success).toBe(false);
  });
});

describe('schemas of what comes from outside', () => {
  it('answer any value with an outcome, never with a throw of their own', () => {
    const schemas = [TurnStart, TurnRegenerate, TurnStop, ConversationWatch, BoardCorrection, TaskRequest, ToWorker, FromWorker, Evidence, Id, Sha256, Box];
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (value) => {
        for (const schema of schemas) expect(typeof schema.safeParse(value).success).toBe('boolean');
      }),
    );
  });

  it('accept exactly the boxes that lie on a picture', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(fc.property(unit, unit, unit, unit, (x0, y0, x1, y1) => Box.safeParse([x0, y0, x1, y1]).success === (x1 >= x0 && y1 >= y0)));
    expect(Box.safeParse([0, 0, Number.NaN, 1]).success).toBe(false);
    expect(Box.safeParse([0, 0, 1, Number.POSITIVE_INFINITY]).success).toBe(false);
  });

  it('accept only ids that are harmless in a path, in SQL and in a log', () => {
    fc.assert(fc.property(fc.string(), (text) => Id.safeParse(text).success === /^[\w-]{8,64}$/.test(text)));
    for (const bad of ['turn-0001\n', '../../etc', 'a b c d e f', "';drop table"]) expect(Id.safeParse(bad).success).toBe(false);
  });
});
