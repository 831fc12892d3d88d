import { expect, test } from 'vitest';
import { saidPlainly } from './said-plainly.js';

test.each([
  ['Anybody in this photo?', 'Is there anybody in this photo?'],
  ['Till when are they open on a Saturday?', 'When do they close on Saturday?'],
  ['Until when is the shop open?', 'When does the shop close?'],
  ['By when do I have to pay?', 'when is the payment due?'],
  ['By when must we pay this?', 'when is the payment due?'],
])('%s is understood as: %s', (said, plain) => expect(saidPlainly(said)).toBe(plain));

test.each(['Any dogs?', 'Anybody can pay here, what does it say?', 'How many pawns are on the board?'])('%s stays as it is', (question) => expect(saidPlainly(question)).toBe(question));
