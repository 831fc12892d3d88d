import { performance } from 'node:perf_hooks';
import { answerAsPlainText, answerTurn } from '@ocelli/agent';
import type { Perception } from '@ocelli/models';
import type { AnswerStatus, Evidence, ModelUse } from '@ocelli/protocol';
import type { Answered } from './outputs.js';
import type { Taken } from './take-pictures.js';

type Accepted = Extract<Taken, { picture: unknown }>;

/** What happens on the way, for those who watch. */
export interface Watching {
  onActivity?: (text: string) => void;
  /** Markdown, piece by piece. */
  onText?: (delta: string) => void;
}

/** Asks the agent one question about all these pictures together. Rejects with an OcelliError when the turn fails. */
export async function answerQuestion(question: string, taken: readonly Accepted[], perception: Perception, { onActivity, onText }: Watching = {}): Promise<Answered> {
  const startedAt = performance.now();
  // The same picture named twice is one picture.
  const images = new Map<string, string>();
  for (const { image, picture } of taken) if (!images.has(picture.id)) images.set(picture.id, image);
  const pictures = [...images.keys()].map((id) => taken.find(({ picture }) => picture.id === id)!.picture);
  const turn = { question, pictures, attached: pictures.map(({ id }) => ({ id })), history: [] };

  let text = '';
  let status: AnswerStatus = 'declined';
  const evidence: Evidence[] = [];
  const called = new Map<string, Answered['tools'][number]>();
  const uses: ModelUse[] = [];
  for await (const event of answerTurn(turn, { perception, signal: new AbortController().signal })) {
    switch (event.type) {
      case 'activity':
        onActivity?.(event.text);
        break;
      case 'tool.started':
        called.set(event.call.callId, { name: event.call.tool, ms: 0 });
        break;
      case 'tool.finished': {
        const tool = called.get(event.callId);
        if (tool) Object.assign(tool, { ms: event.ms }, event.error ? { error: event.error.code } : {});
        uses.push(...event.models);
        break;
      }
      case 'evidence':
        evidence.push(...event.items);
        break;
      case 'text':
        text += event.delta;
        onText?.(event.delta);
        break;
      case 'answer':
        status = event.status;
    }
  }
  const taking = taken.reduce((sum, { ms }) => sum + ms, 0);
  return {
    answer: answerAsPlainText(text).trim(),
    status,
    evidence: evidence.map((item) => ({ ...item, image: images.get(item.attachmentId) ?? '' })),
    tools: [...called.values()],
    models: [...new Set(uses.map(({ model }) => model))],
    packs: [...new Set(uses.map(({ pack }) => pack))],
    ms: Math.round(taking + performance.now() - startedAt),
  };
}
