import { CircleHelp, Info } from 'lucide-react';
import type { AnswerStatus } from '@/wire/protocol';
import { Tip } from '@/design/tip';

/** Says, without raising its voice, that an answer is in doubt or was declined. A sure answer needs no badge. */
export function AnswerStatusChip({ status }: { status: AnswerStatus | undefined }) {
  if (status !== 'hedged' && status !== 'declined') return null;
  const [word, why, Icon] = status === 'hedged'
    ? (['Not certain', 'The models are not sure of this answer', CircleHelp] as const)
    : (['Declined', 'The installed models cannot know this', Info] as const);
  return (
    <Tip text={why}>
      <span className="status-chip" tabIndex={0}><Icon size={13} aria-hidden="true" /> {word}</span>
    </Tip>
  );
}
