import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

type RootContent = ReturnType<typeof fromMarkdown>['children'][number];
type Table = Extract<RootContent, { type: 'table' }>;

/** Tables of more rows are looked at, not listened to. */
const mostRows = 6;
/** Items up to so many words are said as one list: "a cup, a plate and a spoon". */
const shortItemWords = 4;
const mostListed = 8;

/**
 * What a person would say who reads Markdown aloud: one paragraph a line, without marks, addresses and code. Code, long tables and pictures are named, not
 * read; links are their words. Feed it to `spellOut` next.
 */
export function speakable(markdown: string): string {
  try {
    const tree = fromMarkdown(markdown.replace(/^(?:[ \t]*>){4,}/gm, '> '), { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
    return blocks(tree.children).join('\n');
  } catch (cause) {
    // What is nested thousands deep is no text that somebody wrote.
    if (!(cause instanceof RangeError)) throw cause;
    return markdown.split('\n').flatMap((line) => ended(plain(line.replace(/[>*_[\]()]+/g, ' ')))).join('\n');
  }
}

function blocks(nodes: readonly RootContent[]): string[] {
  return nodes.flatMap((node): string[] => {
    switch (node.type) {
      case 'heading':
      case 'paragraph':
        return ended(words(node));
      case 'blockquote':
        return blocks(node.children);
      case 'list': {
        const items = node.children.map((item) => blocks(item.children));
        const plain = items.map((lines) => (lines.length === 1 ? lines[0]!.replace(/\.$/, '') : ''));
        const isShort = plain.every((text) => text !== '' && text.split(/\s+/).length <= shortItemWords && !/[.,;:!?]/.test(text));
        if (!node.ordered && isShort && plain.length > 1 && plain.length <= mostListed) return [`${plain.slice(0, -1).join(', ')} and ${plain.at(-1)}.`];
        if (!node.ordered) return items.flat();
        return items.flatMap(([first = '', ...rest], at) => (first === '' ? rest : [`${(node.start ?? 1) + at}: ${first}`, ...rest]));
      }
      case 'table':
        return rows(node);
      case 'code':
        return ['The code is on the screen.'];
      default:
        return 'children' in node ? ended(words(node)) : [];
    }
  });
}

function rows({ children: [head, ...body] }: Table): string[] {
  if (body.length > mostRows) return [`A table of ${body.length} rows is on the screen.`];
  const names = (head?.children ?? []).map(words);
  return body.flatMap((row) => ended(row.children.map((cell, column) => [names[column], words(cell)].filter(Boolean).join(': ')).filter((said) => said !== '').join(', ')));
}

/** The words of what stands in a line. */
function words(node: RootContent): string {
  switch (node.type) {
    case 'text':
      return plain(node.value);
    case 'inlineCode':
      return isSayable(node.value) || isPosition(node.value) ? node.value : 'what is on the screen';
    case 'link': {
      const text = inside(node);
      return /^(https?:|www\.|mailto:)/i.test(text) || text === node.url ? `a link${/[”’"»]*$/.exec(text)![0]}` : text;
    }
    case 'image':
    case 'imageReference':
      return node.alt ? `a picture: ${plain(node.alt)}` : '';
    case 'break':
      return ', ';
    case 'html':
    case 'code':
    case 'definition':
    case 'footnoteDefinition':
    case 'footnoteReference':
      return '';
    default:
      return 'children' in node ? inside(node) : '';
  }
}

const inside = (node: { children: readonly RootContent[] }) => node.children.map(words).join('');

/** Without emoji, marks that Markdown left over, and what else nobody says. */
const plain = (text: string) => text.replace(/\n/g, ' ').replace(/[`*|~_]{2,}|[`|]/g, ' ').replace(/[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{1f1e6}-\u{1f1ff}\ufe0e\ufe0f\u200b-\u200f\u{e0020}-\u{e007f}]/gu, (sign) => (/[0-9#*©®™★⭐]/.test(sign) ? sign : ''));

/** A word or a square in code marks is a word; anything with the marks of a program or of a position is not. */
const isSayable = (code: string) => code.length <= 40 && /^[\p{L}\p{N}][\p{L}\p{N} .,'+#=-]*$/u.test(code) && !/\p{Ll}\p{Lu}/u.test(code);

const isPosition = (code: string) => /^(?:[1-8pnbrqkPNBRQK]{1,8}\/){7}[1-8pnbrqkPNBRQK]{1,8}(?: |$)/.test(code);

/** A line ends as a sentence does, so that the voice falls. */
function ended(text: string): string[] {
  const line = text.replace(/\s+/g, ' ').trim();
  if (!/[\p{L}\p{N}★⭐]/u.test(line)) return [];
  return [/[.!?…:;,—]["'”’)\]]*$/.test(line) ? line.replace(/[,;—:]$/, '.') : `${line}.`];
}
