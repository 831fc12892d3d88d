import { answerAsPlainText } from '@ocelli/agent';

/** Markup that more text may complete, at the very end: a link begun, characters of emphasis and escape, space that may be a line break. */
const unfinished = /(?:(?<!\\)\[(?:\\.|[^\]\\])*\\?(?:\](?:\([^)]*)?)?|[\\*`\s]+)$/;

/** Plain text of an answer while it streams: what may still turn out to be markup is held back until it is known. */
export class PlainTextStream {
  #markdown = '';
  #said = 0;

  /** Takes more Markdown; returns what of the plain text is certain by now and was not returned before. */
  add(delta: string): string {
    this.#markdown += delta;
    return this.#upTo(unfinished.exec(this.#markdown)?.index ?? this.#markdown.length);
  }

  /** The rest, when no more comes. */
  end(): string {
    return this.#upTo(this.#markdown.length).trimEnd();
  }

  #upTo(index: number): string {
    const plain = answerAsPlainText(this.#markdown.slice(0, index));
    const more = plain.slice(this.#said);
    this.#said = Math.max(this.#said, plain.length);
    return more;
  }
}
