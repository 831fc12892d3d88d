/** An answer's Markdown as the words alone, for terminals and speech: links to evidence, emphasis, quotation marks of lines and escapes are gone. */
export function answerAsPlainText(markdown: string): string {
  return markdown
    .replace(/^> ?| {2,}$/gm, '')
    .replace(/\[((?:\\.|[^\]\\])*)\]\(#e:[a-z0-9-]*\)/g, '$1')
    .replace(/(?<!\\)\*\*/g, '')
    .replace(/(?<!\\)`/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
