import { create } from 'zustand';
import { ConversationChange, MessageCreated, OcelliError, RunEvent } from '@/wire/protocol';
import { rest } from '@/wire/rest';
import { theSocket } from '@/wire/socket';
import { useHistory } from '@/history/history-store';
import { useConversation } from './conversation-store';
import { useOutbox } from './outbox';
import { deliver, fillGap, repeatStops, watchOpenConversation } from './send-turn';

export type ConnectionStatus = 'connecting' | 'online' | 'offline';

/** Whether the server can be reached right now. */
export const useConnection = create<{ status: ConnectionStatus }>(() => ({ status: 'connecting' }));

const refusedPauseMs = 2_000;

async function catchUp(): Promise<void> {
  useConnection.setState({ status: 'online' });
  void useHistory.getState().load();
  await useConversation.getState().load();
  if (useConversation.getState().status === 'ready') await watchOpenConversation().catch(() => undefined);
  repeatStops();
  await deliver();
}

/** Connects the stores to the server and keeps them in step. Returns how to let go of it again. */
export function connect(): () => void {
  const socket = theSocket();
  const { takeMessage, takeEvent, followLeaf } = useConversation.getState();
  let left = false;

  const onMessage = (value: unknown): void => {
    const { message } = MessageCreated.parse(value);
    takeMessage(message);
  };
  const onEvent = (value: unknown): void => {
    const entry = RunEvent.parse(value);
    takeEvent(entry);
    if (entry.conversationId === useConversation.getState().id) void fillGap(entry.messageId);
  };
  const onChange = (value: unknown): void => {
    const change = ConversationChange.parse(value);
    useHistory.getState().take(change);
    const open = useConversation.getState();
    if (change.type === 'updated') {
      if (change.conversation.id === open.id) followLeaf(change.conversation.leafId);
    } else {
      useOutbox.getState().forget(change.conversationId);
      if (change.conversationId === open.id) open.takeAway();
    }
  };
  const onConnect = (): void => void catchUp();
  const onLost = (): void => {
    useConnection.setState({ status: 'offline' });
    // After a lost line socket.io tries again by itself; after a refusal it does not.
    if (!socket.active) setTimeout(() => void comeBack(), refusedPauseMs);
  };
  const comeBack = async (): Promise<void> => {
    if (left) return;
    try {
      // Where the server has forgotten this browser, asking for anything makes it known again.
      await rest.me();
    } catch (cause) {
      // A page that asks for a password now.
      if (OcelliError.from(cause).code === 'unauthorized') location.reload();
    }
    if (!left) socket.connect();
  };
  const onNetwork = (): void => void socket.connect();

  socket.on('message.created', onMessage).on('run.event', onEvent).on('conversation.changed', onChange);
  socket.on('connect', onConnect).on('disconnect', onLost).on('connect_error', onLost);
  window.addEventListener('online', onNetwork);
  window.addEventListener('offline', onLost);
  socket.connect();
  // A conversation opened later has to be followed too.
  const unfollow = useConversation.subscribe((state, before) => {
    if (state.status === 'ready' && (before.status !== 'ready' || state.id !== before.id) && socket.connected) void watchOpenConversation().catch(() => undefined);
    if (state.id !== before.id && before.id && socket.connected) socket.emit('conversation.unwatch', { conversationId: before.id }, () => undefined);
  });
  return () => {
    left = true;
    unfollow();
    socket.off('message.created', onMessage).off('run.event', onEvent).off('conversation.changed', onChange);
    socket.off('connect', onConnect).off('disconnect', onLost).off('connect_error', onLost);
    window.removeEventListener('online', onNetwork);
    window.removeEventListener('offline', onLost);
    socket.disconnect();
  };
}
