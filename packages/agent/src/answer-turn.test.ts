import { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AIMessage, ToolMessage, type BaseMessage } from '@langchain/core/messages';
import type { ChatResult } from '@langchain/core/outputs';
import { OcelliError, RunEventBody } from '@ocelli/protocol';
import { describe, expect, test } from 'vitest';
import { answerTurn } from './answer-turn.js';
import { askOnce } from './fixtures/conversation.js';
import { positions } from './fixtures/positions.js';
import { printedLines, recordedPerception, shownPicture, thing } from './fixtures/recorded-perception.js';

const { start, endgame } = positions;

describe('the events of a turn', () => {
  test('tell what happens, mark what was counted, say the number and end with one status', async () => {
    const { events, text, evidence } = await askOnce('how many pawns are on the board?', { boards: [start] });
    expect(events[0]).toEqual({ type: 'activity', text: 'Looking at the picture' });
    expect(events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1])).toEqual(['activity', 'tool.started', 'tool.finished', 'evidence', 'activity', 'text', 'answer']);
    expect(text).toBe('**16 pawns**: [8 white](#e:white) and [8 black](#e:black).');
    expect(evidence.filter(({ group }) => group === 'white')).toHaveLength(8);
    expect(evidence.filter(({ kind }) => kind === 'square')).toHaveLength(16);
    expect(events.at(-1)).toEqual({ type: 'answer', status: 'answered' });
    expect(events.filter(({ type }) => type === 'answer')).toHaveLength(1);
    for (const event of events) expect(() => RunEventBody.parse(event)).not.toThrow();
  });

  test('name the tool with its input, output, time and models', async () => {
    const { events } = await askOnce('give me the FEN', { boards: [start] });
    expect(events.find(({ type }) => type === 'tool.started')).toMatchObject({ call: { tool: 'read_board', title: 'Reading the board', input: { picture: 1 } } });
    expect(events.find(({ type }) => type === 'tool.finished')).toMatchObject({ status: 'done', output: [{ fen: start.fen }], models: [{ model: 'recorded-boards' }] });
  });

  test('stream the answer in words, after all the evidence that they link to', async () => {
    const { events } = await askOnce('which side has more material?', { boards: [endgame] });
    const order = events.map(({ type }) => type);
    expect(order.filter((type) => type === 'text').length).toBeGreaterThan(5);
    expect(order.lastIndexOf('evidence')).toBeLessThan(order.indexOf('text'));
  });

  const photo = { detections: { things: [thing('person', 0.9, 0.1), thing('dog', 0.7, 0.7)], faces: [] }, text: printedLines('SALE', '50 % off all shoes'), colours: [{ name: 'red', hex: '#ff0000', share: 0.7 }] };
  test.each([
    ['which side has more material?', { boards: [endgame] }],
    ['how many pieces are there?', { boards: [start] }],
    ['is it check?', { boards: [positions.check] }],
    ['describe the picture', photo],
    ['is there a dog?', photo],
    ['what colour is the dog?', photo],
    ['how much is the discount?', photo],
    ['what does it say?', photo],
    ['what are the main colours?', photo],
    ['how big is it?', photo],
  ])('carry evidence for every link: %s', async (question, recording) => {
    const { text, evidence } = await askOnce(question, recording);
    const targets = [...text.matchAll(/\(#e:([a-z0-9-]+)\)/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(0);
    for (const target of targets) expect(evidence.some(({ id, group }) => id === target || group === target), `${target} in ${text}`).toBe(true);
    expect(new Set(evidence.map(({ id }) => id)).size).toBe(evidence.length);
  });

  test('stop at once when the turn is aborted while a tool works', async () => {
    const stop = new AbortController();
    const perception = recordedPerception({});
    perception.readBoards = () => new Promise(() => {});
    const seen: string[] = [];
    for await (const event of answerTurn({ question: 'how many pawns?', pictures: [shownPicture('a')], attached: [], history: [] }, { perception, signal: stop.signal })) {
      seen.push(event.type);
      if (event.type === 'tool.started') stop.abort();
    }
    expect(seen.at(-1)).toBe('tool.started');
    expect(seen).not.toContain('answer');
  });

  test('find the first look begun before the agent has come to its first call, and looked once', async () => {
    const perception = recordedPerception({ boards: [start] });
    const events = answerTurn({ question: 'how many pawns?', pictures: [shownPicture('a')], attached: [], history: [] }, { perception, signal: new AbortController().signal });
    await events.next();
    const next = events.next();
    expect(perception.asked).toEqual(['boards']);
    for (let event = await next; !event.done; event = await events.next());
    expect(perception.asked).toEqual(['boards']);
  });

  test('carry a failed call and an honest answer when a tool cannot do its work', async () => {
    const perception = recordedPerception({});
    perception.readBoards = () => Promise.reject(new OcelliError('model_unavailable', 'No board reader is installed.'));
    const { events, status } = await askOnce('how many pawns are there?', {}, { perception });
    expect(events.find(({ type }) => type === 'tool.finished')).toMatchObject({ status: 'failed', error: { code: 'model_unavailable' } });
    expect(status).toBe('declined');
  });

  test.each([
    ['how many pawns?', ['boards']],
    ['how many people?', ['detect']],
    ['what does it say?', ['text']],
    ['what does the QR code say?', ['codes']],
    ['what are the main colours?', ['colours']],
    ['how big is the picture?', []],
    ['hello', []],
  ])('come from no more perception than the question needs: %s', async (question, tasks) => {
    const perception = recordedPerception({ boards: [start], ...photo });
    await askOnce(question, {}, { perception });
    expect(perception.asked).toEqual(tasks);
  });
});

/** Stands for a language model of another make: calls one tool, then speaks about what came back. */
class ModelThatReadsTheBoard extends BaseChatModel {
  constructor() {
    super({});
  }
  override _llmType() {
    return 'test';
  }
  override bindTools() {
    return this;
  }
  override async _generate(messages: BaseMessage[]): Promise<ChatResult> {
    const seen = messages.find((message) => ToolMessage.isInstance(message));
    const message = seen ? new AIMessage(`The board is ${JSON.parse(seen.text)[0].fen}.`) : new AIMessage({ content: '', tool_calls: [{ id: 'one', name: 'read_board', args: { picture: 1 } }] });
    return { generations: [{ message, text: message.text }] };
  }
}

test('a language model takes the place of the planner', async () => {
  const { text, events } = await askOnce('what is the position?', { boards: [start] }, { chatModel: new ModelThatReadsTheBoard() });
  expect(text).toBe(`The board is ${start.fen}.`);
  expect(events.filter(({ type }) => type === 'tool.finished')).toHaveLength(1);
});
