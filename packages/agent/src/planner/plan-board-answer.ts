import type { Answer } from '../answers/answer.js';
import { declined } from '../answers/answer.js';
import type { BoardView } from '../boards/board-view.js';
import { comparePieces, countPieces, findPieces } from '../boards/count-pieces.js';
import type { TurnInput } from '../turn.js';
import type { BoardAsk } from './intent.js';
import { useEach, type Plan } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';

/** Reads the boards that a question is about and answers it from them. */
export function* planBoardAnswer(ask: BoardAsk, turn: TurnInput, scopes: PictureScope[]): Plan {
  const findings = yield* useEach('read_board', scopes.map((scope) => ({ ...scope })));
  const views = findings.flatMap(({ picture, boards, region }) =>
    boards.map(({ boardIndex, reading }): BoardView => {
      const several = scopes.length > 1;
      const name = several ? (boards.length > 1 ? `board ${boardIndex + 1} of picture ${picture}` : `picture ${picture}`) : boards.length > 1 ? `board ${boardIndex + 1}` : '';
      return {
        attachmentId: turn.pictures[picture - 1]!.id,
        boardIndex,
        reading,
        ...(region ? { region } : {}),
        name,
        key: name === '' ? '' : several ? `p${picture}b${boardIndex + 1}-` : `b${boardIndex + 1}-`,
      };
    }),
  );
  if (views.length === 0) return noBoard(scopes);
  return answerFrom(ask, views);
}

function answerFrom(ask: BoardAsk, views: BoardView[]): Answer {
  const view = views[0]!;
  switch (ask.ask) {
    case 'count':
      return countPieces(views, ask.group);
    case 'compare':
      return comparePieces(view, ask.one, ask.other, ask.wanted);
    case 'exists':
    case 'where':
      return findPieces(view, ask.group);
    default:
      return declined('I have no answer to that.');
  }
}

function noBoard(scopes: PictureScope[]): Answer {
  const where = scopes.length > 1 ? 'these pictures' : scopes[0]?.region ? 'that region' : 'this picture';
  return declined(`I don't see a chess board in ${where}, so I can't answer that.`);
}
