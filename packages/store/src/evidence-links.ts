/** An answer as a person reads it without the picture: `[4 pawns](#e:pawns)` becomes `4 pawns`. */
export function withoutEvidenceLinks(answer: string): string {
  return answer.replace(/\[([^\]\n]*)\]\(#e:[a-z0-9-]{1,40}\)/g, '$1');
}
