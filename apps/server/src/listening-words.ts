import { affordedBy, type Surroundings } from '@ocelli/agent';
import type { Perception } from '@ocelli/models';
import type { ListenStart, Message } from '@ocelli/protocol';
import type { Store } from '@ocelli/store';

/** Gathers the surroundings of a question: pictures that go with it, else those shown last in its conversation. What fails to be seen is left out. */
export async function surroundings(store: Store, perception: Perception, ownerId: string, { conversationId, attachments }: ListenStart, signal: AbortSignal): Promise<Surroundings> {
  const conversation = conversationId === null ? null : await store.conversations.find(ownerId, conversationId);
  const asked = (conversation?.messages ?? []).filter((message): message is Message & { role: 'user' } => message.role === 'user');
  const shown = attachments.length > 0 ? attachments : (asked.findLast((question) => question.attachments.length > 0)?.attachments ?? []);
  const ids = [...(await store.attachments.findAll(ownerId, shown.map(({ id }) => id))).keys()];
  const afforded = await affordedBy(ids.map((id) => ({ id, path: store.pictures.path(id, 'normal') })), perception, signal);
  return { earlier: asked.map(({ text }) => text).filter(Boolean), ...afforded };
}
