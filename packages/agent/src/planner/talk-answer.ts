import { answered, declined, type Answer } from '../answers/answer.js';
import type { TurnInput } from '../turn.js';
import type { TalkAsk } from './intent.js';

const abilities =
  'I can count and find the pieces on a chess board, check its rules and give its FEN, read printed text and QR or bar codes, count people and everyday things in photographs, and tell the colours and the facts of a picture file.';

/** A reply to words that are not about a picture. */
export function talkAnswer(ask: TalkAsk, { pictures }: TurnInput): Answer {
  const next = pictures.length > 0 ? 'Ask me anything about your picture.' : 'Drop a picture here and ask away.';
  switch (ask) {
    case 'greeting':
      return answered(`Hello! ${next}`);
    case 'thanks':
      return answered(`You're welcome! ${next}`);
    case 'goodbye':
      return answered('Goodbye!');
    case 'abilities':
      return answered(`${abilities} ${next}`);
    case 'identity':
      return answered(`I am Ocelli, a program that answers questions about pictures on this machine; nothing you show me leaves it. ${abilities}`);
    case 'insult':
      return answered(`Sorry that I was no help. ${abilities}`);
    case 'apology':
      return answered('Sorry about that. You can set a wrong square of a board by clicking on it, and I follow it from then on. For anything else, try asking in other words or draw a region around what you mean.');
    case 'gibberish':
      return declined(`I did not understand that. ${abilities}`);
    case 'no-question':
      return answered(`What would you like to know? ${next}`);
    case 'edit':
      return declined(`I only look at pictures; I can't change, make or move them. ${next}`);
    case 'off-topic':
      return declined(`I only know what is in the pictures you show me, so I can't help with that. ${next}`);
  }
}
