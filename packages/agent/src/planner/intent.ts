import type { PieceGroup } from '../boards/piece-group.js';
import type { Colour } from '../boards/pieces.js';

/** What is asked of a chess board. */
export type BoardAsk =
  | { ask: 'count'; group: PieceGroup; which?: boolean }
  | { ask: 'compare'; one: PieceGroup; other: PieceGroup; wanted: 'more' | 'fewer' | 'same' }
  | { ask: 'exists' | 'where'; group: PieceGroup }
  | { ask: 'on-squares'; squares: string[] }
  | { ask: 'on-line'; line: string; group: PieceGroup; count: boolean }
  | { ask: 'check' | 'checkmate' | 'stalemate' | 'captures' | 'best-move' | 'mate-in-one' | 'castling'; side?: Colour }
  | { ask: 'attacked'; group?: PieceGroup; square?: string; by?: Colour }
  | { ask: 'material'; side?: Colour; winning?: boolean }
  | { ask: 'square-colour'; square: string }
  | { ask: 'empty' | 'winner' | 'whose-move' | 'legal' | 'fen' | 'orientation' | 'describe' };

/** What is asked of a photograph: `nouns` are the asker's words. */
export type ThingsAsk =
  | { ask: 'count'; nouns: string[] }
  | { ask: 'exists' | 'where'; nouns: string[] }
  | { ask: 'compare'; nouns: [string, string]; wanted: 'more' | 'fewer' | 'same' }
  | { ask: 'colour'; noun: string }
  | { ask: 'kind'; noun: string }
  | { ask: 'activity' | 'who' };

/** What is asked of the text. */
export type TextAsk =
  | { ask: 'read' }
  | { ask: 'question'; question: string }
  | { ask: 'contains' | 'count-word'; word: string };

export type FileAsk = 'taken-at' | 'camera' | 'when-and-camera' | 'place' | 'size' | 'format' | 'name' | 'everything';
export type TalkAsk = 'greeting' | 'thanks' | 'goodbye' | 'abilities' | 'identity' | 'insult' | 'gibberish' | 'no-question' | 'off-topic' | 'apology' | 'edit';

/** What a question asks for, as far as rules can tell. */
export type Intent =
  | ({ about: 'board' } & BoardAsk)
  | ({ about: 'things' } & ThingsAsk)
  | ({ about: 'text' } & TextAsk)
  | { about: 'code' }
  | { about: 'file'; ask: FileAsk }
  | { about: 'colours'; ask: 'main' | 'grey' | 'background' }
  | { about: 'overview' }
  | { about: 'talk'; ask: TalkAsk }
  /** A question that no rule knows: the text is searched, then what is seen is told. */
  | { about: 'open'; question: string };
