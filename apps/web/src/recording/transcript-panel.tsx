'use client';
import { memo, useEffect, useRef, useState, type MouseEvent, type RefObject } from 'react';
import { OcelliError, type Recording, type Transcript } from '@/wire/protocol';
import { rest, transcriptUrl } from '@/wire/rest';
import { minutes } from './heard-words';
import { nowhere, piecesOf, placeAt, type Place } from './place-in-transcript';
import { playFrom } from './play-from';

/** Less sure words are shown lighter. */
const surely = 0.5;

interface TranscriptPanelProps {
  recording: Recording;
  player: RefObject<HTMLAudioElement | null>;
}

/** What is said in a recording, with times: words can be chosen to hear them, the one that is heard is marked, and it can be kept as a file. */
export function TranscriptPanel({ recording, player }: TranscriptPanelProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className="transcript" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Transcript with times</summary>
      {open && <TranscriptText recording={recording} player={player} />}
    </details>
  );
}

function TranscriptText({ recording, player }: TranscriptPanelProps) {
  const [transcript, setTranscript] = useState<Transcript | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const gone = new AbortController();
    rest.transcript(recording.id, gone.signal).then(setTranscript, (cause: unknown) => {
      if (!gone.signal.aborted) setProblem(OcelliError.is(cause) ? cause.message : 'The transcript cannot be shown.');
    });
    return () => gone.abort();
  }, [recording.id]);
  if (problem) return <p role="alert" className="recording-note">{problem}</p>;
  if (!transcript) return <p role="status" className="recording-note">Fetching the transcript…</p>;
  return (
    <>
      <Words transcript={transcript} recording={recording} player={player} />
      <p className="transcript-files">
        Save as
        {(['srt', 'vtt', 'txt'] as const).map((format) => <a key={format} className="text-button" href={transcriptUrl(recording.id, format)} download aria-label={`Save the transcript as ${format.toUpperCase()}`}>{format.toUpperCase()}</a>)}
      </p>
    </>
  );
}

function Words({ transcript, recording, player }: TranscriptPanelProps & { transcript: Transcript }) {
  const place = usePlace(transcript, player);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (place.segment < 0 || !list.current) return;
    // Only the list scrolls: the page stays where it is read.
    const line = list.current.children[place.segment] as HTMLElement | undefined;
    if (!line) return;
    const [top, bottom] = [line.offsetTop - list.current.offsetTop, line.offsetTop - list.current.offsetTop + line.offsetHeight];
    if (top < list.current.scrollTop || bottom > list.current.scrollTop + list.current.clientHeight) list.current.scrollTop = top - list.current.clientHeight / 3;
  }, [place.segment]);
  const hear = (event: MouseEvent): void => {
    const at = (event.target as HTMLElement).closest<HTMLElement>('[data-at]')?.dataset.at;
    if (at !== undefined) playFrom(recording.id, Number(at), player.current ?? undefined);
  };
  return (
    <ol ref={list} className="transcript-lines" aria-label={`What is said in ${recording.name}`} tabIndex={0} onClick={hear}>
      {transcript.segments.map((segment, at) => <Line key={segment.start} segment={segment} word={at === place.segment ? place.word : null} />)}
    </ol>
  );
}

/** A sentence: its time is a button for keyboards and readers, each word can be chosen with a pointer. `word`: which is being heard; null where none is. */
const Line = memo(function Line({ segment, word }: { segment: Transcript['segments'][number]; word: number | null }) {
  const time = minutes(Math.floor(segment.start));
  return (
    <li aria-current={word === null ? undefined : 'true'}>
      <button type="button" className="transcript-time" data-at={segment.start} aria-label={`Play from ${time}`}>{time}</button>
      <span>
        {piecesOf(segment).map((piece, at) => {
          const said = segment.words?.[piece.word];
          if (!said) return <span key={at}>{piece.text}</span>;
          return <span key={at} className="transcript-word" data-at={said.start} data-now={piece.word === word || undefined} data-unsure={said.confidence < surely || undefined} title={said.confidence < surely ? 'Hard to hear' : undefined}>{piece.text}</span>;
        })}
      </span>
    </li>
  );
});

/** Where the player is in the words, looked at with every picture that the browser draws while it plays. */
function usePlace(transcript: Transcript, player: RefObject<HTMLAudioElement | null>): Place {
  const [place, setPlace] = useState(nowhere);
  useEffect(() => {
    const audio = player.current;
    if (!audio) return;
    let frame = 0;
    const look = (): void => {
      const now = audio.paused && audio.currentTime === 0 ? nowhere : placeAt(transcript, audio.currentTime);
      setPlace((last) => (last.segment === now.segment && last.word === now.word ? last : now));
    };
    const follow = (): void => {
      look();
      if (!audio.paused) frame = requestAnimationFrame(follow);
    };
    const began = (): void => {
      cancelAnimationFrame(frame);
      follow();
    };
    const events = ['play', 'seeked', 'pause', 'ended'] as const;
    for (const event of events) audio.addEventListener(event, began);
    return () => {
      cancelAnimationFrame(frame);
      for (const event of events) audio.removeEventListener(event, began);
    };
  }, [transcript, player]);
  return place;
}
