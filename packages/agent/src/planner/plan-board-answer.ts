import { declined, hedged, said, type Answer } from '../answers/answer.js';
import { quoted } from '../answers/picture-text.js';
import { capitalised, link } from '../answers/wording.js';
import { attackersOn } from '../boards/board-facts.js';
import { boardMark, isSure, squareMarks, type BoardView } from '../boards/board-view.js';
import { comparePieces, countPieces, findPieces } from '../boards/count-pieces.js';
import { tellAttackers, tellBestMove, tellCaptures, tellCheck, tellCheckmate, tellMateInOne, tellStalemate } from '../boards/judge-position.js';
import { inGroup } from '../boards/piece-group.js';
import { colourOf, colours, pieceName } from '../boards/pieces.js';
import { sideToMoveByCheck, sideToMoveInText } from '../boards/side-to-move.js';
import { describeBoard, tellCastling, tellFen, tellLegality, tellMaterial, tellOrientation, tellStanding } from '../boards/tell-position.js';
import { tellEmpty, tellLine, tellSquareColour, tellSquares, tellWhere } from '../boards/tell-squares.js';
import { lineMarks } from '../text-answers/tell-text.js';
import type { TurnInput } from '../turn.js';
import { answerFromPrint } from './answer-from-print.js';
import type { BoardAsk } from './intent.js';
import { planOpenAnswer } from './plan-open-answer.js';
import { findingIn, use, useEach, type Plan, type PlanPart } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** Reads the boards that a question is about and answers it from them; `otherwise` is what to do where there is none. */
export function* planBoardAnswer(ask: BoardAsk, question: string, turn: TurnInput, scopes: PictureScope[], otherwise?: () => Plan): Plan {
  if (ask.ask === 'whose-move') return yield* planWhoseMove(turn, scopes);
  if (ask.ask === 'winner') return yield* planWinner(question, turn, scopes, otherwise ?? (() => planOpenAnswer(question, turn, scopes)));
  const inputs = scopes.map((scope) => ({ ...scope }));
  const findings = otherwise ? (yield inputs.map((input) => ({ tool: 'read_board', input }))).flatMap((result) => findingIn(result, 'read_board') ?? []) : yield* useEach('read_board', inputs);
  const views = boardViews(turn, scopes, findings);
  if (views.length === 0) return otherwise ? yield* otherwise() : noBoard(scopes);
  const about = chosen(views);
  if (ask.ask === 'count') return withBoards(countPieces(about, ask.group, ask.which), about);
  const answers: { name: string; answer: Answer }[] = [];
  for (const view of about) answers.push({ name: view.name, answer: yield* answerFor(ask, view) });
  return withBoards(severalAnswers(answers), about);
}

/** Every answer from boards carries their readings, last, so that the page can draw them, take corrections and give the FEN. */
function withBoards(answer: Answer, views: BoardView[]): Answer {
  const missing = views.map(boardMark).filter(({ id }) => !answer.evidence.some((item) => item.id === id));
  return { ...answer, evidence: [...answer.evidence, ...missing] };
}

/** Whether only a chess board could answer it: pawns are, a king or "who is ahead" may be in any picture. */
export function isOnlyChess(ask: BoardAsk): boolean {
  if ('group' in ask && ask.group) return ask.group.kinds.some((kind) => kind === 'pawn' || kind === 'bishop' || kind === 'rook' || kind === 'knight') || ask.ask === 'attacked';
  return ['compare', 'on-squares', 'check', 'checkmate', 'stalemate', 'captures', 'best-move', 'mate-in-one', 'castling', 'attacked', 'fen', 'square-colour'].includes(ask.ask);
}

/** The boards found, as the answer will talk about them. */
export function boardViews(turn: TurnInput, scopes: readonly PictureScope[], findings: { picture: number; region?: PictureScope['region']; boards: { boardIndex: number; reading: BoardView['reading'] }[] }[]): BoardView[] {
  const several = scopes.length > 1;
  return findings.flatMap(({ picture, boards, region }) =>
    boards.map(({ boardIndex, reading }): BoardView => {
      const nameOnPicture = boards.length > 1 ? `board ${boardIndex + 1}` : '';
      const name = several ? [nameOnPicture, `picture ${picture}`].filter(Boolean).join(' of ') : nameOnPicture;
      const key = name === '' ? '' : several ? `p${picture}b${boardIndex + 1}-` : `b${boardIndex + 1}-`;
      return { attachmentId: turn.pictures[picture - 1]!.id, boardIndex, reading, ...(region ? { region } : {}), name, key };
    }),
  );
}

/** Most boards that one answer talks about. */
const mostBoards = 6;

function chosen(views: BoardView[]): BoardView[] {
  return views.slice(0, mostBoards);
}

function* answerFor(ask: Exclude<BoardAsk, { ask: 'count' | 'whose-move' | 'winner' }>, view: BoardView): PlanPart<Answer> {
  switch (ask.ask) {
    case 'compare':
      return comparePieces(view, ask.one, ask.other, ask.wanted);
    case 'exists':
      return findPieces(view, ask.group);
    case 'where':
      return tellWhere(view, ask.group);
    case 'on-squares':
      return tellSquares(view, ask.squares);
    case 'on-line':
      return tellLine(view, ask.line, ask.group);
    case 'fen':
      return tellFen(view);
    case 'orientation':
      return tellOrientation(view);
    case 'material':
      return ask.winning ? tellStanding(view) : tellMaterial(view, ask.side);
    case 'describe':
      return describeBoard(view);
    case 'empty':
      return tellEmpty(view);
    case 'square-colour':
      return tellSquareColour(view, ask.square);
    case 'castling':
      return tellCastling(view, ask.side);
    case 'attacked':
      return attackers(ask, view);
    default: {
      const { facts } = yield* use('board_rules', { placement: view.reading.fen });
      switch (ask.ask) {
        case 'check':
          return tellCheck(view, facts, ask.side);
        case 'checkmate':
          return tellCheckmate(view, facts, ask.side);
        case 'stalemate':
          return tellStalemate(view, facts, ask.side);
        case 'captures':
          return tellCaptures(view, facts, ask.side);
        case 'mate-in-one':
          return tellMateInOne(view, facts, ask.side);
        case 'best-move':
          return tellBestMove(view, facts, ask.side ?? sideToMoveByCheck(facts));
        default:
          return tellLegality(view, facts.problems);
      }
    }
  }
}

function attackers(ask: Extract<BoardAsk, { ask: 'attacked' }>, view: BoardView): Answer {
  const wanted = ask.square
    ? view.reading.squares.filter(({ square }) => square === ask.square)
    : inGroup(view.reading.squares, ask.group ?? { kinds: [] });
  const targets = wanted.map(({ square, piece }) => {
    const sides = piece ? [colourOf(piece) === 'white' ? ('black' as const) : ('white' as const)] : (['white', 'black'] as const);
    return { square, name: piece ? `the ${pieceName(piece)} on ${square}` : square, by: sides.flatMap((side) => attackersOn(view.reading.fen, square, side)) };
  });
  return tellAttackers(view, targets);
}

/** Whose move it is stands in the page's text if anywhere; a check tells it too. */
function* planWhoseMove(turn: TurnInput, scopes: PictureScope[]): Plan {
  const scope = scopes[0]!;
  const { region: _region, ...whole } = scope;
  const [boardResult, textResult] = yield [
    { tool: 'read_board', input: { ...scope } },
    { tool: 'read_text', input: { ...whole } },
  ];
  const attachmentId = turn.pictures[scope.picture - 1]!.id;
  const printed = sideToMoveInText(findingIn(textResult, 'read_text')?.reading.lines ?? []);
  if (printed) {
    return said(printed.lines.every(({ score }) => score > 0.7), `**${capitalised(printed.side)}**: the page says ${link(quoted(printed.text, 120), 'line')}.`, lineMarks(attachmentId, printed.lines, 'line'));
  }
  const found = findingIn(boardResult, 'read_board');
  const view = found && boardViews(turn, [scope], [found])[0];
  if (!view) return declined("I find no chess board in this picture that I can read, and no text says whose move it is.");
  const { facts } = yield* use('board_rules', { placement: view.reading.fen });
  const checked = sideToMoveByCheck(facts);
  if (checked && isSure(view)) return said(true, `**${capitalised(checked)}**: ${link(`the ${checked} king`, `${view.key}king`)} is in check, so it must be ${capitalised(checked)}'s move.`, squareMarks(view, inGroup(view.reading.squares, { kinds: ['king'], colour: checked }), 'king'));
  return hedged(`I can't tell: ${link('the board', `${view.key}board`)} alone does not show whose move it is, and I found no text that says so.`, [boardMark(view)]);
}

/** Who won stands in the page's text if anywhere; a checkmate tells it too. */
function* planWinner(question: string, turn: TurnInput, scopes: PictureScope[], otherwise: () => Plan): Plan {
  const scope = scopes[0]!;
  const { region: _region, ...whole } = scope;
  const [boardResult, textResult] = yield [
    { tool: 'read_board', input: { ...scope } },
    { tool: 'read_text', input: { ...whole } },
  ];
  const attachmentId = turn.pictures[scope.picture - 1]!.id;
  const printed = yield* answerFromPrint(question, attachmentId, whole, findingIn(textResult, 'read_text')?.reading.lines ?? []);
  if (printed?.status === 'answered') return printed;
  const found = findingIn(boardResult, 'read_board');
  const view = found && boardViews(turn, [scope], [found])[0];
  if (!view) return yield* otherwise();
  const { facts } = yield* use('board_rules', { placement: view.reading.fen });
  const mated = colours.find((colour) => facts[colour].checkmated);
  if (mated && isSure(view)) return withBoards(said(true, `**${mated === 'white' ? 'Black' : 'White'}** won: ${link(`the ${mated} king`, `${view.key}king`)} is checkmated.`, squareMarks(view, inGroup(view.reading.squares, { kinds: ['king'], colour: mated }), 'king')), [view]);
  return printed ?? withBoards(declined('I can\'t tell: the board shows no checkmate, and I found no text that says who won.'), [view]);
}

function noBoard(scopes: PictureScope[]): Answer {
  const where = scopes.length > 1 ? 'these pictures' : scopes[0]?.region ? 'that region' : 'this picture';
  return declined(`I find no chess board in ${where} that I can read, so I can't answer that. I read drawn boards, in screenshots, diagrams and books; photographs of real boards I can't.`);
}
