/** How people say some questions aloud, and the plain form that the rules know. */
const plainly: readonly (readonly [RegExp, string])[] = [
  [/^any(body|one|one else|body else) (?=(?:in|on|at|there|here|behind|beside|next)\b)/i, 'Is there any$1 '],
  [/^(?:until|till) when is (.+?) open\b/i, 'When does $1 close'],
  [/^(?:until|till) when are (.+?) open\b/i, 'When do $1 close'],
  [/\btill when\b/i, 'until when'],
  [/\b(on|at) an? (?=(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)/i, '$1 '],
  [/^(?:by|until) when (?:do|does|must|should|can) (?:i|we|you|they|he|she) (?:have to |need to )?pay\b(?: it| this| that)?/i, 'when is the payment due'],
];

/** The same question where it was said in another way than people write it; else as it is. */
export function saidPlainly(question: string): string {
  return plainly.reduce((text, [said, plain]) => text.replace(said, plain), question);
}
