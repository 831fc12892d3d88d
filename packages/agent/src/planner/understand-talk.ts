import type { TalkAsk } from './intent.js';
import type { QuestionWords } from './question-words.js';

/** Words addressed to the agent and not about a picture, or undefined. */
export function understandTalk({ text, words }: QuestionWords): TalkAsk | undefined {
  if (words.length === 0) return 'no-question';
  if (/^(hi|hello|hey|good (morning|afternoon|evening)|hallo|bonjour|hola|ciao|olá|moin|servus|yo|howdy|greetings|how are you( doing| today)?|how's it going|what's up|sup|nice to meet you)( there| you| ocelli| all| everyone)?$/u.test(text)) return 'greeting';
  if (/^((ok(ay)?|great|nice|cool|perfect|wow)[, ]*)?(thanks?|thank you|thx|ty|cheers|danke|merci|gracias|grazie|obrigad[oa]|many thanks)\b.{0,30}$/.test(text)) return 'thanks';
  if (/^(bye|goodbye|see you|good night|ciao ciao|tschüss|au revoir|adios|adiós)\b.{0,20}$/u.test(text)) return 'goodbye';
  if (/^(ok|okay|great|nice|cool|perfect|wow|good|well done|awesome|amazing|super|excellent|good job|i see|got it|alright|right|yes|yeah|yep|no|nope)( (job|work|one|answer|thanks))?$/.test(text)) return 'thanks';
  if (/^(what (can|do) you do|help|help me|what are you able to do|how do you work|what can i (ask|do)|how does this work|what else can you do|what do you know|features|\?)( for me| here| please)?$/.test(text)) return 'abilities';
  if (/\b(who|what) are you\b|\bare you (a |an )?(human|robot|bot|ai|real|chatgpt|gpt|person)\b|\bwhat('s| is) your name\b|\bwhich model\b.*\b(are|use)\b|\bwhat model\b/.test(text)) return 'identity';
  if (/^(you('re| are)|u r|ur)? ?(so |such an? |an? |really |very )*(stupid|dumb|idiot|useless|bad bot|moron|suck|terrible|rubbish|garbage|trash|worthless)\b|\b(shut up|f+u+c+k|you suck|screw you|idiot)\b/.test(text)) return 'insult';
  if (/^(that('s| is) wrong|wrong|no,? that('s| is) (wrong|not right)|incorrect|not right|you('re| are) wrong|this is wrong|that is not (right|correct|true))$/.test(text)) return 'apology';
  if (wantsChange.test(text)) return 'edit';
  if (isOffTopic.test(text)) return 'off-topic';
  if (isGibberish(words)) return 'gibberish';
  return undefined;
}

/** Wishes to have a picture changed or made. */
const wantsChange =
  /^(please )?(?:(?:can|could|would|will) you )?(please )?(?:(?:delete|remove|erase|crop|rotate|flip|resize|edit|change|brighten|darken|sharpen|blur|enlarge|zoom|generate|create|paint|colou?ri[sz]e|retouch|animate|upload|save|download|share)(?: (?:it|this|that|the|my|me|these|those|them|a|an|in|out|on)\b.*)|(?:crop|rotate|zoom|enlarge|sharpen)$|make (?:it|this|the (?:picture|image|photo|background)|them|me) .*|draw (?:me )?(?:a|an|the) .*)/;

/** Wishes and questions that no picture answers. */
const isOffTopic =
  /\b(tell|write|make|sing|compose|give|know) (me |us )?(a|an|another|some|any) (good |funny |short )?(joke|jokes|poem|story|song|rap|essay|recipe)\b|\b(what('s| is)|how('s| is)) (the )?weather\b|\bweather (today|tomorrow|forecast)$|\bwhat('s| is)( in)? the news( today)?$|\b(bitcoin|stock) price\b|\bprice of bitcoin\b|\b(capital|president|king|queen) of (?!the (board|side))\w+$|\bmeaning of life\b|^what time is it( now)?$|^what day is it( today)?$|\btoday's date\b|^translate\b(?! (this|it|the (text|sign|page|picture|label)))/;

/** No word with a vowel, or one long run of letters that no language writes. */
function isGibberish(words: readonly string[]): boolean {
  return words.every((word) => /^[a-z]+$/.test(word) && word.length >= 4 && (!/[aeiouy]/.test(word) || /[bcdfghjklmnpqrstvwxz]{5}/.test(word) || /^(.)\1+$|^(asdf|qwer|zxcv)/.test(word)));
}
