'use client';
import { MicOff, X } from 'lucide-react';
import Link from 'next/link';
import { percent, time } from '@/models/amounts';
import { arrivalOf } from '@/models/arrival';
import { useModels } from '@/models/models-store';
import type { ModelCard } from '@/wire/protocol';
import { dismissProblem, useSpeaking } from './speaking';

/** Why a question cannot be spoken, and what to do about it. */
export function SpeakingTrouble() {
  const problem = useSpeaking((state) => (state.status === 'problem' ? state.problem : null));
  if (!problem) return null;
  return (
    <div role="alert" className="speaking-problem">
      <MicOff size={16} aria-hidden="true" className="mt-0.5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{problem.title}</p>
        {problem.kind === 'models' ? <Missing remedy={problem.remedy} /> : <p>{problem.remedy}</p>}
      </div>
      <button type="button" className="icon-button -mt-1 -mr-2" aria-label="Dismiss" onClick={dismissProblem}><X size={15} /></button>
    </div>
  );
}

function Missing({ remedy }: { remedy: string }) {
  const report = useModels((state) => state.report);
  return <Arriving cards={report?.models.filter(({ tasks }) => tasks.includes('transcribe')) ?? []} remedy={remedy} />;
}

/** How far the models that hear are; `remedy` is what to do when nobody fetches them. */
export function Arriving({ cards, remedy, arrived = 'It has arrived. Press again and ask.', meanwhile = 'Until it is here, write your question.' }: { cards: readonly ModelCard[]; remedy: string; arrived?: string; meanwhile?: string }) {
  const arrival = arrivalOf(cards);
  if (cards.some(({ install }) => install.state === 'ready')) return <p>{arrived}</p>;
  if (arrival?.state !== 'fetching') return <p>{remedy} <Link href="/models" className="underline underline-offset-3">Models</Link> has what can be fetched.</p>;
  const share = percent(arrival.receivedBytes, arrival.totalBytes);
  return (
    <p>
      It is being fetched: {share} %{arrival.secondsLeft === null ? '' : `, ${time(arrival.secondsLeft)} left`}. {meanwhile}
    </p>
  );
}
