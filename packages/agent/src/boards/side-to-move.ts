import type { TextLine } from '@ocelli/protocol';
import type { BoardFacts } from './board-facts.js';
import { colours, type Colour } from './pieces.js';

const sideWords: [Colour, RegExp][] = [
  ['white', /\bwhite(?:'s)?\s?(?:to\s?(?:move|play|win|mate|draw)|(?:is )?on move|moves?\b|turn|plays?\b|mates?\b)|\bweiß (?:am zug|zieht)|les blancs jouent|juegan blancas|il bianco muove/i],
  ['black', /\bblack(?:'s)?\s?(?:to\s?(?:move|play|win|mate|draw)|(?:is )?on move|moves?\b|turn|plays?\b|mates?\b)|\bschwarz (?:am zug|zieht)|les noirs jouent|juegan negras|il nero muove/i],
];

/** The line of page text that says whose move it is ("White to move"); undefined when none or several disagree. */
export function sideToMoveInText(lines: readonly TextLine[]): { side: Colour; lines: (TextLine & { index: number })[] } | undefined {
  const found = lines.flatMap((line, index) => sideWords.filter(([, pattern]) => pattern.test(line.text.replace(/\s+/g, ' '))).map(([side]) => ({ side, line: { ...line, index } })));
  const sides = new Set(found.map(({ side }) => side));
  return sides.size === 1 ? { side: found[0]!.side, lines: found.map(({ line }) => line) } : undefined;
}

/** A side in check has to be the one to move. */
export function sideToMoveByCheck(facts: BoardFacts): Colour | undefined {
  const checked = colours.filter((colour) => (facts[colour].checkedBy?.length ?? 0) > 0);
  return checked.length === 1 ? checked[0] : undefined;
}
