/**
 * Text that came out of a picture, a code or a file, made harmless for an answer: on one line, without control or
 * direction-changing characters, with every character that Markdown or HTML could act on escaped. It stays data: it cannot make a
 * link (not even of a bare address), an image, a heading or formatting in the answer.
 */
export function pictureText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*[\]<>~|]/g, '\\$&')
    .replace(/(^|\W)_|_(?=\W|$)/g, (match) => match.replace('_', '\\_'))
    .replace(/^([#+-]|\d+[.)])(?=\s)/, (match) => `${match.slice(0, -1)}\\${match.slice(-1)}`)
    .replace(/!(?=\\\[)/g, '\\!')
    .replace(/&(?=[a-z#])/gi, '\\&')
    .replace(/:(?=\/\/)|(?<=\bwww)\.|(?<=\S)@(?=\S)/gi, '\\$&');
}

/** The same, cut to a length, in quotation marks. */
export function quoted(text: string, longest = 400): string {
  const cut = text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text;
  return `“${pictureText(cut)}”`;
}
