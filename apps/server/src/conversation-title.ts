const longest = 60;

/** What a conversation is called until its owner names it: the beginning of its first question. */
export function conversationTitle(question: string, otherwise = 'A picture'): string {
  const line = question.replace(/\s+/g, ' ').trim();
  if (line === '') return otherwise;
  const letters = [...line];
  if (letters.length <= longest) return line;
  const cut = letters.slice(0, longest).join('');
  const lastSpace = cut.lastIndexOf(' ');
  return `${lastSpace > longest / 2 ? cut.slice(0, lastSpace) : cut}…`;
}
