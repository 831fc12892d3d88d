'use client';
import { useRef } from 'react';
import { useConversation } from '@/conversation/conversation-store';
import type { Recording, UserMessage } from '@/wire/protocol';
import { soundUrl } from '@/wire/rest';
import { heardWords, minutes } from './heard-words';
import { TranscriptPanel } from './transcript-panel';

/** More words are no question: they stand in the transcript. */
const mostCharacters = 300;

/** The recordings of a question: each can be played, and says what was heard in it. */
export function Recordings({ message }: { message: UserMessage }) {
  if (!message.recordings?.length) return null;
  return (
    <ul aria-label="Recordings of this question" className="mb-2.5 flex flex-col gap-2.5">
      {message.recordings.map((recording) => <li key={recording.id}><Player questionId={message.id} recording={recording} /></li>)}
    </ul>
  );
}

function Player({ questionId, recording }: { questionId: string; recording: Recording }) {
  const messages = useConversation((state) => state.log.messages);
  const heard = heardWords(messages, questionId, recording.id);
  const player = useRef<HTMLAudioElement>(null);
  return (
    <figure className="recording">
      <audio ref={player} data-recording={recording.id} controls preload="none" src={soundUrl(recording.id)} aria-label={`${recording.name}, ${minutes(recording.seconds)}`} />
      <figcaption>
        {heard.state === 'heard' && heard.text !== '' && heard.text.length <= mostCharacters && <p className="question-text" aria-label="What was heard">{heard.text}</p>}
        {heard.state === 'heard' && heard.text !== '' && <TranscriptPanel recording={recording} player={player} />}
        {heard.state === 'heard' && heard.text === '' && <p className="recording-note">Nobody is heard speaking.</p>}
        {heard.state === 'listening' && <p role="status" className="recording-note">Listening…</p>}
        {heard.state === 'failed' && <p className="recording-note">Not heard.</p>}
      </figcaption>
    </figure>
  );
}
