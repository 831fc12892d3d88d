'use client';
import { ChevronRight, Monitor, Moon, Sun, X } from 'lucide-react';
import Link from 'next/link';
import { AlertDialog, Dialog, ToggleGroup } from 'radix-ui';
import { useEffect, useState, type ReactNode } from 'react';
import { OcelliError, type Me } from '@/wire/protocol';
import { rest } from '@/wire/rest';
import { say } from '@/design/toasts';
import { useDrafts } from '@/composer/drafts';
import { useOutbox } from '@/conversation/outbox';
import { goTo } from '@/history/sidebar';
import { useHistory } from '@/history/history-store';
import { ReadingSection } from '@/reading-aloud/reading-section';
import { useSpeaks } from '@/reading-aloud/use-voices';
import { useHears } from '@/voice/use-spoken-question';
import { VoiceSection } from '@/voice/voice-section';
import { useTheme, type ThemeChoice } from './theme';

const themes = [['system', 'System', Monitor], ['light', 'Light', Sun], ['dark', 'Dark', Moon]] as const;
const packStatus = { ready: 'ready', missing: 'not installed', broken: 'not working' };

export function SettingsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <div className="flex items-center justify-between">
            <Dialog.Title className="dialog-title">Settings</Dialog.Title>
            <Dialog.Close className="icon-button -mr-2" aria-label="Close"><X size={18} /></Dialog.Close>
          </div>
          <Appearance />
          <Voice />
          <ReadingAloud />
          <ThisServer />
          <YourData onDeleted={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return <section className="mt-5 border-t border-line pt-4"><h3 className="mb-2 font-semibold">{title}</h3>{children}</section>;
}

function Appearance() {
  const { choice, choose } = useTheme();
  return (
    <Section title="Appearance">
      <ToggleGroup.Root type="single" aria-label="Theme" value={choice} onValueChange={(value) => { if (value) choose(value as ThemeChoice); }} className="grid grid-cols-3 gap-1 rounded-xl bg-sunken p-1">
        {themes.map(([value, name, Icon]) => (
          <ToggleGroup.Item key={value} value={value} className="flex h-9 items-center justify-center gap-2 rounded-lg text-sm text-ink-soft data-[state=on]:bg-surface pointer-coarse:h-11 data-[state=on]:font-semibold data-[state=on]:text-ink data-[state=on]:shadow-near">
            <Icon size={15} aria-hidden="true" /> {name}
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
    </Section>
  );
}

function Voice() {
  return useHears() ? <Section title="Speaking to Ocelli"><VoiceSection /></Section> : null;
}

function ReadingAloud() {
  return useSpeaks() ? <Section title="Reading aloud"><ReadingSection /></Section> : null;
}

function ThisServer() {
  const [me, setMe] = useState<Me | string | null>(null);
  useEffect(() => {
    rest.me().then(setMe, (cause: unknown) => setMe(OcelliError.from(cause).message));
  }, []);
  return (
    <Section title="Models">
      {me === null && <p className="text-sm text-ink-faint">Asking the server…</p>}
      {typeof me === 'string' && <p className="text-sm text-problem">{me}</p>}
      {me !== null && typeof me === 'object' && (
        <dl className="grid grid-cols-[7rem_1fr] gap-y-2 text-sm">
          <dt className="text-ink-faint">Runs on</dt>
          <dd>{me.device}</dd>
          <dt className="text-ink-faint">Model packs</dt>
          <dd>
            <ul className="flex flex-col gap-1">
              {me.packs.map((pack) => (
                <li key={pack.id} className="flex items-baseline gap-2">
                  <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${pack.status === 'ready' ? 'bg-good' : pack.status === 'broken' ? 'bg-problem' : 'border border-ink-faint'}`} />
                  <span>{pack.title} <span className="text-ink-faint">· {packStatus[pack.status]}</span></span>
                </li>
              ))}
            </ul>
          </dd>
          <dt className="text-ink-faint">Version</dt>
          <dd>{me.version}</dd>
        </dl>
      )}
      <Link href="/models" className="button button-line mt-3">All models <ChevronRight size={15} aria-hidden="true" /></Link>
    </Section>
  );
}

function YourData({ onDeleted }: { onDeleted: () => void }) {
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    try {
      await rest.deleteEverything();
      useOutbox.getState().forget();
      useDrafts.setState({ drafts: {} });
      useHistory.setState({ conversations: [], more: false });
      goTo(null);
      onDeleted();
      say('All your conversations and pictures are deleted');
    } catch (cause) {
      say(`Nothing was deleted. ${OcelliError.from(cause).message}`, { tone: 'problem' });
    }
  };
  return (
    <Section title="Your data">
      <p className="text-sm text-ink-soft">
        Conversations are private to this browser: there is no account, and no other browser can open them. Pictures and answers stay on the machine that runs Ocelli; nothing is sent anywhere else.
      </p>
      <AlertDialog.Root open={asking} onOpenChange={setAsking}>
        <AlertDialog.Trigger className="button button-line mt-3 text-problem">Delete all my data…</AlertDialog.Trigger>
        <AlertDialog.Portal>
          <AlertDialog.Overlay className="veil" />
          <AlertDialog.Content className="dialog w-[min(92vw,26rem)]">
            <AlertDialog.Title className="dialog-title">Delete everything?</AlertDialog.Title>
            <AlertDialog.Description className="mt-2 text-ink-soft">Every conversation and every picture of this browser is removed from the server. This cannot be undone.</AlertDialog.Description>
            <div className="mt-5 flex justify-end gap-2">
              <AlertDialog.Cancel className="button button-line">Cancel</AlertDialog.Cancel>
              <AlertDialog.Action className="button button-problem" onClick={() => void remove()}>Delete everything</AlertDialog.Action>
            </div>
          </AlertDialog.Content>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </Section>
  );
}
