'use client';
import { Image as ImageIcon, PanelLeftOpen, PanelRightClose, Plus, WifiOff, X } from 'lucide-react';
import { Dialog, Tooltip } from 'radix-ui';
import { useEffect, useState, type ReactNode } from 'react';
import { Announcer } from '@/answer/announcer';
import { Composer } from '@/composer/composer';
import { DropAnywhere } from '@/composer/drop-anywhere';
import { conversationInAddress } from '@/conversation/address';
import { connect, useConnection } from '@/conversation/connection';
import { ConversationView } from '@/conversation/conversation-view';
import { shownBranch, useBranch, useConversation } from '@/conversation/conversation-store';
import { useOutbox } from '@/conversation/outbox';
import { stop } from '@/conversation/send-turn';
import { Tip } from '@/design/tip';
import { Toasts } from '@/design/toasts';
import { useHistory } from '@/history/history-store';
import { goTo, Sidebar } from '@/history/sidebar';
import { followModels } from '@/models/follow-models';
import { ModelsLine } from '@/models/models-line';
import { PictureViewer } from '@/picture/picture-viewer';
import { picturesOf } from '@/picture/pictures-of-branch';
import { showLatest, useViewer } from '@/picture/viewer-store';
import { followAnswers } from '@/reading-aloud/follow-answers';
import { stopReading } from '@/reading-aloud/reading';
import { ReadingToggle } from '@/reading-aloud/reading-toggle';
import { SpokenMark } from '@/reading-aloud/spoken-mark';
import { SettingsDialog } from '@/settings/settings-dialog';
import { ShortcutsDialog } from '@/settings/shortcuts-dialog';
import { followTheme } from '@/settings/theme';
import { useShortcuts } from '@/settings/use-shortcuts';
import { endHandsFree } from '@/voice/hands-free';
import { useIsRoomy, useIsWide } from './use-is-wide';
import { useVisibleHeight } from './use-visible-height';

/** The whole page: conversations, the open one, and its pictures. */
export function ChatPage() {
  const [historyOpen, setHistoryOpen] = useState(true);
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [settingsOpen, setSettingsOpen] = useState(false);
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  const wide = useIsWide();
  const roomy = useIsRoomy();
  const missing = useConversation((state) => state.status === 'missing');
  usePageLife();
  useVisibleHeight();
  useShortcuts({
    newChat: () => goTo(null),
    search: () => {
      if (roomy) setHistoryOpen(true);
      else setDrawerOpen(true);
      requestAnimationFrame(() => document.getElementById('history-search')?.focus());
    },
    write: () => document.querySelector<HTMLTextAreaElement>('.composer textarea')?.focus(),
    toggleHistory: () => (roomy ? setHistoryOpen((open) => !open) : setDrawerOpen((open) => !open)),
    togglePicture: () => useViewer.setState(({ besideOpen, sheetOpen }) => ({ besideOpen: !besideOpen, sheetOpen: !sheetOpen })),
    stop: stopRunning,
    help: () => setShortcutsOpen(true),
  });
  const sidebar = (
    <Sidebar
      onChosen={() => setDrawerOpen(false)}
      onCollapse={() => { setDrawerOpen(false); setHistoryOpen(false); }}
      onSettings={() => { setDrawerOpen(false); setSettingsOpen(true); }}
      onShortcuts={() => { setDrawerOpen(false); setShortcutsOpen(true); }}
    />
  );
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <a href="#question" className="skip-link" onClick={(event) => { event.preventDefault(); document.querySelector<HTMLTextAreaElement>('.composer textarea')?.focus(); }}>Skip to the question</a>
      <div className="flex h-[var(--visible-height,100dvh)] overflow-hidden">
        {roomy === true && historyOpen && <div className="w-68 shrink-0 border-r border-line">{sidebar}</div>}
        <main className="flex min-w-0 flex-1 flex-col">
          <Header historyShown={roomy === true && historyOpen} onHistory={() => (roomy ? setHistoryOpen(true) : setDrawerOpen(true))} wide={wide === true} />
          <OfflineBanner />
          <ModelsLine />
          <ConversationView />
          {!missing && (
            <div className="mx-auto w-full max-w-[46rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-6 sm:pb-4">
              <Composer />
              <p className="pt-2 text-center text-xs text-ink-faint max-sm:hidden">Answers come from the models on this machine. Check what matters against the marks.</p>
            </div>
          )}
        </main>
        {wide === true && <Beside />}
      </div>
      {wide === false && <PhoneSheet />}
      {roomy === false && <Drawer open={drawerOpen} onOpenChange={setDrawerOpen}>{sidebar}</Drawer>}
      <SettingsDialog open={settingsOpen} onOpenChange={setSettingsOpen} />
      <ShortcutsDialog open={shortcutsOpen} onOpenChange={setShortcutsOpen} />
      <DropAnywhere />
      <Announcer />
      <SpokenMark />
      <Toasts />
    </Tooltip.Provider>
  );
}

/** Opens what the address names, follows it back and forth, and holds the connection while the page is there. */
function usePageLife(): void {
  useEffect(() => {
    const follow = (): void => {
      const named = conversationInAddress();
      showLatest();
      if (named) useConversation.getState().open(named);
      else useConversation.getState().startNew();
    };
    follow();
    window.addEventListener('popstate', follow);
    const unfollowModels = followModels();
    const letGo = connect();
    const unfollowTheme = followTheme();
    const unfollowAnswers = followAnswers();
    // A new answer is what one wants to see next.
    const unfollowLeaf = useConversation.subscribe((state, before) => {
      if (state.id === before.id && state.leafId !== before.leafId) showLatest();
    });
    return () => {
      window.removeEventListener('popstate', follow);
      letGo();
      unfollowModels();
      unfollowTheme();
      unfollowAnswers();
      endHandsFree();
      unfollowLeaf();
    };
  }, []);
}

function stopRunning(): void {
  const last = shownBranch(useConversation.getState()).at(-1);
  stopReading();
  if (useViewer.getState().pinned) useViewer.setState({ pinned: null });
  else if (last?.role === 'assistant' && last.status === 'running') void stop(last.runId);
}

function Header({ historyShown, onHistory, wide }: { historyShown: boolean; onHistory: () => void; wide: boolean }) {
  const title = useHistory((state) => state.conversations);
  const id = useConversation((state) => state.id);
  const pictures = picturesOf(useBranch());
  const besideOpen = useViewer((state) => state.besideOpen);
  const shownTitle = title.find((conversation) => conversation.id === id)?.title ?? 'New chat';
  useEffect(() => {
    document.title = shownTitle === 'New chat' ? 'Ocelli' : `${shownTitle} · Ocelli`;
  }, [shownTitle]);
  return (
    <header className="flex h-13 shrink-0 items-center gap-1 border-b border-line px-3">
      {!historyShown && <Tip text="Conversations"><button type="button" className="icon-button" aria-label="Show the conversations" onClick={onHistory}><PanelLeftOpen size={18} /></button></Tip>}
      <p className="min-w-0 flex-1 truncate px-2 text-[14px] font-medium text-ink-soft">{shownTitle}</p>
      <ReadingToggle />
      {!historyShown && <Tip text="New chat"><button type="button" className="icon-button" aria-label="New chat" onClick={() => goTo(null)}><Plus size={18} /></button></Tip>}
      {pictures.length > 0 && (!wide || !besideOpen) && (
        <button type="button" className="icon-button px-2.5" onClick={() => useViewer.setState({ sheetOpen: true, besideOpen: true })}>
          <ImageIcon size={16} /> {pictures.length === 1 ? 'Picture' : `${pictures.length} pictures`}
        </button>
      )}
    </header>
  );
}

function OfflineBanner() {
  const offline = useConnection((state) => state.status === 'offline');
  const waiting = useOutbox((state) => state.letters.filter(({ failure }) => !failure).length);
  if (!offline) return null;
  return (
    <p role="status" className="flex items-center justify-center gap-2 border-b border-iris-line bg-iris-wash px-4 py-1.5 text-[13px] text-iris-text">
      <WifiOff size={14} aria-hidden="true" />
      {waiting > 0 ? 'No connection. What you asked is kept and sent when the server is back.' : 'No connection to the server. Trying again…'}
    </p>
  );
}

/** The picture beside the chat on wide screens. */
function Beside() {
  const pictures = picturesOf(useBranch());
  const open = useViewer((state) => state.besideOpen);
  if (pictures.length === 0 || !open) return null;
  return (
    <aside aria-label="Picture" className="beside">
      <div className="flex h-13 shrink-0 items-center border-b border-line px-4">
        <h2 className="text-[14px] font-medium text-ink-soft">{pictures.length === 1 ? 'Picture' : `${pictures.length} pictures`}</h2>
        <Tip text="Hide the picture"><button type="button" className="icon-button ml-auto -mr-1.5" aria-label="Hide the picture" onClick={() => useViewer.setState({ besideOpen: false })}><PanelRightClose size={17} /></button></Tip>
      </div>
      <PictureViewer />
    </aside>
  );
}

/** The picture over the chat on phones. */
function PhoneSheet() {
  const open = useViewer((state) => state.sheetOpen);
  return (
    <Dialog.Root open={open} onOpenChange={(sheetOpen) => useViewer.setState({ sheetOpen })}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="sheet" aria-describedby={undefined}>
          <div className="flex h-12 shrink-0 items-center justify-between border-b border-line px-4">
            <Dialog.Title className="font-display text-[16px] font-semibold">Picture</Dialog.Title>
            <Dialog.Close className="icon-button -mr-2" aria-label="Close"><X size={18} /></Dialog.Close>
          </div>
          <PictureViewer />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The dialog itself takes the focus, not its first button, whose hint would cover what one came for. */
function focusDialog(event: Event): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement | null)?.focus();
}

function Drawer({ open, onOpenChange, children }: { open: boolean; onOpenChange: (open: boolean) => void; children: ReactNode }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="drawer" aria-describedby={undefined} onOpenAutoFocus={focusDialog}>
          <Dialog.Title className="sr-only">Conversations</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
