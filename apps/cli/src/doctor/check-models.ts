import { catalogue, packStatus } from '@ocelli/models';
import type { Check } from '../outputs.js';

/** What the first answers need: pieces on boards, things in photographs, printed text. */
export const mainTasks = ['read-boards', 'detect', 'read-text'] as const;

/** Every model of every installed pack, its files compared with the pinned hashes. */
export async function checkModels(): Promise<Check[]> {
  return (await packStatus()).flatMap(({ id: pack, models }) =>
    models.map(({ id, title, status, remedy }): Check => {
      const needed = catalogue.find((entry) => entry.id === id)?.tasks.some((task) => mainTasks.some((main) => main === task));
      const about = { id: `model-${id}`, title: 'Model' };
      if (status === 'ready') return { ...about, status: 'ok', detail: `${title} (${pack} pack)` };
      return { ...about, status: needed ? 'problem' : 'warning', detail: `${title} (${pack} pack) is ${status}`, ...(remedy ? { remedy } : {}) };
    }),
  );
}
