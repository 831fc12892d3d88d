'use client';
import { useEffect, useRef, useState } from 'react';
import type { AssistantMessage } from '@/wire/protocol';
import { useConversation, useBranch } from '@/conversation/conversation-store';
import { takeSentences } from './sentences';

interface Said {
  key: string;
  text: string;
}

interface Progress {
  answerId: string;
  next: number;
  activity: string;
  ended: boolean;
}

const endings: Partial<Record<AssistantMessage['status'], string>> = {
  stopped: 'The answer was stopped.',
  interrupted: 'The answer was interrupted.',
  failed: 'The answer failed.',
};

const withoutNumbers = (text: string): string => text.replace(/\d+/g, '');

/**
 * Reads a streamed answer to screen readers: each sentence once, when it is complete, in order. The transcript itself is not
 * live, so nothing is said twice; what was there when the page was opened is for the reader to visit.
 */
export function Announcer() {
  const last = useBranch().at(-1);
  const conversationId = useConversation((state) => state.id);
  const status = useConversation((state) => state.status);
  const [said, setSaid] = useState<Said[]>([]);
  const progress = useRef<Progress | null>(null);
  /** The conversation whose earlier messages count as read. */
  const heard = useRef<string>('');

  useEffect(() => {
    if (status === 'loading') return;
    const justOpened = heard.current !== conversationId;
    heard.current = conversationId;
    if (last?.role !== 'assistant') return;
    const isOver = last.status !== 'running';
    if (progress.current?.answerId !== last.id) {
      progress.current = { answerId: last.id, next: justOpened ? last.text.length : 0, activity: '', ended: justOpened && isOver };
    }
    const at = progress.current;
    if (at.ended) return;
    const now: string[] = [];
    // What only counts on (a model on its way) is said once.
    if (last.activity && withoutNumbers(last.activity) !== withoutNumbers(at.activity) && last.text === '') now.push(last.activity);
    const { sentences, next } = takeSentences(last.text, at.next, isOver);
    now.push(...sentences);
    const ending = isOver ? endings[last.status] : undefined;
    if (ending) now.push(ending);
    progress.current = { answerId: last.id, next, activity: last.activity, ended: isOver };
    if (now.length > 0) setSaid((before) => [...before.slice(-20), ...now.map((text, index) => ({ key: `${last.id}-${next}-${index}-${text.length}`, text }))]);
  }, [last, conversationId, status]);

  return (
    <div role="log" aria-live="polite" aria-relevant="additions" aria-label="Answer as it is written" className="sr-only">
      {said.map(({ key, text }) => <p key={key}>{text}</p>)}
    </div>
  );
}
