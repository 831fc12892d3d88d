import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { z } from 'zod';

/** Slower and faster than this, nobody listens. */
export const speeds = { slowest: 0.75, fastest: 1.5, step: 0.05 } as const;

const Stored = z.object({
  /** Which answers are read by themselves; any finished one is read when somebody presses its button. */
  when: z.enum(['never', 'spoken', 'all']),
  /** What the switch in the header turns on. */
  wanted: z.enum(['spoken', 'all']),
  /** One of the server's voices; its usual one when empty. */
  voice: z.string().max(40),
  /** A voice of this browser's own, which then speaks in place of the server's (its `voiceURI`). */
  ownVoice: z.string(),
  /** 1 is the voice's own. */
  speed: z.number().min(speeds.slowest).max(speeds.fastest),
});
type Stored = z.infer<typeof Stored>;

interface ReadingSettings extends Stored {
  change(settings: Partial<Stored>): void;
}

const usual: Stored = { when: 'never', wanted: 'all', voice: '', ownVoice: '', speed: 1 };

/** Whether and how answers are read aloud. Kept in the browser. */
export const useReadingSettings = create<ReadingSettings>()(
  persist((set) => ({ ...usual, change: (settings) => set({ ...settings, ...(settings.when && settings.when !== 'never' ? { wanted: settings.when } : {}) }) }), {
    name: 'ocelli.reading-aloud',
    partialize: ({ when, wanted, voice, ownVoice, speed }) => ({ when, wanted, voice, ownVoice, speed }),
    // What lies in local storage may be of another version of this page, or edited by hand.
    merge: (stored, current) => ({ ...current, ...(Stored.partial().safeParse(stored).data ?? {}) }),
  }),
);
