/** What Whisper most often writes of sound that holds no words: it learnt it from the ends of videos. */
const invented = /^(?:(?:thanks|thank you)(?: (?:so|very) much)?(?: for (?:watching|listening))?|bye(?:[ -]bye)?|you|(?:please )?subscribe)$/i;

/** Whether that is all of a text. It may have been said, too; but it is no beginning of a question that has to be shown before it is over. */
export const isInvented = (text: string): boolean => {
  const phrases = text.split(/[.!?,]+/).map((phrase) => phrase.trim()).filter(Boolean);
  return phrases.length > 0 && phrases.every((phrase) => invented.test(phrase));
};
