'use client';
import { X } from 'lucide-react';
import { create } from 'zustand';
import { newId } from '@/wire/new-id';

interface Toast {
  id: string;
  text: string;
  tone: 'plain' | 'problem';
  action?: { label: string; run: () => void };
}

const useToasts = create<{ toasts: Toast[] }>(() => ({ toasts: [] }));
const dismiss = (id: string): void => useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));

/** Says something in passing. A problem stays until it is dismissed; the rest leaves by itself. */
export function say(text: string, { tone = 'plain', action }: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
  const id = newId();
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { id, text, tone, ...(action ? { action } : {}) }] }));
  if (tone === 'plain') setTimeout(() => dismiss(id), action ? 9_000 : 4_500);
}

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div role="status" aria-live="polite" className="pointer-events-none fixed inset-x-4 top-16 z-60 flex flex-col items-center gap-2">
      {toasts.map(({ id, text, tone, action }) => (
        <div key={id} className={`toast pointer-events-auto ${tone === 'problem' ? 'toast-problem' : ''}`}>
          <span>{text}</span>
          {action && (
            <button type="button" className="toast-action" onClick={() => { action.run(); dismiss(id); }}>
              {action.label}
            </button>
          )}
          <button type="button" className="relative -mr-1 rounded-md p-1 opacity-70 after:absolute after:-inset-3 hover:opacity-100" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <X size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
