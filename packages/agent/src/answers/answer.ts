import type { AnswerStatus, Evidence } from '@ocelli/protocol';

/** A composed answer: Markdown whose words link to its evidence (`[4 white pawns](#e:white-pawns)`). */
export interface Answer {
  text: string;
  status: AnswerStatus;
  evidence: Evidence[];
}

export function answered(text: string, evidence: Evidence[] = []): Answer {
  return { text, status: 'answered', evidence };
}

export function hedged(text: string, evidence: Evidence[] = []): Answer {
  return { text, status: 'hedged', evidence };
}

export function declined(text: string, evidence: Evidence[] = []): Answer {
  return { text, status: 'declined', evidence };
}

/** Answered or hedged, by whether it is sure. */
export function said(sure: boolean, text: string, evidence: Evidence[] = []): Answer {
  return sure ? answered(text, evidence) : hedged(text, evidence);
}
