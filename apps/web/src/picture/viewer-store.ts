import { create } from 'zustand';
import type { MarkKind } from './marks';

interface Viewer {
  /** The picture that was chosen; null: the one the latest answer is about. */
  attachmentId: string | null;
  /** The answer whose evidence is drawn; null: the latest that has any. */
  answerId: string | null;
  /** Evidence id or group under the pointer or the focus, and the one that was clicked. */
  hovered: string | null;
  pinned: string | null;
  hidden: readonly MarkKind[];
  /** Whether the viewer covers a phone's screen. */
  sheetOpen: boolean;
  /** Whether there is a viewer beside the chat on a wide screen. */
  besideOpen: boolean;
}

/** What the picture viewer shows, and which mark and word of the answer are lit. */
export const useViewer = create<Viewer>(() => ({ attachmentId: null, answerId: null, hovered: null, pinned: null, hidden: [], sheetOpen: false, besideOpen: true }));

export const litNow = ({ hovered, pinned }: Pick<Viewer, 'hovered' | 'pinned'>): string | null => hovered ?? pinned;

export const hover = (name: string): void => useViewer.setState({ hovered: name });

/** The pointer may already be on something else when leaving is heard of. */
export const leave = (name: string): void => useViewer.setState(({ hovered }) => (hovered === name ? { hovered: null } : {}));

/** Shows a picture with an answer's evidence, and keeps one group of it lit until something else is chosen. */
export function show(what: { attachmentId: string; answerId?: string; pin?: string | null }): void {
  useViewer.setState(({ answerId }) => ({
    attachmentId: what.attachmentId, answerId: what.answerId ?? answerId, pinned: what.pin ?? null, sheetOpen: true, besideOpen: true,
  }));
}

export const toggleKind = (kind: MarkKind): void =>
  useViewer.setState(({ hidden }) => ({ hidden: hidden.includes(kind) ? hidden.filter((other) => other !== kind) : [...hidden, kind] }));

/** Back to the latest answer, when another conversation or a new answer comes. */
export const showLatest = (): void => useViewer.setState({ attachmentId: null, answerId: null, hovered: null, pinned: null });
