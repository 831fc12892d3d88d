/** Chessmen of our own drawing on a 40 x 40 field: the body, then the lines inside it. */
const foot = '<path d="M9.5 35.2c0-2.2 1.4-3.6 3.4-3.6h14.2c2 0 3.4 1.4 3.4 3.6z"/>';
const shapes: Record<string, [body: string, lines: string]> = {
  p: ['<circle cx="20" cy="12.4" r="5.2"/><path d="M15.2 18.4h9.6c.3 5.2 1.8 9.6 4.4 13.2H10.8c2.6-3.6 4.1-8 4.4-13.2z"/>', ''],
  r: ['<path d="M11.2 6.5h4.3v3h2.4v-3h4.2v3h2.4v-3h4.3v6.8l-3 2.7.9 15.6H13.3l.9-15.6-3-2.7z"/>', '<path d="M14.2 16h11.6"/>'],
  n: ['<path d="M11.4 31.6c-.2-7.8 3.6-10.4 6.6-14.4-2.7.5-4 2-5.3 3.3-1 1-3.3.9-4.1-.5-.7-1.2-.1-2.3.7-3.3 2.2-2.6 2.9-6.1 5.7-8.3l.6-3.9 3.7 2.5C26.2 7.5 30.4 13.6 30.4 21.4c0 4-.6 7-1 10.2z"/>', '<path d="M15.8 12.7v.6" stroke-width="2.4"/>'],
  b: ['<circle cx="20" cy="6.6" r="2.3"/><path d="M20 8.8c4.6 3.5 7 7.2 7 10.7 0 3-1.5 4.9-3.4 6.1.4 2.4 1.5 4.4 3.3 6H13.1c1.8-1.6 2.9-3.6 3.3-6-1.9-1.2-3.4-3.1-3.4-6.1 0-3.5 2.4-7.2 7-10.7z"/>', '<path d="M20 14.5v6M17 17.5h6M16.4 25.6h7.2"/>'],
  q: ['<circle cx="7.6" cy="12" r="2.2"/><circle cx="15.6" cy="8.3" r="2.2"/><circle cx="24.4" cy="8.3" r="2.2"/><circle cx="32.4" cy="12" r="2.2"/><path d="M8.3 13.8l5.2 6.7 2.3-10.2L20 19.5l4.2-9.2 2.3 10.2 5.2-6.7-3.2 13.7.8 4.1H10.7l.8-4.1z"/>', '<path d="M11.5 27.5h17"/>'],
  k: ['<path d="M18.6 3.6h2.8v2.3h2.5v2.7h-2.5v3.2h-2.8V8.6h-2.5V5.9h2.5z"/><path d="M20 11.6c1.7 0 3 1.1 3.6 3 1.4-1 3-1.4 4.5-1.1 3 .6 4.7 3.3 4 6.6-.6 2.7-2.3 4.9-3.7 7.1l.6 4.4H11l.6-4.4c-1.4-2.2-3.1-4.4-3.7-7.1-.7-3.3 1-6 4-6.6 1.5-.3 3.1.1 4.5 1.1.6-1.9 1.9-3 3.6-3z"/>', '<path d="M20 17.5v9.7M11.6 27.2h16.8"/>'],
};

/** SVG of a piece named by its FEN letter, for a field of 40 x 40. */
export function pieceSvg(letter: string): string {
  const white = letter !== letter.toLowerCase();
  const [body, lines] = shapes[letter.toLowerCase()]!;
  const [fill, edge, inside] = white ? ['#fff', '#1d1a14', '#1d1a14'] : ['#24201a', '#15120d', '#e9dfc8'];
  return `<g fill="${fill}" stroke="${edge}" stroke-width="1.5" stroke-linejoin="round">${body}${foot}</g><g fill="none" stroke="${inside}" stroke-width="1.5" stroke-linecap="round">${lines}</g>`;
}
