import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { z } from 'zod';

/** Languages that can be named; any other is heard by itself. */
export const spokenLanguages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'uk', 'tr', 'zh', 'ja', 'ko'] as const;

const Stored = z.object({
  /** Which microphone; the system's own when empty. */
  deviceId: z.string(),
  /** What was heard is shown before it is sent. */
  confirm: z.boolean(),
  /** The sound of a question is stored with it. */
  keepSound: z.boolean(),
  /** ISO 639-1 code; heard when empty. */
  language: z.union([z.literal(''), z.enum(spokenLanguages)]),
});
type Stored = z.infer<typeof Stored>;

interface VoiceSettings extends Stored {
  change(settings: Partial<Stored>): void;
}

const usual: Stored = { deviceId: '', confirm: false, keepSound: false, language: 'en' };

/** How somebody speaks to this page. Kept in the browser. */
export const useVoiceSettings = create<VoiceSettings>()(
  persist((set) => ({ ...usual, change: (settings) => set(settings) }), {
    name: 'ocelli.voice',
    partialize: ({ deviceId, confirm, keepSound, language }) => ({ deviceId, confirm, keepSound, language }),
    // What lies in local storage may be of another version of this page, or edited by hand.
    merge: (stored, current) => ({ ...current, ...(Stored.partial().safeParse(stored).data ?? {}) }),
  }),
);
