import { answerAsPlainText, answerTurn, type ShownPicture } from '@ocelli/agent';
import type { Perception } from '@ocelli/models';
import type { AnswerStatus } from '@ocelli/protocol';

export interface Said {
  /** Without Markdown and links. */
  answer: string;
  status: AnswerStatus;
}

/** Asks the agent one question about one picture, in a conversation of its own. */
export async function askPicture(question: string, picture: ShownPicture, perception: Perception): Promise<Said> {
  let text = '';
  let status: AnswerStatus = 'declined';
  const turn = { question, pictures: [picture], attached: [{ id: picture.id }], history: [] };
  for await (const event of answerTurn(turn, { perception, signal: new AbortController().signal })) {
    if (event.type === 'text') text += event.delta;
    if (event.type === 'answer') status = event.status;
  }
  return { answer: answerAsPlainText(text), status };
}
