import { colourNamed, groupNamed, kindNamed, squaresNamed } from '../boards/board-words.js';
import type { PieceGroup } from '../boards/piece-group.js';
import type { BoardAsk } from './intent.js';
import type { QuestionWords } from './question-words.js';

const asksHowMany = /\b(how many|number of|count|how much|amount of|total of|wie ?viele?|combien|cu[aá]nt[oa]s|quant[ei]|quant[oa]s|hoeveel|ile|сколько)\b/u;

/** "Which side has more material" is about chess; "what material is it made of" is not. */
const speaksOfMaterial =
  /\bmaterial (advantage|balance|count|difference|edge|lead)\b|\b(which|what) (side|colou?r|player)\b.*\bmaterial\b|\b(who|white|black)\b.*\b(more|less|most|least|ahead|up|down|behind)\b.*\bmaterial\b|\bmaterial\b.*\b(white|black)\b/;

/**
 * What a question asks of a chess board, or undefined when nothing in it is about chess. `onBoard` tells that the conversation
 * is about a board already, so that words like "pieces", "white" or "check" need no more proof.
 */
export function understandBoard({ text, words }: QuestionWords, onBoard: boolean): BoardAsk | undefined {
  const group = groupNamed(words);
  const squares = squaresNamed(words);
  const chessWord = /\b(chess|chessboard|fen|castl(e|ing)|check ?mate|stale ?mate|en passant|kingside|queenside|[a-h][- ]file|[1-8](st|nd|rd|th)[- ]rank|(white|black|king)( \w+)? in check|in check (from|by))\b/.test(text);
  const hasPiece = group.kinds.length > 0 && !isOtherUse(text, group);
  const saysPieces = /\b(chess ?(men|pieces)|pieces|figuren|pi[eè]ces|piezas|pezzi|peças|stukken)\b/u.test(text) && !/\bpieces? of (?!the (white|black))/.test(text);
  const boardish = chessWord || hasPiece || onBoard || /\b(on|of|in) (the|this|that|both|each|either|which) (chess ?)?boards?\b/.test(text) || squares.length > 0 || speaksOfMaterial.test(text);

  if (/\bfen\b/.test(text) || (/\b(position|placement|notation)\b/.test(text) && /\b(copy|give|export|what|write|notation)\b/.test(text) && boardish && !/evaluat|better/.test(text))) return { ask: 'fen' };
  if (/\b(empty|free|unoccupied) squares\b|\bsquares are (empty|free|unoccupied)\b/.test(text) && boardish) return { ask: 'empty' };
  if (squares[0] && /\bcolou?r\b.*\bsquare\b|\b(light|dark|white|black) square\b/.test(text) && !hasPiece) return { ask: 'square-colour', square: squares[0] };
  if (onBoard && /\b(who|which (side|colou?r|player)) (has )?(won|win|wins|lost)\b/.test(text)) return { ask: 'winner' };
  if (onBoard && /\bis (the game|it) over\b/.test(text)) return { ask: 'checkmate' };
  if (onBoard && /\b(a draw|drawn)\b/.test(text)) return { ask: 'stalemate' };
  if (/\bstale ?mate\b/.test(text)) return { ask: 'stalemate', ...side(words) };
  if (/\bmate[sd]? in (1|one)\b|\b(can|could|is there|how).*\b(mate|checkmate)\b.*\b(now|next|move|immediately|at once)\b|\b(is there|find|any) (a )?(checkmate|mate)\b/.test(text)) return { ask: 'mate-in-one', ...side(words) };
  if (/\b(check ?mate[sd]?|mated?|schachmatt|échec et mat|jaque mate|scacco matto)\b/u.test(text)) return { ask: 'checkmate', ...side(words) };
  if (/\b(in check|give[sn]? check|checks?|schach|échec|en jaque)\b/u.test(text) && !/(?<!\bin )\bcheck (if|whether|the|this|for|out|in|into)\b/.test(text) && boardish && !/\b(pay|bank|cheque)\b/.test(text)) return { ask: 'check', ...side(words) };
  if (/\bcastl(e|ing)\b/.test(text) && !/\bcastles\b/.test(text)) return { ask: 'castling', ...side(words) };
  if (/\b(whose|who's|which|what) (move|turn|side|colou?r|player)?\b.*\b(turn|to (move|play)|move is it|moves next|plays next|on move|next move)\b|\bwhose (move|turn)\b|\bwho (is|'s)? ?(to )?(moves?|plays?)( next| now)?$|\b(white|black)('s)? (to move|turn)\b/.test(text)) return { ask: 'whose-move' };
  if (/\b(best|good|strongest|next|winning) (move|continuation)\b|\bwhat (should|would|could|do|can) (i|you|we|white|black)( (to|should))? (play|move|do)\b|\b(solve|suggest|recommend)\b.*\b(move|puzzle|problem|this)\b|\bwho('s| is)? (is )?(winning|better|ahead on the position)\b|\bevaluat/.test(text) && (boardish || /\bmove\b/.test(text))) {
    return /who('s| is)? (is )?(winning|better)/.test(text) ? { ask: 'material', winning: true } : { ask: 'best-move', ...side(words) };
  }
  if (/\bmaterial\b|\b(piece|point)s? (value|count|score|total|balance)\b|\b(points|worth)\b/.test(text) && boardish) return { ask: 'material', ...(asksHowMany.test(text) || /\bhow much\b/.test(text) ? side(words) : {}) };
  if (/\b(who|who's|which (side|colou?r|player)|is (white|black))\b.*\b(ahead|stronger|better|winning|losing|behind|(up|down) (material|a \w+))\b/.test(text) && boardish) return { ask: 'material', winning: !/\bmaterial\b/.test(text) };
  if (/\b(legal|possible|valid|illegal|impossible)\b/.test(text) && boardish && /\b(position|board|setup|this|it|game)\b/.test(text)) return { ask: 'legal' };
  if (/\b(orientation|which way|facing|flipped|upside down|from (white|black)'s (side|point|perspective|view)|(white|black)( is)? (on|at) the (bottom|top)|(which|what) (side|colou?r|player) (is|plays) (on|at) (the )?(bottom|top)|viewpoint)\b/.test(text) && boardish) return { ask: 'orientation' };

  const line = lineNamed(text);
  if (line && (boardish || hasPiece)) return { ask: 'on-line', line, group, count: asksHowMany.test(text) };
  const attack = /\b(attack(s|ed|ing)?|threat(en|ens|ened|ening|s)?|hanging|protect(s|ed)?|defend(s|ed|ing)?|en prise|under attack)\b/.test(text);
  if (attack && boardish) return { ask: 'attacked', ...(squares[0] ? { square: squares[0] } : group.kinds.length > 0 ? { group } : {}) };
  if (/\b(captur(e|es|ed|ing)|takes?)\b/.test(text) && boardish && !/picture|photo/.test(text)) return { ask: 'captures', ...side(words) };

  if (/\b(more|fewer|less|as many|same number|equal|outnumber)\b/.test(text) && (hasPiece || (saysPieces && boardish) || (onBoard && group.colour))) {
    const comparison = comparisonIn(text, words);
    if (comparison) return comparison;
    if (hasPiece || saysPieces) return { ask: 'count', group: withoutSide(group, text), which: true };
  }
  if (squares.length > 0 && !asksHowMany.test(text) && !(hasPiece && /\bwhere\b/.test(text))) return { ask: 'on-squares', squares };
  if (hasPiece || (saysPieces && boardish)) {
    if (asksHowMany.test(text)) return { ask: 'count', group };
    if (/\b(where|which squares?|what squares?|location|locate|find|show|point|highlight|mark|list|wo|où|dónde|donde|dove|onde|waar)\b/u.test(text)) return { ask: 'where', group };
    if (/^(is|are) there\b|^(does|do|has|have)\b|\b(any|has|have|got|still)\b/.test(text)) return { ask: 'exists', group };
    if (/\b(what|which)\b.*\bpieces?\b|\bpieces?\b.*\b(are|is)\b/.test(text) && group.kinds.length === 0) return { ask: 'where', group };
    if (hasPiece && words.length <= 4) return { ask: 'count', group };
    if (hasPiece && onBoard) return { ask: 'where', group };
  }
  const describes = /\b(describe|explain|tell|show|read|analy[sz]e|see)\b|^what('s| is)\b|^(the |a |this )?(chess ?board|chess)$/.test(text);
  if ((chessWord && describes) || (/\b(board|position)\b/.test(text) && boardish && /\b(describe|what|explain|tell|show|read|analy[sz]e)\b/.test(text))) return { ask: 'describe' };
  return undefined;
}

/** "king" and "queen" are not always chess: Burger King, a queen-size bed, bishops and knights of other kinds. */
function isOtherUse(text: string, { kinds }: PieceGroup): boolean {
  return kinds.every((kind) => kind === 'king' || kind === 'queen') && /\b(burger|king-?size|queen-?size|bed|kingdom|england|who is the|name of|called|name)\b/.test(text);
}

function side(words: readonly string[]): { side?: 'white' | 'black' } {
  const colour = groupNamed(words).colour;
  return colour ? { side: colour } : {};
}

/** In "does White have more pawns than Black" both sides are named, so neither narrows the pieces. */
function withoutSide(group: PieceGroup, text: string): PieceGroup {
  return /\b(which|who)\b/.test(text) ? { kinds: group.kinds } : group;
}

const ordinals: Record<string, string> = { first: '1', second: '2', third: '3', fourth: '4', fifth: '5', sixth: '6', seventh: '7', eighth: '8' };

/** A rank ("7") or a file ("d") named in the text. */
function lineNamed(text: string): string | undefined {
  const file = /\b(?:the )?([a-h])[- ]?(?:file|column|line)\b|\b(?:file|column) ([a-h])\b/.exec(text);
  if (file) return file[1] ?? file[2];
  const rank = /\b(?:(first|second|third|fourth|fifth|sixth|seventh|eighth)|([1-8])(?:st|nd|rd|th)?)[- ]?(?:rank|row)\b|\b(?:rank|row) ([1-8])\b/.exec(text);
  return rank ? (rank[1] ? ordinals[rank[1]] : (rank[2] ?? rank[3])) : undefined;
}

/** "more knights than bishops", "does White have more pawns than Black", "as many rooks as queens". */
function comparisonIn(text: string, words: readonly string[]): BoardAsk | undefined {
  const wanted = /\b(fewer|less)\b/.test(text) ? 'fewer' : /\b(more|outnumber)\b/.test(text) ? 'more' : 'same';
  const split = /\b(than|as many .* as|as .*\bas|and|outnumber)\b/.exec(text);
  const at = text.search(/\bthan\b|\boutnumber\b/);
  const cut = at >= 0 ? at : split ? text.lastIndexOf(split[1]!.startsWith('as') ? ' as ' : ' and ') : -1;
  if (cut < 0) return undefined;
  const [one, other] = [text.slice(0, cut), text.slice(cut + 4)].map((part) => groupNamed(part.match(/[\p{L}']+/gu) ?? [])) as [PieceGroup, PieceGroup];
  const named = (group: PieceGroup) => group.kinds.length > 0 || group.colour !== undefined;
  if (!named(one) || !named(other)) return undefined;
  const all = groupNamed(words).kinds;
  return {
    ask: 'compare',
    wanted,
    one: one.kinds.length === 0 ? { ...one, kinds: other.kinds.length > 0 ? other.kinds : all } : one,
    other: other.kinds.length === 0 ? { ...other, kinds: one.kinds } : one.colour && !other.colour && one.kinds.join() !== other.kinds.join() ? { ...other, colour: one.colour } : other,
  };
}

/** "Where are they?" after a question about pieces asks for the same pieces. */
export function pointAtPieces(previous: BoardAsk, { text }: QuestionWords): BoardAsk | undefined {
  if (!/^(and |so |ok |then )?(where|show me|show|which( ones)?|which squares|on which squares|point|list)( (are|is))?( (they|them|it|those|these|that))?( to (them|it))?$/.test(text)) return undefined;
  if ('group' in previous && previous.group) return { ask: 'where', group: previous.group };
  return previous.ask === 'material' ? { ask: 'where', group: { kinds: [], ...(previous.side ? { colour: previous.side } : {}) } } : undefined;
}

/** Words that carry over a board question to other pieces, another side or another square: "and black?", "what about knights?". */
export function continueBoard(previous: BoardAsk, { text, words }: QuestionWords): BoardAsk | undefined {
  const squares = squaresNamed(words);
  if (squares.length > 0) return { ask: 'on-squares', squares };
  const line = lineNamed(text);
  if (line) return { ask: 'on-line', line, group: groupNamed(words), count: false };
  const group = groupNamed(words);
  const named = words.some((word) => kindNamed(word) !== undefined || colourNamed(word) !== undefined);
  if (!named && !/\bpieces?\b/.test(text)) return undefined;
  if ('group' in previous && previous.group && previous.ask !== 'attacked') {
    const kinds = group.kinds.length > 0 ? group.kinds : /\bpieces?\b/.test(text) ? [] : previous.group.kinds;
    const colour = group.colour ?? (group.kinds.length > 0 ? previous.group.colour : undefined);
    const ask = asksHowMany.test(text) ? 'count' : /\bwhere\b/.test(text) ? 'where' : previous.ask === 'on-line' ? 'count' : previous.ask;
    return { ask, group: { kinds, ...(colour ? { colour } : {}) } };
  }
  if (asksHowMany.test(text)) return { ask: 'count', group };
  if (group.kinds.length === 0 && group.colour && 'side' in previous) return { ...previous, side: group.colour };
  if (group.kinds.length === 0 && group.colour && (previous.ask === 'check' || previous.ask === 'checkmate' || previous.ask === 'stalemate' || previous.ask === 'material' || previous.ask === 'captures' || previous.ask === 'best-move')) return { ask: previous.ask, side: group.colour };
  if (/\bwhere\b/.test(text)) return { ask: 'where', group };
  return { ask: previous.ask === 'compare' ? 'count' : 'where', group };
}
