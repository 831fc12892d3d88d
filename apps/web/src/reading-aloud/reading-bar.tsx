'use client';
import { AudioLines, Volume2, VolumeX, X } from 'lucide-react';
import { useHandsFree } from '@/voice/hands-free-state';
import { Arriving } from '@/voice/speaking-problem';
import { useModels } from '@/models/models-store';
import { allowSound, dismissReadingProblem, stopReading, useReading } from './reading';

/** That an answer is being read and how to stop it, or why it cannot be. */
export function ReadingBar() {
  const { answerId, sounding, blocked, problem } = useReading();
  const handsFree = useHandsFree((state) => state.status !== 'off');
  if (problem) return <Problem />;
  // Hands-free says it itself, but for what only a press can change.
  if (answerId === null || (handsFree && !blocked)) return null;
  return (
    <div className="voice-bar" role="group" aria-label="Reading aloud">
      {blocked ? <VolumeX size={16} aria-hidden="true" className="shrink-0" /> : <AudioLines size={16} aria-hidden="true" className="sound-waves" data-on={sounding || undefined} />}
      <p className="min-w-0 flex-1">{blocked ? 'The browser holds the sound back until you press something.' : sounding ? 'Reading the answer aloud' : 'Getting the voice ready'}</p>
      {blocked && <button type="button" className="button button-line" onClick={() => void allowSound()}><Volume2 size={15} /> Play</button>}
      <button type="button" className="text-button" onClick={stopReading}>Stop reading</button>
    </div>
  );
}

function Problem() {
  const problem = useReading((state) => state.problem);
  const report = useModels((state) => state.report);
  if (!problem) return null;
  const cards = report?.models.filter(({ tasks }) => tasks.includes('speak')) ?? [];
  return (
    <div role="status" className="voice-bar voice-bar-problem">
      <VolumeX size={16} aria-hidden="true" className="mt-0.5 shrink-0 self-start" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{problem.title}</p>
        {problem.kind === 'models' ? <Arriving cards={cards} remedy={problem.remedy} arrived="It has arrived. Press Read aloud." meanwhile="Until it is here, answers are only written." /> : <p>{problem.remedy}</p>}
      </div>
      <button type="button" className="icon-button -mr-2 self-start" aria-label="Dismiss" onClick={dismissReadingProblem}><X size={15} /></button>
    </div>
  );
}
