import type { BoardReading, Box, CodeReading, ColourShare, Detections, ErrorBody, FileFacts, Labels, TextReading } from '@ocelli/protocol';
import type { BoardFacts } from '../boards/board-facts.js';

/** Where a tool looked: `picture` counts from 1 in the order the pictures were shown. */
export interface LookedAt {
  picture: number;
  region?: Box;
}

/** A board of a picture; `boardIndex` counts the picture's boards from the largest, also when a region leaves some out. */
export interface FoundBoard {
  boardIndex: number;
  reading: BoardReading;
}

/** What a tool saw, in full; rides beside the short text that a language model reads. */
export type ToolFinding =
  | ({ tool: 'look'; things?: Detections; colours?: ColourShare[]; labels?: Labels } & LookedAt)
  | ({ tool: 'count_things'; detections: Detections } & LookedAt)
  | ({ tool: 'read_board'; boards: FoundBoard[] } & LookedAt)
  | ({ tool: 'read_text'; reading: TextReading } & LookedAt)
  | ({ tool: 'search_text'; closeness: number[] } & LookedAt)
  | ({ tool: 'read_code'; codes: CodeReading[] } & LookedAt)
  | ({ tool: 'inspect_file'; facts: FileFacts } & LookedAt)
  | ({ tool: 'compare_words'; suits: { words: string; score: number }[] } & LookedAt)
  | ({ tool: 'ask_picture'; said: string | null } & LookedAt)
  | { tool: 'board_rules'; facts: BoardFacts };

/** The artifact of a tool message: a finding, or why there is none. */
export type ToolResult = ToolFinding | { tool: string; error: ErrorBody };

/** Picks one tool's findings with their type. */
export type FindingOf<T extends ToolFinding['tool']> = Extract<ToolFinding, { tool: T }>;

/** Whether a tool came back without a finding. */
export function hasFailed(result: ToolResult): result is { tool: string; error: ErrorBody } {
  return 'error' in result;
}
