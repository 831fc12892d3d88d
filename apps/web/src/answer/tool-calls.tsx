'use client';
import { ChevronRight, CircleAlert, CircleSlash, LoaderCircle, Check } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { ToolCall } from '@/wire/protocol';

/** More calls than this are folded into one row when all is done, so that the answer stays the first thing one reads. */
const mostRows = 2;

/** What was done for an answer, one openable row per tool call. */
export function ToolCalls({ calls, running }: { calls: readonly ToolCall[]; running: boolean }) {
  const [unfolded, setUnfolded] = useState(false);
  if (calls.length === 0) return null;
  const folds = !running && calls.length > mostRows;
  const failed = calls.filter(({ status }) => status === 'failed').length;
  return (
    <div className="tool-calls">
      {folds && (
        <button type="button" className="tool-row" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          <span aria-hidden="true">{icons[failed > 0 ? 'failed' : 'done']}</span>
          <span className="truncate">{calls.length} steps{failed > 0 ? `, ${failed} failed` : ''}</span>
          <span className="ml-auto flex items-center gap-2 pl-3 text-ink-faint">
            <ChevronRight size={14} aria-hidden="true" className={`shrink-0 transition-transform ${unfolded ? 'rotate-90' : ''}`} />
          </span>
        </button>
      )}
      {(!folds || unfolded) && (
        <ul aria-label="What was done" className={folds ? 'border-t border-line' : ''}>
          {calls.map((call) => <ToolRow key={call.callId} call={call} />)}
        </ul>
      )}
    </div>
  );
}

const icons = {
  running: <LoaderCircle size={14} className="animate-spin text-iris-text" />,
  done: <Check size={14} className="text-good" />,
  failed: <CircleAlert size={14} className="text-problem" />,
  cancelled: <CircleSlash size={14} className="text-ink-faint" />,
};
const words = { running: 'running', done: 'done', failed: 'failed', cancelled: 'cancelled' };

function ToolRow({ call }: { call: ToolCall }) {
  const [open, setOpen] = useState(false);
  const models = [...new Set(call.models.map(({ model }) => model))].join(', ');
  return (
    <li>
      <button type="button" className="tool-row" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span aria-hidden="true">{icons[call.status]}</span>
        <span className="truncate">{call.title}</span>
        <span className="sr-only">, {words[call.status]}</span>
        <span className="ml-auto flex min-w-0 items-center gap-2 pl-3 text-ink-faint">
          {models && <span className="hidden truncate sm:inline">{models}</span>}
          {call.ms !== undefined && <span className="shrink-0 tabular-nums">{duration(call.ms)}</span>}
          <ChevronRight size={14} aria-hidden="true" className={`shrink-0 transition-transform ${open ? 'rotate-90' : ''}`} />
        </span>
      </button>
      {open && (
        <div className="tool-detail">
          <Field name="Tool"><code>{call.tool}</code></Field>
          <Field name="Input"><Value value={call.input} label="Input" /></Field>
          {call.output !== undefined && <Field name="Output"><Value value={call.output} label="Output" /></Field>}
          {call.error && <Field name="Error"><span className="text-problem">{call.error.message}</span></Field>}
          {call.models.length > 0 && (
            <Field name="Models">
              <ul className="flex flex-col gap-0.5">
                {call.models.map((use, at) => (
                  <li key={at}><code>{use.model}</code> <span className="text-ink-faint">· {use.pack} pack · {use.device} · {duration(use.ms)}</span></li>
                ))}
              </ul>
            </Field>
          )}
        </div>
      )}
    </li>
  );
}

function Field({ name, children }: { name: string; children: ReactNode }) {
  return <div className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[4.5rem_minmax(0,1fr)]"><div className="text-ink-faint">{name}</div><div className="min-w-0">{children}</div></div>;
}

function Value({ value, label }: { value: unknown; label: string }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return <pre tabIndex={0} aria-label={label} className="tool-value">{text}</pre>;
}

/** 0.4 s below ten seconds, otherwise whole seconds; milliseconds below a tenth. */
export const duration = (ms: number): string => (ms < 100 ? `${Math.round(ms)} ms` : ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);
