/**
 * Text that came out of a picture, a code or a file, made harmless for an answer: on one line, without control or
 * direction-changing characters, with every character that Markdown or HTML could act on escaped. It stays data: it cannot make a
 * link, an image, a heading or formatting in the answer. (Some readers of GFM make bare addresses links after they have undone
 * escapes; whoever shows answers has to leave every link but those to evidence out, as the web page does.)
 */
export function pictureText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*[\]<>~|]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^([#+=-]+|\d+[.)])(?=\s|$)/, (match) => `${match.slice(0, -1)}\\${match.slice(-1)}`)
    // Under a line of words, GFM takes ":--" and "--:" for the row that makes a table of them.
    .replace(/^(?::-+:?|-+:)$/, '\\$&')
    .replace(/!(?=\\\[)/g, '\\!')
    .replace(/&(?=[a-z#])/gi, '\\&')
    .replace(/:(?=\/\/)|(?<=www)\.|(?<=\S)@(?=\S)/gi, '\\$&');
}

/** The same, cut to a length, in quotation marks. */
export function quoted(text: string, longest = 400): string {
  const cut = text.length > longest ? `${text.slice(0, longest).trimEnd()}…` : text;
  return `“${pictureText(cut)}”`;
}
