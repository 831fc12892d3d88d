'use client';
import { Boxes, Keyboard, PanelLeftClose, Plus, Search, Settings, X } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Logo } from '@/design/logo';
import { Tip } from '@/design/tip';
import { setAddress } from '@/conversation/address';
import { useConversation } from '@/conversation/conversation-store';
import { showLatest } from '@/picture/viewer-store';
import { ConversationItem } from './conversation-item';
import { useHistory } from './history-store';
import { byPeriod } from './periods';
import { SearchHits } from './search-hits';

/** Shows a conversation, or a new one, as a step of the browser's history. */
export function goTo(id: string | null): void {
  setAddress(id);
  showLatest();
  if (id === null) useConversation.getState().startNew();
  else useConversation.getState().open(id);
}

interface SidebarProps {
  /** Called when something was chosen, so that a drawer can close. */
  onChosen: () => void;
  onCollapse: () => void;
  onSettings: () => void;
  onShortcuts: () => void;
}

/** This browser's conversations: new, search, open, rename, export, delete. */
export function Sidebar({ onChosen, onCollapse, onSettings, onShortcuts }: SidebarProps) {
  const { conversations, status, more } = useHistory();
  const [query, setQuery] = useState('');
  const open = (id: string | null): void => {
    goTo(id);
    onChosen();
  };
  return (
    <nav aria-label="Conversations" className="flex h-full w-full flex-col bg-sunken">
      <div className="flex items-center gap-2 px-4 pt-3.5 pb-2.5">
        <Logo size={26} />
        <h1 className="font-display text-[20px] font-[680] tracking-[-0.02em]">Ocelli</h1>
        <Tip text="Hide the list"><button type="button" className="icon-button ml-auto -mr-1.5" aria-label="Hide the conversations" onClick={onCollapse}><PanelLeftClose size={17} /></button></Tip>
      </div>
      <div className="flex flex-col gap-2 px-3 pb-2">
        <button type="button" className="button button-ink w-full" onClick={() => open(null)}><Plus size={16} /> New chat</button>
        <div className="relative">
          <Search size={15} aria-hidden="true" className="pointer-events-none absolute top-2.5 left-3 text-ink-faint" />
          <input
            type="search" aria-label="Search in history" placeholder="Search" className="field pl-9" value={query} maxLength={200} id="history-search"
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => { if (event.key === 'Escape') setQuery(''); }}
          />
          {query && <button type="button" aria-label="Clear the search" className="absolute top-1 right-1 grid size-7 place-items-center text-ink-faint" onClick={() => setQuery('')}><X size={14} /></button>}
        </div>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-3 pb-3">
        {query.trim() ? <SearchHits query={query.trim()} onOpen={open} /> : (
          <>
            {byPeriod(conversations, new Date()).map(([period, inPeriod]) => (
              <section key={period} className="pt-3">
                <h2 className="px-2.5 pb-1 text-xs font-semibold text-ink-faint">{period}</h2>
                <ul className="flex flex-col gap-0.5">
                  {inPeriod.map((conversation) => <ConversationItem key={conversation.id} conversation={conversation} onOpen={() => open(conversation.id)} onDeleted={() => open(null)} />)}
                </ul>
              </section>
            ))}
            {status === 'ready' && conversations.length === 0 && <p className="px-2.5 pt-4 text-[13px] text-ink-faint">Your conversations appear here. They are private to this browser.</p>}
            {status === 'unreachable' && <p className="px-2.5 pt-4 text-[13px] text-ink-faint">The list comes back with the connection.</p>}
            {more && <button type="button" className="icon-button mt-2 w-full" onClick={() => void useHistory.getState().loadMore()}>Show older</button>}
          </>
        )}
      </div>
      <div className="flex items-center gap-1 border-t border-line px-3 py-2">
        <button type="button" className="icon-button px-2.5" onClick={onSettings}><Settings size={16} /> Settings</button>
        <Link href="/models" className="icon-button px-2.5"><Boxes size={16} aria-hidden="true" /> Models</Link>
        <Tip text="Keyboard shortcuts"><button type="button" className="icon-button ml-auto" aria-label="Keyboard shortcuts" onClick={onShortcuts}><Keyboard size={16} /></button></Tip>
      </div>
    </nav>
  );
}
