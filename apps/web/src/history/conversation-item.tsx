'use client';
import { Braces, Ellipsis, FileText, Pencil, Trash2 } from 'lucide-react';
import { AlertDialog, DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { limits, OcelliError, type ConversationSummary } from '@/wire/protocol';
import { exportUrl, rest } from '@/wire/rest';
import { say } from '@/design/toasts';
import { useConversation } from '@/conversation/conversation-store';
import { useOutbox } from '@/conversation/outbox';
import { useDrafts } from '@/composer/drafts';
import { useHistory } from './history-store';

interface ConversationItemProps {
  conversation: ConversationSummary;
  onOpen: () => void;
  onDeleted: () => void;
}

/** One conversation of the list with its menu. */
export function ConversationItem({ conversation, onOpen, onDeleted }: ConversationItemProps) {
  const { id, title } = conversation;
  const isOpen = useConversation((state) => state.id === id);
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);

  const rename = async (wanted: string): Promise<void> => {
    setRenaming(false);
    const next = wanted.trim();
    if (!next || next === title) return;
    const take = (renamed: ConversationSummary): void => useHistory.getState().take({ type: 'updated', conversation: renamed });
    take({ ...conversation, title: next });
    try {
      take(await rest.changeConversation(id, { title: next }));
    } catch (cause) {
      take(conversation);
      say(`The name was not changed. ${OcelliError.from(cause).message}`, { tone: 'problem' });
    }
  };

  const remove = async (): Promise<void> => {
    try {
      await rest.deleteConversation(id);
      useHistory.getState().take({ type: 'deleted', conversationId: id });
      useOutbox.getState().forget(id);
      useDrafts.getState().clear(id);
      if (isOpen) onDeleted();
      say('Conversation deleted');
    } catch (cause) {
      say(`The conversation was not deleted. ${OcelliError.from(cause).message}`, { tone: 'problem' });
    }
  };

  if (renaming) {
    return (
      <li>
        <input
          autoFocus className="field" aria-label="Conversation name" defaultValue={title} maxLength={limits.titleCharacters}
          onFocus={(event) => event.target.select()}
          onBlur={(event) => void rename(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void rename(event.currentTarget.value);
            if (event.key === 'Escape') setRenaming(false);
          }}
        />
      </li>
    );
  }
  return (
    <li className="history-item" data-open={isOpen || undefined}>
      <a
        href={`/?c=${id}`} className="history-link" aria-current={isOpen ? 'page' : undefined} title={title}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          onOpen();
        }}
      >
        {title}
      </a>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger className="icon-button history-menu" aria-label={`Menu of ${title}`}><Ellipsis size={16} /></DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className="menu" align="start" sideOffset={4} onCloseAutoFocus={(event) => { if (renaming) event.preventDefault(); }}>
            {/* The field takes the focus after the menu has given it back. */}
            <DropdownMenu.Item className="menu-item" onSelect={() => setTimeout(() => setRenaming(true))}><Pencil size={15} /> Rename</DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" asChild><a href={exportUrl(id, 'markdown')} download><FileText size={15} /> Export Markdown</a></DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" asChild><a href={exportUrl(id, 'json')} download><Braces size={15} /> Export JSON</a></DropdownMenu.Item>
            <DropdownMenu.Item className="menu-item" data-problem onSelect={() => setDeleting(true)}><Trash2 size={15} /> Delete…</DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      <AlertDialog.Root open={deleting} onOpenChange={setDeleting}>
        <AlertDialog.Portal>
          <AlertDialog.Overlay className="veil" />
          <AlertDialog.Content className="dialog w-[min(92vw,26rem)]">
            <AlertDialog.Title className="dialog-title">Delete this conversation?</AlertDialog.Title>
            <AlertDialog.Description className="mt-2 text-ink-soft">“{title}” and the pictures that only it uses are removed from the server. This cannot be undone.</AlertDialog.Description>
            <div className="mt-5 flex justify-end gap-2">
              <AlertDialog.Cancel className="button button-line">Cancel</AlertDialog.Cancel>
              <AlertDialog.Action className="button button-problem" onClick={() => void remove()}>Delete</AlertDialog.Action>
            </div>
          </AlertDialog.Content>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </li>
  );
}
