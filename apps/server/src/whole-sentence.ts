/** Marks that end a sentence; an ellipsis does not. */
const finished = /(?<!\.)[.?!。？！]["'”’)]*$/;
const hesitation = /[\s,.…-]*\b(?:um+|uh+|uhm+|er+m?|hm+|mm+)[\s,.…?!-]*$/i;
/** Nobody ends a sentence with these. */
const never = new Set(['a', 'an', 'the', 'and', 'or', 'but', 'because', 'if', 'than', 'my', 'your', 'their', 'our', 'every', 'whether', 'very']);
/** How questions begin: alone they may be all of it, but mostly somebody is thinking. */
const beginning = /^(?:(?:and|so|but|okay|ok|well|then)\s+)*(?:(?:how|what|which|whose|where|who|when|why)(?:\s+(?:many|much|kind|sort|colou?r|of))*(?:\s+(?:is|are|was|were|do|does|did|can))?|(?:is|are|does|do|did|can|could|will)(?:\s+(?:there|it|this|that|you|i))?|(?:tell|show)(?:\s+me)?|how many of)$/i;

/** Whether somebody who says this and falls silent is done: a sentence with its end, not its beginning, and no hesitation. English; in other languages the mark decides. */
export function isWholeSentence(text: string): boolean {
  const said = text.trim();
  if (!finished.test(said) || hesitation.test(said)) return false;
  const words = said.toLowerCase().replace(/[^\p{L}\p{N}'\s]/gu, ' ').trim().split(/\s+/);
  return !never.has(words.at(-1)!) && !beginning.test(words.join(' ').replace(/['’]s$/, ' is'));
}
