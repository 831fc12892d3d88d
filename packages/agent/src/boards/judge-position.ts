import { answered, declined, hedged, said, type Answer } from '../answers/answer.js';
import { capitalised, link, listed } from '../answers/wording.js';
import type { BoardFacts, SideFacts } from './board-facts.js';
import { doubtMarks, doubtNote, isIllegible, isSure, squareMarks, squaresOf, type BoardView } from './board-view.js';
import { illegibleBoard } from './count-pieces.js';
import { inGroup } from './piece-group.js';
import { colours, pieceName, type Colour } from './pieces.js';

/** Most moves that an answer lists. */
const mostMoves = 10;

const noEngine = 'I have no chess engine here, so I do not judge moves.';

/** A side's king has to be there once for its checks to mean anything. */
function kingless(side: Colour): string {
  return `I don't see exactly one ${side} king, so I can't tell`;
}

function attackersOf(view: BoardView, { checkedBy }: SideFacts) {
  return view.reading.squares.filter(({ square }) => checkedBy?.includes(square));
}

function kingOf(view: BoardView, side: Colour) {
  return inGroup(view.reading.squares, { kinds: ['king'], colour: side });
}

function withDoubt(view: BoardView, text: string): string {
  const note = doubtNote(view);
  return note ? `${text} ${note}` : text;
}

/** Whether kings are in check: of the side asked about, or of both. */
export function tellCheck(view: BoardView, facts: BoardFacts, side?: Colour): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const marks = colours.flatMap((colour) => [...squareMarks(view, side && colour !== side ? [] : kingOf(view, colour), `${colour}-king`), ...squareMarks(view, side && colour !== side ? [] : attackersOf(view, facts[colour]), `${colour}-attackers`)]);
  const verdict = (colour: Colour) => {
    const { checkedBy } = facts[colour];
    const king = link(`the ${colour} king`, `${view.key}${colour}-king`);
    if (checkedBy === null) return { state: null, text: kingless(colour) };
    if (checkedBy.length === 0) return { state: false, text: `${king} is not in check` };
    const attackers = attackersOf(view, facts[colour]).map(({ square, piece }) => `the ${piece ? pieceName(piece) : 'piece'} on ${square}`);
    return { state: true, text: `${king} is in check from ${link(listed(attackers), `${view.key}${colour}-attackers`)}` };
  };
  if (side) {
    const { state, text } = verdict(side);
    if (state === null) return declined(`${text}.`, marks);
    return said(isSure(view), withDoubt(view, `**${state ? 'Yes' : 'No'}**, ${text}.`), [...marks, ...doubtMarks(view)]);
  }
  const both = colours.map(verdict);
  const inCheck = both.filter(({ state }) => state);
  if (both.every(({ state }) => state === null)) return declined("I don't see exactly one king a side, so I can't tell.", marks);
  const text = inCheck.length > 0 ? `**Yes**, ${listed(inCheck.map((one) => one.text))}.` : both.some(({ state }) => state === null) ? `${capitalised(listed(both.map((one) => one.text)))}.` : '**No**, neither king is in check.';
  return said(isSure(view), withDoubt(view, text), [...marks, ...doubtMarks(view)]);
}

/** Whether it is checkmate: decidable from a picture, because a side in check must be the one to move. */
export function tellCheckmate(view: BoardView, facts: BoardFacts, side?: Colour): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const asked = side ? [side] : colours;
  const mated = asked.find((colour) => facts[colour].checkmated);
  if (mated) {
    const marks = [...squareMarks(view, kingOf(view, mated), 'mated'), ...squareMarks(view, attackersOf(view, facts[mated]), 'attackers')];
    return said(isSure(view), withDoubt(view, `**Yes**, ${link(capitalised(mated), `${view.key}mated`)} is checkmated: ${link('the king is attacked', `${view.key}attackers`)} and has no legal move.`), [...marks, ...doubtMarks(view)]);
  }
  if (asked.every((colour) => facts[colour].checkmated === null)) return declined(`${kingless(asked[0]!)}.`);
  const checked = asked.find((colour) => (facts[colour].checkedBy?.length ?? 0) > 0);
  const why = checked ? `${capitalised(checked)} is in check but has a legal move` : side ? `${capitalised(side)} is not in check` : 'neither king is in check';
  return said(isSure(view), withDoubt(view, `**No**, it is not checkmate: ${why}.`), checked ? squareMarks(view, [...kingOf(view, checked), ...attackersOf(view, facts[checked])], 'checked') : doubtMarks(view));
}

/** Stalemate depends on whose move it is, which a picture seldom shows. */
export function tellStalemate(view: BoardView, facts: BoardFacts, side?: Colour): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const asked = side ? [side] : colours;
  const stuck = asked.filter((colour) => facts[colour].stalemated);
  if (stuck.length > 0) return said(isSure(view) && side !== undefined, withDoubt(view, `**Yes**, if it is ${listed(stuck.map(capitalised), 'or')}'s move: no legal move and no check.`), [...squareMarks(view, stuck.flatMap((colour) => kingOf(view, colour)), 'king'), ...doubtMarks(view)]);
  return said(isSure(view), withDoubt(view, `**No**, ${side ? `${capitalised(side)} is` : 'neither side is'} stalemated.`), doubtMarks(view));
}

/** What a side could take if it were to move. */
export function tellCaptures(view: BoardView, facts: BoardFacts, side?: Colour): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const parts = (side ? [side] : colours).map((colour) => {
    const { captures } = facts[colour];
    return captures.length > 0 ? `${capitalised(colour)} to move could take with ${movesListed(captures)}` : `${capitalised(colour)} can't take anything`;
  });
  return said(isSure(view), withDoubt(view, `${parts.join('. ')}.`), doubtMarks(view));
}

/** Mates in one by the rules, for the side asked about or for both. */
export function tellMateInOne(view: BoardView, facts: BoardFacts, side: Colour | undefined): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const parts = (side ? [side] : colours).map((colour) => ({ colour, mates: facts[colour].matesInOne }));
  const found = parts.filter(({ mates }) => mates.length > 0);
  if (found.length === 0) return said(isSure(view), withDoubt(view, `**No**: ${side ? capitalised(side) : 'neither side'} has ${side ? 'no ' : 'a '}mate in one.`), doubtMarks(view));
  return said(isSure(view), withDoubt(view, `**Yes**: ${listed(found.map(({ colour, mates }) => `${capitalised(colour)} to move mates with ${movesListed(mates)}`))}.`), doubtMarks(view));
}

/** No engine judges moves here; the rules still tell mates, checks and captures. */
export function tellBestMove(view: BoardView, facts: BoardFacts, side: Colour | undefined): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const parts = (side ? [side] : colours).map((colour) => {
    const { matesInOne, checks, captures } = facts[colour];
    if (matesInOne.length > 0) return `**${capitalised(colour)} to move mates at once with ${movesListed(matesInOne)}**`;
    const options = [checks.length > 0 ? `checks ${movesListed(checks)}` : '', captures.length > 0 ? `captures ${movesListed(captures)}` : ''].filter(Boolean);
    return options.length > 0 ? `${capitalised(colour)} to move has ${listed(options)}` : `${capitalised(colour)} to move has no check and no capture`;
  });
  const over = (side ? [side] : colours).find((colour) => facts[colour].checkmated);
  if (over) return said(isSure(view), withDoubt(view, `There is no move to make: **${capitalised(over)} is checkmated**.`), [...squareMarks(view, kingOf(view, over), 'mated'), ...doubtMarks(view)]);
  const mate = (side ? [side] : colours).some((colour) => facts[colour].matesInOne.length > 0);
  return (mate && isSure(view) ? answered : mate ? hedged : declined)(withDoubt(view, `${mate ? '' : `${noEngine} By the rules alone: `}${parts.join('. ')}.`), doubtMarks(view));
}

/** Which pieces attack a square, or pieces of a kind. */
export function tellAttackers(view: BoardView, targets: { square: string; name: string; by: string[] }[]): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  if (targets.length === 0) return said(isSure(view), 'There is no such piece on the board.');
  const attacked = targets.filter(({ by }) => by.length > 0);
  const marks = squareMarks(view, squaresOf(view).filter(({ square }) => targets.some((target) => target.square === square)), 'target');
  if (attacked.length === 0) return said(isSure(view), withDoubt(view, `**No**, nothing attacks ${link(listed(targets.map(({ name }) => name)), `${view.key}target`)}.`), [...marks, ...doubtMarks(view)]);
  const attackers = view.reading.squares.filter(({ square }) => attacked.some(({ by }) => by.includes(square)));
  const text = attacked.map(({ name, by }) => `${link(name, `${view.key}target`)} is attacked by ${link(listed(by.map((from) => nameAt(view, from))), `${view.key}attackers`)}`);
  return said(isSure(view), withDoubt(view, `**Yes**: ${listed(text)}.`), [...marks, ...squareMarks(view, attackers, 'attackers'), ...doubtMarks(view)]);
}

function nameAt(view: BoardView, square: string): string {
  const piece = view.reading.squares.find((reading) => reading.square === square)?.piece;
  return piece ? `the ${pieceName(piece)} on ${square}` : square;
}

function movesListed(moves: readonly string[]): string {
  const shown = moves.slice(0, mostMoves).map((move) => move.replace(/[+#]$/, ''));
  return moves.length > mostMoves ? `${shown.join(', ')} and ${moves.length - mostMoves} more` : listed(shown, 'or');
}
