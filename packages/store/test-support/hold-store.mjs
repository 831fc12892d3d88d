// Opens the store in the folder it is given, on the Postgres that is named after it if one is, and stores one question after the other, saying so, until it is killed.
import { randomBytes } from 'node:crypto';
import { openStore } from '@ocelli/store';

const store = await openStore({ folder: process.argv[2], databaseUrl: process.argv[3] });
const newId = () => randomBytes(12).toString('hex');
for (;;) {
  const conversationId = newId();
  const turn = { turnId: newId(), conversationId, userMessageId: newId(), parentId: null, text: 'q', attachments: [] };
  const { question } = await store.turns.read(turn, 'anna');
  await store.turns.start(turn, question, 'q', { ownerId: 'anna', bootId: 'holder', assistantMessageId: newId() });
  process.stdout.write(`${conversationId}\n`);
}
