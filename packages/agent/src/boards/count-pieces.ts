import { capitalised, link, listed } from '../answers/wording.js';
import { declined, said, type Answer } from '../answers/answer.js';
import { boardMark, doubtMarks, doubtNote, isIllegible, isSure, squareMarks, squaresOf, type BoardView } from './board-view.js';
import { countedGroup, groupName, inGroup, type PieceGroup } from './piece-group.js';
import { colours, kinds, pieceName, type Kind } from './pieces.js';
import { kindOf } from './pieces.js';

/** Says plainly that a board is there but cannot be read. */
export function illegibleBoard(view: BoardView): Answer {
  const unsure = view.reading.squares.filter(({ p }) => p < 0.85).length;
  const where = view.name ? ` in ${view.name}` : '';
  return declined(
    `I see ${link('a chess board', `${view.key}board`)}${where}, but I can't read it reliably: ${unsure} of its 64 squares are unclear to me, so I won't guess. ` +
      'A straight-on screenshot or diagram works best, and you can set squares by hand.',
    [boardMark(view)],
  );
}

/** How many pieces of a group there are: the number first, split by colour (or by kind for all pieces), every counted piece marked. */
export function countPieces(views: readonly BoardView[], group: PieceGroup, which = false): Answer {
  const legible = views.filter((view) => !isIllegible(view));
  if (legible.length === 0) return illegibleBoard(views[0]!);
  if (views.length === 1) return which ? whoHasMore(views[0]!, group) : countOnOne(views[0]!, group);
  const counts = legible.map((view) => ({ view, found: inGroup(squaresOf(view), group) }));
  const total = counts.reduce((sum, { found }) => sum + found.length, 0);
  const each = counts.map(({ view, found }) => `${link(countedGroup(found.length, group), `${view.key}counted`)} in ${view.name}`);
  const unread = views.filter(isIllegible).map((view) => view.name);
  const notes = [
    ...legible.map((view) => doubtNote(view) && `In ${view.name}: ${doubtNote(view)}`),
    unread.length > 0 ? `I can't read the board in ${listed(unread)} reliably.` : '',
  ].filter(Boolean);
  const most = [...counts].sort((one, other) => other.found.length - one.found.length);
  const equal = most[0]!.found.length === most[1]?.found.length;
  const leader = equal ? 'Neither has more' : `${capitalised(most[0]!.view.name)} has ${counts.length > 2 ? 'the most' : 'more'}`;
  const told = which ? `**${leader}**: ${listed(each)}.` : `**${countedGroup(total, group)}** in all: ${listed(each)}.${counts.length === 2 && !equal ? ` ${leader}.` : ''}`;
  return said(
    notes.length === 0,
    [told, ...notes].join(' '),
    counts.flatMap(({ view, found }) => [...squareMarks(view, found, 'counted'), ...doubtMarks(view)]),
  );
}

/** Which side has more of some kinds of pieces. */
function whoHasMore(view: BoardView, { kinds: wanted }: PieceGroup): Answer {
  const [white, black] = colours.map((colour) => ({ colour, pieces: inGroup(squaresOf(view), { kinds: wanted, colour }) })) as [{ colour: 'white'; pieces: ReturnType<typeof inGroup> }, { colour: 'black'; pieces: ReturnType<typeof inGroup> }];
  const difference = white.pieces.length - black.pieces.length;
  const words = [white, black].map(({ colour, pieces }) => (pieces.length > 0 ? link(countedGroup(pieces.length, { kinds: wanted, colour }), `${view.key}${colour}`) : countedGroup(0, { kinds: wanted, colour })));
  const note = doubtNote(view);
  return said(isSure(view), `**${difference === 0 ? 'Neither' : difference > 0 ? 'White' : 'Black'}**${difference === 0 ? ' has more' : ''}: ${listed(words)}.${note ? ` ${note}` : ''}`, [
    ...[white, black].flatMap(({ colour, pieces }) => squareMarks(view, pieces, colour)),
    ...doubtMarks(view),
  ]);
}

function countOnOne(view: BoardView, group: PieceGroup): Answer {
  const squares = squaresOf(view);
  const found = inGroup(squares, group);
  const sure = isSure(view);
  const where = view.region ? 'in the region' : 'on the board';
  const note = doubtNote(view);
  const doubts = doubtMarks(view);
  const close = (text: string) => (note ? `${text} ${note}` : text);
  if (found.length === 0) return said(sure, close(`**0 ${groupName(group)}**: there are none ${where}.`), doubts);
  if (group.colour || found.length === 0) {
    const words = countedGroup(found.length, group);
    const split = group.kinds.length === 0 ? `: ${listed(byKind(found.map(({ piece }) => kindOf(piece))))}` : ` ${where}`;
    return said(sure, close(`**${link(words, `${view.key}${group.colour ?? 'all'}`)}**${split}.`), [...squareMarks(view, found, group.colour ?? 'all'), ...doubts]);
  }
  const parts = colours.map((colour) => ({ colour, pieces: inGroup(squares, { ...group, colour }) }));
  const marks = parts.flatMap(({ colour, pieces }) => squareMarks(view, pieces, colour));
  const split = parts.map(({ colour, pieces }) => (pieces.length > 0 ? link(`${pieces.length} ${colour}`, `${view.key}${colour}`) : `0 ${colour}`));
  return said(sure, close(`**${countedGroup(found.length, group)}**: ${listed(split)}.`), [...marks, ...doubts]);
}

/** "8 pawns, 2 rooks and 1 king". */
function byKind(found: Kind[]): string[] {
  return kinds.flatMap((kind) => {
    const count = found.filter((one) => one === kind).length;
    return count > 0 ? [countedGroup(count, { kinds: [kind] })] : [];
  });
}

/** Whether there are more of one group than of another. */
export function comparePieces(view: BoardView, one: PieceGroup, other: PieceGroup, wanted: 'more' | 'fewer' | 'same'): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const [first, second] = [one, other].map((group) => inGroup(squaresOf(view), group)) as [ReturnType<typeof inGroup>, ReturnType<typeof inGroup>];
  const difference = first.length - second.length;
  const holds = wanted === 'more' ? difference > 0 : wanted === 'fewer' ? difference < 0 : difference === 0;
  const words = [one, other].map((group, index) => {
    const count = [first, second][index]!.length;
    return count > 0 ? link(countedGroup(count, group), `${view.key}${index === 0 ? 'first' : 'second'}`) : countedGroup(0, group);
  });
  const note = doubtNote(view);
  return said(isSure(view), `**${holds ? 'Yes' : 'No'}**: ${words[0]} and ${words[1]}.${note ? ` ${note}` : ''}`, [
    ...squareMarks(view, first, 'first'),
    ...squareMarks(view, second, 'second'),
    ...doubtMarks(view),
  ]);
}

/** Whether there is any piece of a group, and where. */
export function findPieces(view: BoardView, group: PieceGroup): Answer {
  if (isIllegible(view)) return illegibleBoard(view);
  const found = inGroup(squaresOf(view), group);
  const note = doubtNote(view);
  const tail = note ? ` ${note}` : '';
  if (found.length === 0) return said(isSure(view), `**No**: there are no ${groupName(group)} on the board.${tail}`, doubtMarks(view));
  const where = listed(found.slice(0, 16).map(({ square, piece }) => (group.kinds.length === 1 && group.colour ? square : `${square} (${pieceName(piece)})`)));
  return said(isSure(view, found), `**Yes**: ${link(countedGroup(found.length, group), `${view.key}found`)}, on ${where}.`, squareMarks(view, found, 'found'));
}
