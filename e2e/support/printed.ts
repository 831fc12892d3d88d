/** Rows of a QR code that says "https://example.com/table/42", a bit a module. */
const qrRows = ['1fc4e7f', '105ce41', '175075d', '174865d', '175d75d', '1054a41', '1fd557f', '14400', '1a62b76', '2b8041', '1051113', '98db10', '1b549cb', 'a804ed', '126e5f5', 'a31b12', '1ccb3fc', '1ef19', '1fd875b', '104b51e', '1747df8', '1759a3c', '1745435', '1051dc8', '1fdbbe3'];
export const qrSays = 'https://example.com/table/42';

/** The QR code as HTML, with the quiet zone that readers need. */
export function qrHtml(): string {
  const modules = qrRows.flatMap((row, y) => [...Number.parseInt(row, 16).toString(2).padStart(25, '0')].map((bit, x) => (bit === '1' ? `<rect x="${x}" y="${y}" width="1" height="1"/>` : '')));
  return `<svg viewBox="-4 -4 33 33" width="330" height="330" shape-rendering="crispEdges">${modules.join('')}</svg>`;
}

/** A shop's receipt. Its total is 23.40. */
export const receiptHtml = `
  <div style="width: 420px; font-size: 26px">
    <div style="text-align: center; font-weight: 700; font-size: 34px">Corner Bakery</div>
    <div style="text-align: center">12 Mill Lane, Bristol</div><br>
    ${[['Rye bread', '4.20'], ['Two croissants', '5.60'], ['Coffee beans', '13.60']].map(([what, price]) => `<div style="display: flex; justify-content: space-between"><span>${what}</span><span>${price}</span></div>`).join('')}
    <hr><div style="display: flex; justify-content: space-between; font-weight: 700; font-size: 32px"><span>TOTAL</span><span>23.40</span></div>
    <div>Paid by card</div><br><div style="text-align: center">Thank you</div>
  </div>`;

export const signHtml = `
  <div style="width: 520px; padding: 40px; background: #0b5d3b; color: #fff; text-align: center; font-weight: 600; font-size: 44px; line-height: 1.3">NO SWIMMING<br>BEYOND THIS POINT</div>`;

const sentences = [
  'The ferry to the island leaves from the old pier.', 'Bring a warm coat against the cold wind at sea.',
  'Tickets are sold on board and at the white kiosk.', 'Dogs travel free when they are kept on a lead.',
  'The crossing takes forty minutes in calm weather.', 'On clear mornings one sees the lighthouse early.',
  'Coffee and cakes are served until the bell is rung.', 'Bicycles are tied to the rail by the friendly crew.',
  'The last boat back sails at nine in the evening.', 'Lost gloves are kept for a year in a large box.',
];

/** A page of print whose reading makes a long answer. `mark` makes it another picture than other pages. */
export function pageHtml(mark = ''): string {
  return `<div style="font-size: 26px; line-height: 1.7; white-space: nowrap">${mark ? `<p style="margin: 0 0 12px"><b>${mark}</b></p>` : ''}${sentences.map((sentence) => `<p style="margin: 0">${sentence}</p>`).join('')}</div>`;
}
export const pageSentences: readonly string[] = sentences;
