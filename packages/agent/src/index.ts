export type { PastTurn, ShownPicture, TurnInput } from './turn.js';
