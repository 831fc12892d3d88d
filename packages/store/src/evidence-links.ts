/** An answer's Markdown without its links to evidence: `[4 pawns](#e:pawns)` becomes `4 pawns`. */
export function withoutEvidenceLinks(answer: string): string {
  return answer.replace(/\[((?:\\.|[^\]\\\n])*)\]\(#e:[a-z0-9-]{1,40}\)/g, '$1');
}

/** An answer's words as a person reads them, for search: without links, emphasis and the backslashes that keep printed text plain. */
export function wordsOf(answer: string): string {
  return withoutEvidenceLinks(answer)
    .replace(/(?<!\\)(?:\*\*|`)/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}
