import type { PieceGroup } from '../boards/piece-group.js';
import type { Colour } from '../boards/pieces.js';
import type { Surroundings } from '../photographs/tell-surroundings.js';
import type { BodyPart, Relation, Side } from '../photographs/tell-unnamed.js';

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
  /** `clause`: only those of them that do or wear something ("people sitting"); `owner`: whose parts they are ("how many legs does it have?"). */
  | { ask: 'count'; nouns: string[]; clause?: boolean; owner?: string }
  | { ask: 'exists' | 'where'; nouns: string[] }
  | { ask: 'compare'; nouns: [string, string]; wanted: 'more' | 'fewer' | 'same' }
  /** `part`: of the noun ("the cap of the bottle": the bottle's cap); `claim`: the colour that a yes-or-no question takes it for. */
  | { ask: 'colour'; noun: string; part?: string; claim?: string }
  /** `besides`: what the question names itself ("what animal is next to the giraffe?"). */
  | { ask: 'kind'; noun: string; besides?: string[] }
  | { ask: 'subject' }
  | { ask: 'choice'; options: [string, string]; of?: string }
  /** The thing that the question does not name: "what is next to the bottle?"; `doing`: what the named does there; `part`: where it is worn. */
  | { ask: 'unnamed'; relation: Relation; named: string[]; side?: Side; doing?: string; part?: BodyPart; claim?: string }
  /** What a thing is made of. */
  | { ask: 'material'; noun: string }
  | { ask: 'surroundings'; aspect: Surroundings; claim?: string }
  /** `whether`: whether somebody does one thing, not what they do. */
  | { ask: 'activity'; whether?: boolean }
  | { ask: 'who' | 'sharpness' };

/** What is asked of the text. */
export type TextAsk =
  /** `language`: only what is printed in it. */
  | { ask: 'read'; language?: string }
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
  /** `claim`: what a yes-or-no question takes the picture for. */
  | { about: 'colours'; ask: 'main' | 'grey'; claim?: 'colour' | 'grey' }
  | { about: 'overview' }
  | { about: 'talk'; ask: TalkAsk }
  /** A question that no rule knows: the text is searched, then what is seen is told. */
  | { about: 'open'; question: string };
