'use client';
import { Pause, Play, RotateCw, X } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef, useState } from 'react';
import { Tip } from '@/design/tip';
import { percent, rate, sizeOf, time } from './amounts';
import { arrivalOf, givesOf, type Arrival } from './arrival';
import { ModelEye } from './model-eye';
import { useModels } from './models-store';

const goneAfterMs = 9_000;

/** One quiet line over the chat while models arrive: how far they are, and what will work then. */
export function ModelsLine() {
  const report = useModels((state) => state.report);
  const arrival = report ? arrivalOf(report.models) : null;
  const [hidden, setHidden] = useState<Arrival['state'] | null>(null);
  const arrived = useArrived(arrival);
  const shown = arrival !== null && hidden !== arrival.state;
  return (
    <>
      {arrival && shown && <Line arrival={arrival} mayChange={report?.mayChange === true} onHide={() => setHidden(arrival.state)} />}
      {!arrival && arrived && hidden === null && (
        <p className="models-line"><ModelEye install={{ state: 'ready' }} size={20} /><span className="min-w-0"><strong>The models are here.</strong> Ocelli can {arrived}.</span></p>
      )}
      <p role="status" className="sr-only">{arrival ? spoken(arrival) : arrived ? `The models are here. Ocelli can ${arrived}.` : ''}</p>
    </>
  );
}

function Line({ arrival, mayChange, onHide }: { arrival: Arrival; mayChange: boolean; onHide: () => void }) {
  const { act, asking } = useModels();
  const { state, missing, receivedBytes, totalBytes, bytesPerSecond, secondsLeft, error } = arrival;
  const ids = missing.map(({ id }) => id);
  const busy = ids.some((id) => asking.includes(id));
  const install = state === 'failed' && error ? { state, receivedBytes, totalBytes, error, retryAt: null } : state === 'paused' ? { state, receivedBytes, totalBytes } : { state: 'fetching' as const, receivedBytes, totalBytes, bytesPerSecond, secondsLeft };
  return (
    <section aria-label="Models on their way" className="models-line @container" data-state={state}>
      <ModelEye install={install} size={22} />
      <p className="min-w-0 flex-1 leading-snug">
        <Link href="/models" className="rounded-sm hover:underline">
          <strong>{words[state]}</strong>{' '}
          <span className="tabular-nums">
            {state === 'failed' ? firstSentence(error?.message ?? '') : `${percent(receivedBytes, totalBytes)} %`}
            {state === 'fetching' && <span className="max-sm:hidden"> of {sizeOf(receivedBytes, totalBytes).split(' of ')[1]}</span>}
            {bytesPerSecond !== null && ` · ${rate(bytesPerSecond)}`}
            {secondsLeft !== null && ` · ${time(secondsLeft)} left`}
          </span>
        </Link>
        {state !== 'failed' && (
          <>
            {/* Where fingers point, the link is a box of its own, and this a line under it. */}
            <span className="text-ink-faint pointer-coarse:hidden"> · </span>
            <span className="text-ink-faint @max-4xl:hidden">then Ocelli can {givesOf(missing)}</span>
            {/* Where there is little room, such as beside a picture, what comes next. */}
            <span className="text-ink-faint @4xl:hidden">then Ocelli can {givesOf(missing.slice(0, 1))}</span>
          </>
        )}
      </p>
      {mayChange && state === 'fetching' && <Tip text="Pause"><button type="button" className="icon-button" aria-label="Pause fetching models" disabled={busy} onClick={() => void act('pause', ids)}><Pause size={15} /></button></Tip>}
      {mayChange && state !== 'fetching' && (
        <button type="button" className="icon-button" aria-label={state === 'paused' ? 'Go on' : 'Try again'} disabled={busy} onClick={() => void act('fetch', ids)}>
          {state === 'paused' ? <><Play size={14} /> Go on</> : <><RotateCw size={14} /> <span className="max-sm:hidden">Try again</span></>}
        </button>
      )}
      <Tip text="Hide this line"><button type="button" className="icon-button" aria-label="Hide the line about models" onClick={onHide}><X size={15} /></button></Tip>
    </section>
  );
}

const words = { fetching: 'Fetching models:', paused: 'Models are paused at', failed: 'Models could not be fetched.' };

/** What happened, and what to do where that fits; all of it is on the page of models. */
const firstSentence = (text: string): string => text.split(/(?<=\.)\s/, 1)[0] ?? text;

/** What screen readers are told: where it stands in quarters, so that they are told five times and not five hundred. */
function spoken({ state, missing, receivedBytes, totalBytes, error }: Arrival): string {
  if (state === 'failed') return `Models could not be fetched. ${error?.message ?? ''}`;
  if (state === 'paused') return 'Fetching models is paused.';
  const quarter = Math.floor(percent(receivedBytes, totalBytes) / 25) * 25;
  return quarter === 0 ? `Fetching models. Then Ocelli can ${givesOf(missing)}.` : `Models: ${quarter} percent are here.`;
}

/** What the models that were on their way let Ocelli do, for some seconds after the last of them arrived. */
function useArrived(arrival: Arrival | null): string | null {
  const [arrived, setArrived] = useState<string | null>(null);
  const awaited = useRef<ReadonlySet<string>>(new Set());
  const isOnItsWay = arrival !== null;
  const missing = arrival?.missing.map(({ id }) => id).join(' ') ?? '';
  useEffect(() => {
    if (isOnItsWay) {
      awaited.current = new Set([...awaited.current, ...missing.split(' ')]);
      setArrived(null);
      return;
    }
    const here = useModels.getState().report?.models.filter(({ id, install }) => awaited.current.has(id) && install.state === 'ready') ?? [];
    awaited.current = new Set();
    if (here.length === 0) return;
    setArrived(givesOf(here));
    const timer = setTimeout(() => setArrived(null), goneAfterMs);
    return () => clearTimeout(timer);
  }, [isOnItsWay, missing]);
  return arrived;
}
