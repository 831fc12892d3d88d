'use client';
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';

const shortcuts: [string, string[]][] = [
  ['Send', ['Enter']],
  ['New line', ['Shift', 'Enter']],
  ['Stop the answer, and its sound', ['Esc']],
  ['Ask aloud, from an empty field', ['hold Space']],
  ['New chat', ['Alt', 'N']],
  ['Search in history', ['Alt', 'K']],
  ['Write a question', ['/']],
  ['Show or hide the conversations', ['Alt', 'B']],
  ['Show or hide the picture', ['Alt', 'P']],
  ['Zoom the picture', ['+', '−', '0']],
  ['Walk over marks or squares', ['←', '↑', '→', '↓']],
  ['These shortcuts', ['?']],
];

export function ShortcutsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content className="dialog w-[min(92vw,27rem)]" aria-describedby={undefined}>
          <div className="mb-3 flex items-center justify-between">
            <Dialog.Title className="dialog-title">Keyboard shortcuts</Dialog.Title>
            <Dialog.Close className="icon-button -mr-2" aria-label="Close"><X size={18} /></Dialog.Close>
          </div>
          <dl className="grid grid-cols-[1fr_auto] items-center gap-y-2 text-sm">
            {shortcuts.map(([what, keys]) => (
              <div key={what} className="contents">
                <dt>{what}</dt>
                <dd className="flex gap-1">{keys.map((key) => <kbd key={key} className="key">{key}</kbd>)}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
