import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { ErrorBody, TurnRegenerate, TurnStart, UserMessage } from '@/wire/protocol';
import { z } from 'zod';

/** Something asked for that the server has not acknowledged. Its `turnId` makes sending it twice mean the same thing once. */
const Letter = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), turn: TurnStart, message: UserMessage, failure: ErrorBody.optional() }),
  z.object({ kind: z.literal('regenerate'), turn: TurnRegenerate, failure: ErrorBody.optional() }),
]);
export type Letter = z.infer<typeof Letter>;

interface Outbox {
  letters: Letter[];
  put(letter: Letter): void;
  remove(turnId: string): void;
  fail(turnId: string, failure: ErrorBody): void;
  retry(turnId: string): void;
  forget(conversationId?: string): void;
}

/** Questions on their way. Kept in the browser, so that neither a reload nor a lost network loses one. */
export const useOutbox = create<Outbox>()(
  persist(
    (set) => ({
      letters: [],
      put: (letter) => set(({ letters }) => ({ letters: [...letters, letter] })),
      remove: (turnId) => set(({ letters }) => ({ letters: letters.filter(({ turn }) => turn.turnId !== turnId) })),
      fail: (turnId, failure) => set(({ letters }) => ({ letters: letters.map((letter) => (letter.turn.turnId === turnId ? { ...letter, failure } : letter)) })),
      retry: (turnId) => set(({ letters }) => ({ letters: letters.map((letter) => (letter.turn.turnId === turnId ? { ...letter, failure: undefined } : letter)) })),
      forget: (conversationId) =>
        set(({ letters }) => ({ letters: conversationId === undefined ? [] : letters.filter(({ turn }) => turn.conversationId !== conversationId) })),
    }),
    {
      name: 'ocelli.outbox',
      partialize: ({ letters }) => ({ letters }),
      // What lies in local storage may be of another version of this page, or edited by hand.
      merge: (stored, current) => {
        const checked = z.object({ letters: z.array(Letter) }).safeParse(stored);
        return checked.success ? { ...current, ...checked.data } : current;
      },
    },
  ),
);
