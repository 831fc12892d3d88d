import type { FoundAnswer } from './found-answer.js';
import type { Page, PlacedLine } from './page-layout.js';

const asksForSelected = /\b(?:is|are|was) (?:currently )?(?:selected|highlighted|marked|chosen|active|focuss?ed)\b|\btab (?:is|are) (?:currently )?(?:open|shown|current)\b|\bwhat(?:'s| is) the (?:currently )?(?:selected|highlighted|active|current|open) \w+\W*$/i;

/** Colours this far apart (sum of red, green and blue) are told apart at a glance. */
const clearDistance = 45;
/** Least others of an entry's list that are alike. */
const leastPeers = 2;

/**
 * Which entry is selected: the line whose ground differs from that of its list, the lines set flush with it, or beside it in its row. Of
 * several the one that stands out most; a tab among tabs is tried in its row first.
 */
export function findSelected(page: Page, question: string): FoundAnswer[] {
  if (!asksForSelected.test(question)) return [];
  const tab = /\btabs?\b/i.test(question);
  const lines = page.lines.filter(({ ground, text }) => ground !== undefined && /\p{L}{2}/u.test(text));
  const found = lines.flatMap((line) => {
    const column = lines.filter((other) => other !== line && Math.abs(other.box[0] - line.box[0]) < 0.015 && Math.abs(other.height - line.height) < 0.4 * line.height && Math.abs(other.box[1] - line.box[1]) < 14 * line.height);
    const row = page.rows[line.row]!.filter((other) => other !== line && other.ground !== undefined);
    const fit = Math.max(outstanding(line, column) * (tab ? 0.6 : 1), outstanding(line, row) * (tab ? 1 : 0.5));
    return fit > 0 ? [{ line, fit }] : [];
  });
  const [best] = found.sort((one, other) => other.fit - one.fit);
  if (!best) return [];
  // A selected row has one ground from its first cell to its last; its longest words name it.
  const row = page.rows[best.line.row]!.filter((other) => other.ground !== undefined && distance(other.ground, best.line.ground!) < clearDistance && /\p{L}{2}/u.test(other.text));
  const named = tab || row.length === 0 ? [best.line] : row.filter((other) => found.some(({ line }) => line === other));
  const [first, ...rest] = (named.length > 0 ? named : [best.line]).sort((one, other) => one.box[0] - other.box[0]);
  const clean = (line: PlacedLine) => line.text.replace(/^[^\p{L}\p{N}]+|^\p{L} (?=\p{L}{3})/u, '');
  return [{ value: [first!, ...rest.slice(0, 2)].map(clean).join(' · '), lines: [first!, ...rest.slice(0, 2)], score: 0.55 + 0.2 * Math.min(1, best.fit) }];
}

/** How far a line's ground is from the one ground that most of its peers share. */
function outstanding(line: PlacedLine, peers: readonly PlacedLine[]): number {
  if (peers.length < leastPeers) return 0;
  const away = distance(line.ground!, usual(peers));
  const alike = peers.filter(({ ground }) => distance(ground!, usual(peers)) < 0.8 * clearDistance).length;
  return away < clearDistance || alike < 0.7 * peers.length ? 0 : (Math.min(1, away / 300) + chroma(line.ground!)) * Math.min(1, 0.4 + 0.08 * alike);
}

/** The ground that is nearest to all the others. */
function usual(peers: readonly PlacedLine[]): string {
  const sum = (ground: string) => peers.reduce((total, peer) => total + distance(peer.ground!, ground), 0);
  return [...peers].sort((one, other) => sum(one.ground!) - sum(other.ground!))[0]!.ground!;
}

/** 0..1: selections are mostly coloured; fields of a form are merely lighter than what is around them. */
function chroma(ground: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(ground.slice(at, at + 2), 16));
  return (Math.max(...channels) - Math.min(...channels)) / 255;
}

function distance(one: string, other: string): number {
  return [1, 3, 5].reduce((sum, at) => sum + Math.abs(Number.parseInt(one.slice(at, at + 2), 16) - Number.parseInt(other.slice(at, at + 2), 16)), 0);
}
