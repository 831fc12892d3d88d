import type { BoardCorrection, Box, Evidence, FileFacts } from '@ocelli/protocol';
import type { PictureRef } from '@ocelli/models';

/** A picture of the conversation, as the agent may look at it. */
export interface ShownPicture extends PictureRef {
  name: string;
  facts: FileFacts;
  /** Squares that the user set by hand; they override what is read. */
  corrections: BoardCorrection[];
}

/** An earlier question of this branch and what was answered. */
export interface PastTurn {
  question: string;
  answer: string;
  /** Pictures uploaded with that question, and those the answer was about. */
  attachedIds: string[];
  evidence: Evidence[];
}

/** All that the agent knows when it answers. */
export interface TurnInput {
  question: string;
  /** Every picture of this branch, once each, in the order first shown: "the first picture" is `pictures[0]`. */
  pictures: ShownPicture[];
  /** Pictures sent with this very question, with the region it is about where one was drawn. */
  attached: { id: string; region?: Box }[];
  history: PastTurn[];
}
