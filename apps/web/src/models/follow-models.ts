import { ModelsChange } from '@/wire/protocol';
import { theSocket } from '@/wire/socket';
import { useModels } from './models-store';

/** Keeps the store in step with the server while the page's socket is connected. Returns how to stop. */
export function followModels(): () => void {
  const socket = theSocket();
  const { load, take } = useModels.getState();
  const onChange = (value: unknown): void => take(ModelsChange.parse(value));
  const onConnect = (): void => void load();
  socket.on('models.changed', onChange).on('connect', onConnect);
  void load();
  return () => void socket.off('models.changed', onChange).off('connect', onConnect);
}
