import type { TextLine } from '@ocelli/protocol';
import { layOut, type PlacedLine } from '../text-answers/page-layout.js';
import type { BoardFacts } from './board-facts.js';
import { colours, type Colour } from './pieces.js';

const sideWords: [Colour, RegExp][] = [
  ['white', /\b(?:to (?:move|play)|turn|side to move)\s?[:=]\s?white\b|\bwhite(?:'s)?\s?(?:to\s?(?:move|play|win|mate|draw)|(?:is )?on move|moves?\b|turn|plays?\b|mates?\b)|\bweiß (?:am zug|zieht)|les blancs jouent|juegan blancas|il bianco muove/i],
  ['black', /\b(?:to (?:move|play)|turn|side to move)\s?[:=]\s?black\b|\bblack(?:'s)?\s?(?:to\s?(?:move|play|win|mate|draw)|(?:is )?on move|moves?\b|turn|plays?\b|mates?\b)|\bschwarz (?:am zug|zieht)|les noirs jouent|juegan negras|il nero muove/i],
];

/** The row of page text that says whose move it is ("White to move", "To play: White"); undefined when none or several disagree. */
export function sideToMoveInText(lines: readonly TextLine[]): { side: Colour; text: string; lines: PlacedLine[] } | undefined {
  const found = layOut(lines).rows.flatMap((row) => {
    const text = row.map((line) => line.text).join(' ').replace(/\s+/g, ' ');
    const telling = row.find((line) => sideWords.some(([, pattern]) => pattern.test(line.text)));
    return sideWords.filter(([, pattern]) => pattern.test(text)).map(([side]) => ({ side, text: telling?.text ?? text, lines: telling ? [telling] : row }));
  });
  return new Set(found.map(({ side }) => side)).size === 1 ? found[0] : undefined;
}

/** A side in check has to be the one to move. */
export function sideToMoveByCheck(facts: BoardFacts): Colour | undefined {
  const checked = colours.filter((colour) => (facts[colour].checkedBy?.length ?? 0) > 0);
  return checked.length === 1 ? checked[0] : undefined;
}
