import type { BoardReading, RunEventBody } from '@ocelli/protocol';
import { OcelliError } from '@ocelli/protocol';
import type { Perception } from '@ocelli/models';
import { expect, test } from 'vitest';
import { answerTurn } from './answer-turn.js';
import { boardReading } from './fixtures/board-readings.js';
import { recordedPerception, shownPicture } from './fixtures/recorded-perception.js';

const start = boardReading('rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR');

async function ask(question: string, boards: BoardReading[], perception: Perception = recordedPerception({ boards })): Promise<RunEventBody[]> {
  const picture = shownPicture('a');
  const events: RunEventBody[] = [];
  for await (const event of answerTurn({ question, pictures: [picture], attached: [{ id: picture.id }], history: [] }, { perception, signal: new AbortController().signal })) events.push(event);
  return events;
}

const textOf = (events: RunEventBody[]) => events.map((event) => (event.type === 'text' ? event.delta : '')).join('');

test('a question about a board shows what happens, marks every counted piece, says the number and ends with one status', async () => {
  const events = await ask('how many pawns are on the board?', [start]);
  expect(events[0]).toEqual({ type: 'activity', text: 'Looking at the picture' });
  expect(events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1])).toEqual(['activity', 'tool.started', 'tool.finished', 'evidence', 'activity', 'text', 'answer']);
  expect(textOf(events)).toBe('**16 pawns**: [8 white](#e:white) and [8 black](#e:black).');
  const evidence = events.flatMap((event) => (event.type === 'evidence' ? event.items : []));
  expect(evidence).toHaveLength(16);
  expect(evidence.filter(({ group }) => group === 'white')).toHaveLength(8);
  expect(events.at(-1)).toEqual({ type: 'answer', status: 'answered' });
});

test('a tool that cannot do its work becomes a failed call and an honest answer', async () => {
  const perception = recordedPerception({});
  perception.readBoards = () => Promise.reject(new OcelliError('model_unavailable', 'No board reader is installed.'));
  const events = await ask('how many pawns are there?', [], perception);
  expect(events.find(({ type }) => type === 'tool.finished')).toMatchObject({ status: 'failed', error: { code: 'model_unavailable' } });
  expect(events.at(-1)).toEqual({ type: 'answer', status: 'declined' });
});
