'use client';
import { ChevronLeft, ChevronRight, Copy, Pencil, RotateCw } from 'lucide-react';
import type { AssistantMessage, Attachment, Message, UserMessage } from '@/wire/protocol';
import { imageUrl } from '@/wire/rest';
import { ActivityLine } from '@/answer/activity-line';
import { AnswerText } from '@/answer/answer-text';
import { AnswerStatusChip } from '@/answer/answer-status-chip';
import { plainWords } from '@/answer/plain-words';
import { ToolCalls } from '@/answer/tool-calls';
import { useDraftKey } from '@/composer/composer';
import { useDrafts } from '@/composer/drafts';
import { copy } from '@/design/copy';
import { Tip } from '@/design/tip';
import { newId } from '@/wire/new-id';
import { EvidencePictures } from '@/picture/marked-picture';
import { Recordings } from '@/recording/recordings';
import { ReadingButton } from '@/reading-aloud/reading-button';
import { RegionOnThumbnail } from '@/picture/region-on-thumbnail';
import { show } from '@/picture/viewer-store';
import { useConversation } from './conversation-store';
import { siblingsOf } from './message-tree';
import { useOutbox } from './outbox';
import { deliver, regenerate } from './send-turn';

/** A question: its pictures and its words, and whether it has reached the server. */
export function Question({ message, pictureNumbers }: { message: UserMessage; pictureNumbers: ReadonlyMap<string, number> }) {
  const letter = useOutbox((state) => state.letters.find((other) => other.kind === 'start' && other.message.id === message.id));
  const draftKey = useDraftKey();
  const edit = (): void =>
    useDrafts.getState().edit(draftKey, {
      text: message.text,
      editing: { parentId: message.parentId },
      pictures: [
        ...message.attachments.map(({ region, ...attachment }) => ({ key: newId(), state: 'ready' as const, attachment, ...(region ? { region } : {}) })),
        ...(message.recordings ?? []).map((recording) => ({ key: newId(), state: 'recorded' as const, recording })),
      ],
    });
  return (
    <article id={`message-${message.id}`} aria-label="Question" className="question group">
      {message.attachments.length > 0 && (
        <ul aria-label="Pictures of this question" className="mb-2.5 flex flex-wrap gap-2">
          {message.attachments.map((picture) => (
            <li key={picture.id}>
              <button type="button" className="question-picture" style={{ aspectRatio: `${picture.width} / ${picture.height}`, height: `min(5.5rem, ${(15 * picture.height) / picture.width}rem)` }} aria-label={`Show picture ${pictureNumbers.get(picture.id)}: ${picture.name}${picture.region ? ', a part of it' : ''}`} onClick={() => show({ attachmentId: picture.id })}>
                <img src={imageUrl(picture.id, 320)} alt="" />
                {picture.region && <RegionOnThumbnail region={picture.region} />}
                <span className="picture-number" aria-hidden="true">{pictureNumbers.get(picture.id)}{picture.region ? ' · part' : ''}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="message-actions">
        <Branches message={message} />
        <Tip text="Edit and ask again"><button type="button" className="icon-button" aria-label="Edit question" onClick={edit}><Pencil size={14} /></button></Tip>
        {message.text && <Tip text="Copy"><button type="button" className="icon-button" aria-label="Copy question" onClick={() => void copy(message.text, 'Question copied')}><Copy size={14} /></button></Tip>}
      </div>
      <Recordings message={message} />
      {message.text && <p className="question-text">{message.text}</p>}
      {letter && <Delivery turnId={letter.turn.turnId} problem={letter.failure?.message} />}
    </article>
  );
}

function Delivery({ turnId, problem }: { turnId: string; problem: string | undefined }) {
  if (problem === undefined) return <p className="mt-1 text-[13px] text-ink-faint">Sending…</p>;
  return (
    <p role="alert" className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px] text-problem">
      Not sent. {problem}
      <button type="button" className="text-button" onClick={() => { useOutbox.getState().retry(turnId); void deliver(); }}>Retry</button>
    </p>
  );
}

/** An answer: what is happening, what was done, what is said, and how it ended. */
export function Answer({ message, latest, pictures }: { message: AssistantMessage; latest: boolean; pictures: readonly Attachment[] }) {
  const frozen = useConversation((state) => state.stopping.includes(message.runId));
  const running = message.status === 'running' && !frozen;
  const again = (): void => regenerate(message.parentId);
  return (
    <article id={`message-${message.id}`} aria-label="Answer" aria-busy={running} className="answer group">
      {running && message.text === '' && <ActivityLine text={message.activity} />}
      <ToolCalls calls={message.toolCalls} running={running} />
      {message.text && (
        <div className={running ? 'writing' : ''}>
          <AnswerText text={message.text} evidence={message.evidence} answerId={message.id} />
        </div>
      )}
      <EvidencePictures answer={message} pictures={pictures} />
      {!running && <Ending message={message} frozen={frozen} onRetry={again} />}
      {!running && (
        <div className="message-actions" data-latest={latest || undefined}>
          <AnswerStatusChip status={message.answerStatus} />
          <Branches message={message} />
          {message.text && <ReadingButton answerId={message.id} />}
          {message.text && <Tip text="Copy"><button type="button" className="icon-button" aria-label="Copy answer" onClick={() => void copy(plainWords(message.text), 'Answer copied')}><Copy size={14} /></button></Tip>}
          <Tip text="Answer again"><button type="button" className="icon-button" aria-label="Regenerate answer" onClick={again}><RotateCw size={14} /></button></Tip>
        </div>
      )}
    </article>
  );
}

function Ending({ message, frozen, onRetry }: { message: AssistantMessage; frozen: boolean; onRetry: () => void }) {
  if (message.status === 'complete') return null;
  if (frozen || message.status === 'stopped') return <p className="text-[13px] text-ink-faint">Stopped.</p>;
  const what = message.status === 'interrupted' ? 'This answer was interrupted; what was said is kept.' : (message.error?.message ?? 'This answer failed.');
  return (
    <p role="alert" className="ending">
      <span>{what}</span>
      <button type="button" className="button button-line" onClick={onRetry}><RotateCw size={14} /> Retry</button>
    </p>
  );
}

/** Walks through the alternatives of a message: ‹ 2/3 ›. */
function Branches({ message }: { message: Message }) {
  const messages = useConversation((state) => state.log.messages);
  const siblings = siblingsOf(messages, message);
  if (siblings.length < 2) return null;
  const at = siblings.findIndex(({ id }) => id === message.id);
  const go = (step: number): void => {
    const next = siblings[at + step];
    if (next) useConversation.getState().showLeafOf(next.id);
  };
  const what = message.role === 'user' ? 'question' : 'answer';
  return (
    <span role="group" aria-label={`Versions of this ${what}`} className="inline-flex items-center text-[13px] text-ink-soft">
      <button type="button" className="icon-button min-w-6" aria-label={`Previous ${what}`} disabled={at === 0} onClick={() => go(-1)}><ChevronLeft size={15} /></button>
      <span className="tabular-nums" aria-label={`Version ${at + 1} of ${siblings.length}`}>{at + 1}/{siblings.length}</span>
      <button type="button" className="icon-button min-w-6" aria-label={`Next ${what}`} disabled={at === siblings.length - 1} onClick={() => go(1)}><ChevronRight size={15} /></button>
    </span>
  );
}
