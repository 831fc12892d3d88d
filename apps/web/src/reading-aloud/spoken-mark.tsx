'use client';
import { useEffect } from 'react';
import { useConversation } from '@/conversation/conversation-store';
import { useReading } from './reading';

const name = 'ocelli-spoken';

/** Marks softly, in the answer on the screen, the sentence that is being spoken. Nothing of the page is changed for it; browsers without highlights show none. */
export function SpokenMark() {
  const answerId = useReading((state) => state.answerId);
  const words = useReading((state) => state.utterance?.words ?? '');
  const text = useConversation((state) => {
    const message = answerId === null ? undefined : state.log.messages[answerId];
    return message?.role === 'assistant' ? message.text : '';
  });
  useEffect(() => {
    if (answerId === null || words === '' || typeof Highlight === 'undefined') return;
    const shown = document.getElementById(`message-${answerId}`)?.querySelector('.answer-text');
    const range = shown ? rangeOf(shown, words) : null;
    if (range) CSS.highlights.set(name, new Highlight(range));
    return () => void CSS.highlights.delete(name);
  }, [answerId, words, text]);
  return null;
}

/** Where these words stand, whatever elements and spaces lie between them; null when they do not stand there as they are said. */
export function rangeOf(within: Node, words: string): Range | null {
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  const places: [Text, number][] = [];
  let letters = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { data } = node as Text;
    for (let at = 0; at < data.length; at++) {
      if (/\s/.test(data[at]!)) continue;
      letters += data[at];
      places.push([node as Text, at]);
    }
  }
  const sought = words.replace(/^\d{1,3}[.)]\s+/, '').replace(/\s+/g, '');
  const from = letters.indexOf(sought);
  if (from < 0 || sought === '') return null;
  const range = document.createRange();
  range.setStart(...places[from]!);
  const [last, at] = places[from + sought.length - 1]!;
  range.setEnd(last, at + 1);
  return range;
}
