import type { Attachment, Evidence } from '@/wire/protocol';
import { hover, leave, litNow, useViewer } from './viewer-store';

type Fact = Extract<Evidence, { kind: 'fact' }>;

/** What an answer knows about the whole picture: facts of its file, its colours. */
export function Facts({ picture, evidence }: { picture: Attachment; evidence: readonly Evidence[] }) {
  const lit = useViewer(litNow);
  const facts = evidence.filter((item): item is Fact => item.kind === 'fact' && item.attachmentId === picture.id);
  if (facts.length === 0) return null;
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-4 gap-y-2 border-t border-line px-4 py-3 text-[13px]">
      {facts.map((fact) => (
        <div key={fact.id} className={`rounded-md px-1 ${lit !== null && (lit === fact.id || lit === fact.group) ? 'bg-iris-wash' : ''}`} onPointerEnter={() => hover(fact.id)} onPointerLeave={() => leave(fact.id)}>
          <dt className="text-xs text-ink-faint">{fact.label}</dt>
          <dd className="flex items-center gap-1.5">
            {fact.hex && <span aria-hidden="true" className="size-3.5 shrink-0 rounded-full border border-line-strong" style={{ background: fact.hex }} />}
            {fact.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
