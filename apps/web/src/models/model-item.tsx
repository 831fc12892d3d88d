'use client';
import { Check, Copy, Download, LoaderCircle, Pause, Play, RotateCw, ShieldCheck, Trash2 } from 'lucide-react';
import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import type { Install, ModelCard, ModelsReport } from '@/wire/protocol';
import { duration } from '@/answer/tool-calls';
import { copy } from '@/design/copy';
import { percent, rate, size, sizeOf, time } from './amounts';
import { nameOf } from './arrival';
import { ModelEye } from './model-eye';
import { clock, stateWord } from './model-state';
import { useModels } from './models-store';

/** A model: what it is for, what it costs, where it stands, and what can be done with it. */
export function ModelItem({ card, report }: { card: ModelCard; report: ModelsReport }) {
  const { install, gives, id } = card;
  const { name, kind } = nameOf(card);
  return (
    <li>
      <article className="model" aria-labelledby={`model-${id}`} aria-busy={install.state === 'fetching' || install.state === 'unpacking'}>
        <div className="flex items-start gap-4">
          <ModelEye install={install} />
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <h3 id={`model-${id}`} className="font-display text-[17px] leading-snug font-semibold tracking-[-0.01em]">{name}{kind && <span className="font-sans text-[14px] font-normal tracking-normal text-ink-faint"> · {kind}</span>}</h3>
              <State install={install} />
            </div>
            <p className="text-[14px] text-ink-soft">Lets Ocelli {gives}.</p>
            <Progress install={install} name={name} />
          </div>
        </div>
        <Facts card={card} report={report} />
        <Actions card={card} report={report} name={name} />
      </article>
    </li>
  );
}

function State({ install }: { install: Install }) {
  return (
    <span className="model-state tabular-nums" data-state={install.state}>
      {install.state === 'ready' && <Check size={14} aria-hidden="true" />}
      {stateWord[install.state]}
      {(install.state === 'fetching' || install.state === 'paused') && ` ${percent(install.receivedBytes, install.totalBytes)} %`}
    </span>
  );
}

function Progress({ install, name }: { install: Install; name: string }) {
  if (install.state === 'failed' || install.state === 'damaged') {
    const again = install.state === 'failed' && install.retryAt ? ` It is tried again at ${clock(install.retryAt)}.` : '';
    return <p role="alert" className="mt-1.5 text-[14px] text-problem">{install.error.message}{again}</p>;
  }
  if (!('totalBytes' in install) || install.state === 'absent') return null;
  const { state, receivedBytes, totalBytes } = install;
  const share = percent(receivedBytes, totalBytes);
  const parts = [sizeOf(receivedBytes, totalBytes)];
  if (state === 'fetching' && install.bytesPerSecond !== null) parts.push(rate(install.bytesPerSecond));
  if (state === 'fetching' && install.secondsLeft !== null) parts.push(`${time(install.secondsLeft)} left`);
  if (state === 'unpacking') parts.push('unpacking and comparing with the pinned hash');
  if (state === 'waiting') parts.push('waiting for its turn');
  return (
    <div className="mt-2.5">
      <div className="bar" data-state={state} role="progressbar" aria-label={`${name}, how much is here`} aria-valuemin={0} aria-valuemax={100} aria-valuenow={share}><span style={{ width: `${share}%` }} /></div>
      <p className="mt-1.5 text-[13px] text-ink-soft tabular-nums">{parts.join(' · ')}</p>
    </div>
  );
}

function Facts({ card, report }: { card: ModelCard; report: ModelsReport }) {
  const [file] = card.files;
  return (
    <dl className="model-facts">
      <Fact name="Size">{size(card.diskBytes)}{card.fetchBytes > 0 && <span className="text-ink-faint"> · {size(card.fetchBytes)} to fetch</span>}</Fact>
      <Fact name="Licence">{card.licence}</Fact>
      <Fact name="Speed here"><Speed card={card} report={report} /></Fact>
      <Fact name="Memory">{card.speed?.memoryBytes ? size(card.speed.memoryBytes) : <span className="text-ink-faint">not measured</span>}</Fact>
      <Fact name="Source" wide>{card.source}</Fact>
      {file?.sha256 && (
        <Fact name={card.files.length > 1 ? `SHA-256 of ${file.name.split('/').at(-1)}` : 'SHA-256'}>
          <span className="inline-flex items-center gap-0.5">
            <code className="font-mono text-[12px]" title={file.sha256}>{file.sha256.slice(0, 12)}…</code>
            <button type="button" className="mini-button" aria-label={`Copy the hash of ${nameOf(card).name}`} onClick={() => void copy(file.sha256, 'Hash copied')}><Copy size={13} /></button>
          </span>
        </Fact>
      )}
    </dl>
  );
}

/** From what it was used for so far, until somebody asks for it to be measured. */
function Speed({ card: { id, title, speed, install, tasks, measuring }, report }: { card: ModelCard; report: ModelsReport }) {
  const act = useModels((state) => state.act);
  if (measuring) return <span className="inline-flex items-center gap-1.5 text-ink-soft"><LoaderCircle size={13} className="animate-spin" aria-hidden="true" /> Measuring…</span>;
  const may = report.mayChange && install.state === 'ready' && tasks.length > 0;
  const busy = report.models.some((one) => one.measuring);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {speed ? <span>{duration(speed.milliseconds)} <span className="text-ink-faint">{speed.per} · {speed.device}</span></span> : !may && <span className="text-ink-faint">not measured</span>}
      {may && !speed?.measured && <button type="button" className="text-button" aria-label={`Measure: ${nameOf({ title }).name}`} disabled={busy} onClick={() => void act('measure', [id])}>Measure</button>}
      {may && speed?.measured && <button type="button" className="mini-button" aria-label={`Measure again: ${nameOf({ title }).name}`} disabled={busy} onClick={() => void act('measure', [id])}><RotateCw size={13} /></button>}
    </span>
  );
}

function Fact({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return <div className={wide ? 'col-span-2' : ''}><dt>{name}</dt><dd>{children}</dd></div>;
}

function Actions({ card, report, name }: { card: ModelCard; report: ModelsReport; name: string }) {
  const { act, asking } = useModels();
  const { id, install, when, fetchBytes } = card;
  if (!report.mayChange || when === 'included') return null;
  const { state } = install;
  const busy = asking.includes(id);
  const mayFetch = report.fetching === 'allowed';
  const there = state === 'ready' || state === 'damaged';
  const rest = 'totalBytes' in install ? install.totalBytes - install.receivedBytes : fetchBytes;
  const button = (text: string, Icon: typeof Play, run: () => void): ReactNode => (
    <button type="button" className="icon-button" aria-label={`${text}: ${name}`} disabled={busy} onClick={run}><Icon size={15} aria-hidden="true" /> {text}</button>
  );
  return (
    <div className="model-actions">
      {mayFetch && (state === 'absent' || state === 'damaged') && button(state === 'absent' ? `Fetch ${size(rest)}` : 'Fetch again', Download, () => void act('fetch', [id]))}
      {mayFetch && state === 'paused' && button('Go on', Play, () => void act('fetch', [id]))}
      {mayFetch && state === 'failed' && button('Try again', RotateCw, () => void act('fetch', [id]))}
      {(state === 'waiting' || state === 'fetching' || state === 'unpacking' || state === 'failed') && button('Pause', Pause, () => void act('pause', [id]))}
      {there && button('Verify', ShieldCheck, () => void act('verify', [id]))}
      {(there || ('receivedBytes' in install && install.receivedBytes > 0 && state !== 'fetching')) && <Remove card={card} name={name} busy={busy} onRemove={() => void act('remove', [id])} />}
    </div>
  );
}

function Remove({ card, name, busy, onRemove }: { card: ModelCard; name: string; busy: boolean; onRemove: () => void }) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className="icon-button ml-auto" aria-label={`Remove: ${name}`} disabled={busy}><Trash2 size={15} aria-hidden="true" /> Remove</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="veil" />
        <AlertDialog.Content className="dialog w-[min(92vw,26rem)]">
          <AlertDialog.Title className="dialog-title">Remove {name}?</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-ink-soft">This frees {size(card.diskBytes)}. Without it Ocelli can’t {card.gives}, until it is fetched again.</AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Cancel className="button button-line">Keep it</AlertDialog.Cancel>
            <AlertDialog.Action className="button button-problem" onClick={onRemove}>Remove</AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
