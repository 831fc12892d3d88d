import type { PastTurn } from '../turn.js';
import type { Intent } from './intent.js';
import { questionWords, type QuestionWords } from './question-words.js';
import { namesPictures } from './resolve-pictures.js';
import { continueBoard, pointAtPieces, understandBoard } from './understand-board.js';
import { understandPicture } from './understand-picture.js';
import { understandTalk } from './understand-talk.js';
import { continueThings, pointAgain, understandThings } from './understand-things.js';

/** How far back a question may continue another. */
const furthestBack = 12;

/** Which picture is meant is for `resolvePictures`; what is asked of it is the same. */
const orderedPicture = /\b(?:the|this|that|my) (?:first|second|third|fourth|fifth|sixth|seventh|eighth|[1-8](?:st|nd|rd|th)|last|latest|newest|previous|other) (?:picture|image|photo|photograph|screenshot|pic|upload)\b/g;

/** What a question asks for; words that only make sense after the last question ("and black?") continue it. */
export function understandQuestion(question: QuestionWords, history: readonly PastTurn[], depth = 0): Intent {
  const talk = understandTalk(question);
  if (talk) return { about: 'talk', ask: talk };
  const past = depth < furthestBack ? history.at(-1) : undefined;
  const before = history.slice(0, -1);
  const previous = past && lastIntent(questionWords(past.question), before, depth + 1);
  const onBoard = previous?.about === 'board' || isBoard(history.findLast(({ evidence }) => evidence.length > 0));
  const continued = previous && continuation(previous, question);
  if (continued) return continued;
  const board = understandBoard(question, onBoard);
  if (board && board.ask !== 'describe') return { about: 'board', ...board };
  const ofOne = { ...question, text: question.text.replace(orderedPicture, 'the picture') };
  const picture = understandPicture(ofOne);
  if (picture) return picture;
  if (board) return { about: 'board', ...board };
  const things = understandThings(ofOne);
  if (things) return { about: 'things', ...things };
  return { about: 'open', question: question.raw };
}

function isBoard(past: PastTurn | undefined): boolean {
  return past?.evidence.some(({ kind }) => kind === 'square' || kind === 'board') ?? false;
}

/** The last intent that was about a picture: thanks and greetings in between change nothing. */
function lastIntent(question: QuestionWords, history: readonly PastTurn[], depth: number): Intent {
  const intent = understandQuestion(question, history, depth);
  const earlier = history.at(-1);
  return intent.about === 'talk' && earlier ? lastIntent(questionWords(earlier.question), history.slice(0, -1), depth + 1) : intent;
}

function continuation(previous: Intent, question: QuestionWords): Intent | undefined {
  const { text } = question;
  const rest = withoutPictures(text);
  if (namesPictures(text) && /^(and|what about|how about|or|also|in|on|for|the|same|und|et|y)?( (in|on|for|about|of|with|the|what|how|same))*$/.test(rest)) return previous;
  if (/^(are you sure|really|sure|is that (right|correct|true)|check again|look again|try again|again|count again|recount|please check)$/.test(text)) return previous;
  if (previous.about === 'board') {
    const again = pointAtPieces(previous, question);
    if (again) return { about: 'board', ...again };
  }
  if (previous.about === 'things') {
    const again = pointAgain(previous, question);
    if (again) return { about: 'things', ...again };
  }
  if (!isFragment(text)) return undefined;
  switch (previous.about) {
    case 'board': {
      const asked = continueBoard(previous, question);
      return asked && { about: 'board', ...asked };
    }
    case 'things': {
      const asked = continueThings(previous, question);
      return asked && { about: 'things', ...asked };
    }
    case 'open': {
      const about = /^(?:and|or|but)?\s*(?:what about|how about|and)\s+(.+)$/.exec(text)?.[1];
      return about ? { about: 'open', question: /\b(how much|price|cost)\b/i.test(previous.question) ? `how much is ${about}` : `what is ${about}` } : undefined;
    }
    default:
      return undefined;
  }
}

/** What is left of a question when the words that name pictures are taken out. */
function withoutPictures(text: string): string {
  return text
    .replace(/\b(the |this |that |my )?(first|second|third|fourth|fifth|sixth|seventh|eighth|last|latest|previous|earlier|other|both|each|all|every|these|those|two|three|\d(st|nd|rd|th)) ?(uploaded )?(pictures?|images?|photos?|photographs?|screenshots?|pics?|ones?|boards?)?( again)?\b/g, '')
    .replace(/\b(picture|image|photo|screenshot) (number )?\d\b/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Words that say no more than what is different now: "and black?", "the queens?", "how many are white?". */
function isFragment(text: string): boolean {
  const rest = text.replace(/^(?:(?:and|or|but|also|now|then|so|ok|what about|how about|und|et|y|e|was ist mit|et pour)\s+)+/, '');
  if (/^how many( of (them|these|those|which))?( are| is)? (white|black)( ones?)?$/.test(rest)) return true;
  return !/\b(is|are|was|were|does|do|did|has|have|can|could|will|how|what|what's|where|where's|who|who's|whose|which|when|why|give|show|tell|read|describe|count|find|list|please)\b/.test(rest);
}
