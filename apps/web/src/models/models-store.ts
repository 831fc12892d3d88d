import { create } from 'zustand';
import { OcelliError, type ModelsAction, type ModelsChange, type ModelsReport } from '@/wire/protocol';
import { say } from '@/design/toasts';
import { rest } from '@/wire/rest';

interface Models {
  report: ModelsReport | null;
  /** Why there is no report. */
  problem: string | null;
  /** Models that something was asked of, until the server has answered. */
  asking: readonly string[];
  load(): Promise<void>;
  take(change: ModelsChange): void;
  act(action: ModelsAction['action'], ids: readonly string[]): Promise<void>;
  setAutomatic(automatic: boolean): Promise<void>;
}

/** The models of the server's machine: read when the page opens, told by the socket from then on. */
export const useModels = create<Models>()((set, get) => ({
  report: null,
  problem: null,
  asking: [],

  async load() {
    try {
      set({ report: await rest.models(), problem: null });
    } catch (cause) {
      if (!get().report) set({ problem: OcelliError.from(cause).message });
    }
  },

  take({ models, ...change }) {
    const { report } = get();
    if (!report) return;
    const told = new Map(models.map((one) => [one.id, one]));
    set({ report: { ...report, ...change, models: report.models.map((card) => ({ ...card, ...told.get(card.id) })) } });
  },

  async act(action, ids) {
    set(({ asking }) => ({ asking: [...asking, ...ids] }));
    try {
      set({ report: await rest.changeModels({ action, ids: [...ids] }) });
    } catch (cause) {
      say(OcelliError.from(cause).message, { tone: 'problem' });
      void get().load();
    } finally {
      set(({ asking }) => ({ asking: asking.filter((id) => !ids.includes(id)) }));
    }
  },

  async setAutomatic(automatic) {
    const { report } = get();
    if (!report) return;
    set({ report: { ...report, automatic } });
    try {
      set({ report: await rest.setModels({ automatic }) });
    } catch (cause) {
      say(OcelliError.from(cause).message, { tone: 'problem' });
      void get().load();
    }
  },
}));
