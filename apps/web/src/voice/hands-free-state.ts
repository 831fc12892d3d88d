import { create } from 'zustand';

/**
 * Listening and answering in turns, without a press in between. opening: the browser is asked for the microphone; answering and reading: it is on, so that
 * somebody can talk over the answer, and nothing of it leaves the page until somebody does; `perhaps`: somebody may be doing so; paused: it is off.
 */
export type HandsFree =
  | { status: 'off' }
  | { status: 'opening' }
  | { status: 'listening' }
  | { status: 'answering' }
  | { status: 'reading'; perhaps: boolean }
  | { status: 'paused'; why: string };

export const useHandsFree = create<HandsFree>()(() => ({ status: 'off' }));
