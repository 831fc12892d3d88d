import type { PastTurn, ShownPicture, TurnInput } from '@ocelli/agent';
import { OcelliError, type AssistantMessage, type Message, type UserMessage } from '@ocelli/protocol';
import type { AskedQuestion, Store } from '@ocelli/store';
import { questionInWords } from './spoken-questions.js';

/** Gathers what the agent needs to answer `question`: the branch that leads to it, and the pictures shown on it, of which some may be `known`. */
export async function turnInput(store: Store, ownerId: string, question: UserMessage, known: Omit<AskedQuestion, 'question'> = { pictures: new Map(), corrections: new Map() }): Promise<TurnInput> {
  const earlier = question.parentId === null ? [] : branchTo(await messagesOf(store, ownerId, question.conversationId), question.parentId);
  const asked = [...earlier, question].filter((message) => message.role === 'user');
  const ids = [...new Set(asked.flatMap(({ attachments }) => attachments.map(({ id }) => id)))];
  const others = ids.filter((id) => !known.pictures.has(id));
  const [found, corrected] = await Promise.all([store.attachments.findAll(ownerId, others), store.boardCorrections.ofAll(ownerId, others)]);
  const pictures = ids.map((id): ShownPicture => {
    const picture = known.pictures.get(id) ?? found.get(id);
    if (!picture) throw new OcelliError('not_found', 'One of the pictures of this conversation was deleted.');
    return { id, path: store.pictures.path(id, 'normal'), name: picture.name, facts: picture.facts, corrections: known.corrections.get(id) ?? corrected.get(id) ?? [] };
  });
  return {
    question: question.text,
    pictures,
    attached: question.attachments.map(({ id, region }) => (region ? { id, region } : { id })),
    history: pastTurns(earlier),
  };
}

async function messagesOf(store: Store, ownerId: string, conversationId: string): Promise<Message[]> {
  const conversation = await store.conversations.find(ownerId, conversationId);
  if (!conversation) throw new OcelliError('not_found', 'There is no such conversation.');
  return conversation.messages;
}

/** The messages from the root to `leafId`, in order. */
function branchTo(messages: Message[], leafId: string): Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const branch: Message[] = [];
  for (let at = byId.get(leafId); at; at = at.parentId === null ? undefined : byId.get(at.parentId)) branch.unshift(at);
  return branch;
}

function pastTurns(branch: Message[]): PastTurn[] {
  return branch
    .filter((message) => message.role === 'assistant')
    .flatMap((answer: AssistantMessage) => {
      const question = branch.find(({ id }) => id === answer.parentId);
      if (question?.role !== 'user') return [];
      const attachedIds = [...new Set([...question.attachments.map(({ id }) => id), ...answer.evidence.map(({ attachmentId }) => attachmentId)])];
      return [{ question: questionInWords(question, branch), answer: answer.text, attachedIds, evidence: answer.evidence }];
    });
}
