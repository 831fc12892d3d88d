import { useConversation } from './conversation-store';
import { useOutbox } from './outbox';

interface Asked {
  /** A question of this page is on its way, for the first time or to be answered again. */
  onAsked(questionId: string): void;
  /** Its answer has begun. */
  onAnswer(answerId: string, questionId: string): void;
}

/** Follows what this page asks in the open conversation; not what other tabs ask, nor what was there before. Returns how to stop. */
export function followAsked({ onAsked, onAnswer }: Asked): () => void {
  /** By question, the answers that it has already. */
  const waiting = new Map<string, ReadonlySet<string>>();
  const answersTo = (questionId: string): string[] => Object.values(useConversation.getState().log.messages).flatMap(({ id, parentId, role }) => (role === 'assistant' && parentId === questionId ? [id] : []));
  const unfollowOutbox = useOutbox.subscribe(({ letters }, before) => {
    for (const letter of letters) {
      if (before.letters.some(({ turn }) => turn.turnId === letter.turn.turnId) || letter.turn.conversationId !== useConversation.getState().id) continue;
      const questionId = letter.turn.userMessageId;
      waiting.set(questionId, new Set(answersTo(questionId)));
      onAsked(questionId);
    }
  });
  const unfollowConversation = useConversation.subscribe((state, before) => {
    if (state.id !== before.id) waiting.clear();
    for (const [questionId, known] of waiting) {
      const answerId = answersTo(questionId).find((id) => !known.has(id));
      if (!answerId) continue;
      waiting.delete(questionId);
      onAnswer(answerId, questionId);
    }
  });
  return () => {
    unfollowOutbox();
    unfollowConversation();
  };
}
