'use client';
import { ArrowDown } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { picturesOf } from '@/picture/pictures-of-branch';
import { ActivityLine } from '@/answer/activity-line';
import { Welcome } from '@/welcome/welcome';
import { setAddress } from './address';
import { useBranch, useConversation } from './conversation-store';
import { Answer, Question } from './messages';
import { useOutbox } from './outbox';

/** The questions and answers of the branch on the screen, kept at its end while it grows unless the reader scrolled away. */
export function ConversationView() {
  const branch = useBranch();
  const status = useConversation((state) => state.status);
  const id = useConversation((state) => state.id);
  const asked = useOutbox((state) => state.letters.some((letter) => letter.kind === 'regenerate' && letter.turn.conversationId === id && !letter.failure));
  const soughtId = useConversation((state) => state.soughtId);
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const last = branch.at(-1);

  useLayoutEffect(() => {
    if (atEnd && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [atEnd, last, branch.length]);
  useEffect(() => setAtEnd(true), [id, branch.length]);
  useEffect(() => {
    const sought = soughtId === null ? null : document.getElementById(`message-${soughtId}`);
    if (!sought) return;
    setAtEnd(false);
    sought.scrollIntoView({ block: 'center' });
    sought.animate?.([{ backgroundColor: 'var(--iris-wash)' }, {}], { duration: 1_800, easing: 'ease-out' });
    useConversation.getState().found();
  }, [soughtId, branch]);

  const pictures = picturesOf(branch);
  const pictureNumbers = new Map(pictures.map((picture, at) => [picture.id, at + 1]));
  const waiting = last?.role === 'user' && !asked;
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        className="h-full overflow-y-auto overscroll-contain"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => setAtEnd(scrollHeight - scrollTop - clientHeight < 48)}
      >
        {branch.length === 0 ? (
          id && <EmptyConversation status={status} />
        ) : (
          <div className="mx-auto flex max-w-[46rem] flex-col gap-5 px-5 pt-6 pb-8 sm:px-8">
            {branch.map((message) =>
              message.role === 'user' ? (
                <Question key={message.id} message={message} pictureNumbers={pictureNumbers} />
              ) : (
                <Answer key={message.id} message={message} latest={message.id === last?.id} pictures={pictures} />
              ),
            )}
            {waiting && <Sent messageId={last.id} />}
            {asked && <ActivityLine text="Asking again" />}
          </div>
        )}
      </div>
      {!atEnd && (
        <button type="button" className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full border border-line bg-surface p-2 text-ink-soft shadow-near hover:text-ink" aria-label="Go to the end" onClick={() => setAtEnd(true)}>
          <ArrowDown size={16} />
        </button>
      )}
    </div>
  );
}

/** The moment between sending and the first sign of the answer. */
function Sent({ messageId }: { messageId: string }) {
  const failed = useOutbox((state) => state.letters.some((letter) => letter.kind === 'start' && letter.message.id === messageId && letter.failure));
  return failed ? null : <ActivityLine text="" />;
}

function EmptyConversation({ status }: { status: ReturnType<typeof useConversation.getState>['status'] }) {
  if (status === 'new' || status === 'ready') return <Welcome />;
  if (status === 'loading') return <p className="grid h-full place-items-center text-ink-faint" aria-live="polite">Opening the conversation…</p>;
  return (
    <div className="grid h-full place-items-center p-8 text-center">
      <div className="flex max-w-sm flex-col items-center gap-3">
        <h2 className="font-display text-xl font-semibold">{status === 'missing' ? 'This conversation is not here' : 'The server cannot be reached'}</h2>
        <p className="text-ink-soft">{status === 'missing' ? 'It was deleted, or it belongs to another browser: conversations are private to the browser they began in.' : 'The conversation opens as soon as the server answers.'}</p>
        {status === 'missing' ? (
          <button type="button" className="button button-ink" onClick={() => { setAddress(null); useConversation.getState().startNew(); }}>Start a new one</button>
        ) : (
          <button type="button" className="button button-line" onClick={() => void useConversation.getState().load()}>Try again</button>
        )}
      </div>
    </div>
  );
}
