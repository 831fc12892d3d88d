'use client';
import { useEffect, useState } from 'react';
import { OcelliError, type SearchResults } from '@/wire/protocol';
import { rest } from '@/wire/rest';
import { plainWords } from '@/answer/plain-words';
import { useConversation } from '@/conversation/conversation-store';

type Found = { query: string; hits: SearchResults['hits'] } | { query: string; problem: string };

const pauseMs = 180;

/** Messages that contain the words, with where they were said. */
export function SearchHits({ query, onOpen }: { query: string; onOpen: (id: string) => void }) {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    const pause = setTimeout(() => {
      rest.search(query, abort.signal).then(
        ({ hits }) => setFound({ query, hits }),
        (cause: unknown) => { if (!abort.signal.aborted) setFound({ query, problem: OcelliError.from(cause).message }); },
      );
    }, pauseMs);
    return () => {
      clearTimeout(pause);
      abort.abort();
    };
  }, [query]);

  const open = (conversationId: string, messageId: string): void => {
    onOpen(conversationId);
    // The hit may lie on a branch that is not the shown one; it is shown as soon as the conversation is there.
    const reveal = (): boolean => {
      const { id, log, seek } = useConversation.getState();
      if (id !== conversationId || !log.messages[messageId]) return id !== conversationId && id !== '';
      seek(messageId);
      return true;
    };
    if (!reveal()) {
      const leave = useConversation.subscribe(() => { if (reveal()) leave(); });
    }
  };

  return (
    <div aria-live="polite" className="pt-2">
      {found === null && <p className="px-2.5 text-[13px] text-ink-faint">Searching…</p>}
      {found && 'problem' in found && <p className="px-2.5 text-[13px] text-problem">{found.problem}</p>}
      {found && 'hits' in found && (
        <>
          <p className="px-2.5 pb-1 text-xs text-ink-faint">{found.hits.length === 0 ? `Nothing found for “${found.query}”` : `${found.hits.length} found`}</p>
          <ul className="flex flex-col gap-0.5">
            {found.hits.map((hit) => (
              <li key={hit.messageId} className="history-item">
                <button type="button" className="history-link text-left whitespace-normal" onClick={() => open(hit.conversationId, hit.messageId)}>
                  <span className="block truncate font-medium text-ink">{hit.title}</span>
                  <span className="line-clamp-2 text-[12.5px] leading-4.5 text-ink-faint"><WithMatches text={plainWords(hit.snippet)} query={found.query} /></span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The snippet with the words that were looked for marked in it. */
function WithMatches({ text, query }: { text: string; query: string }) {
  const words = query.split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const parts = words.length === 0 ? [text] : text.split(new RegExp(`(${words.join('|')})`, 'i'));
  return parts.map((part, at) => (at % 2 === 1 ? <mark key={at} className="rounded-xs bg-iris-wash text-iris-text">{part}</mark> : part));
}
