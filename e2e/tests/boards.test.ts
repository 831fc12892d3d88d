import { boardSvg } from '../support/chess-board.js';
import { png } from '../support/chat.js';
import { expect, test } from '../support/test.js';

/** Italian game, 16 pawns less one: eight white, seven black. The white king stands safely. */
const italian = 'r1bqkb1r/pppp1ppp/2n2n2/8/2B1P3/5N2/PPPP1PPP/RNBQK2R';
/** The rook on e8 gives check. */
const checked = '4r1k1/5ppp/8/8/8/8/5PPP/4K3';

test('the pawn question is answered with the number, split by colour, and every counted pawn is marked', async ({ chat, draw }) => {
  await chat.attach(png('game.png', await draw(boardSvg(italian))));
  const answer = await chat.ask('how many pawns are on the board?');
  await expect(chat.words(answer)).toHaveText('15 pawns: 8 white and 7 black.');
  await expect(chat.marks('square')).toHaveCount(15);
  await expect(chat.viewer.locator('.mark[data-kind="square"][data-tone="white"]')).toHaveCount(8);
});

test('what is being done shows at once, and can be opened: tool, input, output, time and model', async ({ chat, page, draw }) => {
  await chat.attach(png('game.png', await draw(boardSvg(italian))));
  await chat.send('how many pawns are on the board?');
  // Before the server has said anything the page shows that something happens.
  await expect(page.getByText(/^(Looking|Reading|Answering).*…$/).or(chat.answers.last().locator('.tool-calls'))).toBeVisible();
  const answer = await chat.lastAnswerEnded(1);
  const tool = answer.getByRole('button', { name: /^Reading the board/ });
  await expect(tool).toContainText(/\d m?s/);
  await tool.click();
  await expect(answer.getByText('read_board')).toBeVisible();
  await expect(answer.getByLabel('Input')).toContainText('"picture": 1');
  await expect(answer.getByLabel('Output')).toContainText(italian);
  await expect(answer.getByText(/^board-reader · pocket pack · \w+ · \d/)).toBeVisible();
});

test('follow-up questions need no second upload', async ({ chat, draw }) => {
  await chat.attach(png('game.png', await draw(boardSvg(italian))));
  await chat.ask('how many pawns are on the board?');
  const asked: [string, RegExp][] = [
    ['and how many are black?', /^7 black pawns/],
    ['what is on e4?', /white pawn/],
    ['is the white king in check?', /^No/],
    ['which side has more material?', /White has more material, by 1/],
  ];
  for (const [question, expected] of asked) await expect(chat.words(await chat.ask(question))).toHaveText(expected);
  await expect(chat.questions.getByRole('list', { name: 'Pictures of this question' })).toHaveCount(1);
});

test('an earlier picture, and two at once, can be asked about', async ({ chat, draw }) => {
  await chat.attach(png('first.png', await draw(boardSvg(italian))));
  await chat.ask('how many pawns are there?');
  await chat.attach(png('second.png', await draw(boardSvg(checked, { light: '#f0d9b5', dark: '#b58863' }))));
  await expect(chat.words(await chat.ask('how many pawns are there?'))).toHaveText(/^6 pawns/);
  await expect(chat.words(await chat.ask('and how many pawns are in the first picture?'))).toHaveText(/^15 pawns/);
  const both = await chat.ask('how many pawns are in both pictures?');
  await expect(chat.words(both)).toHaveText(/21 pawns in all.*15.*picture 1.*6.*picture 2/);
});

test('a check is seen, and a board seen from the black side is read the right way round', async ({ chat, draw }) => {
  await chat.attach(png('turned.png', await draw(boardSvg(checked, { turned: true }))));
  await expect(chat.words(await chat.ask('is the white king in check?'))).toHaveText(/^Yes/);
  await expect(chat.viewer.getByText('Black', { exact: false }).first()).toBeVisible();
  await expect(chat.viewer.getByRole('button', { name: 'e8: black rook' })).toBeVisible();
});

test('a square corrected with a click changes the answer, and the FEN', async ({ chat, page, draw }) => {
  await chat.attach(png('game.png', await draw(boardSvg(italian))));
  await chat.ask('how many pawns are on the board?');
  await chat.viewer.getByRole('button', { name: 'a2: white pawn' }).click();
  await page.getByRole('button', { name: 'white knight', exact: true }).click();
  // The latest answer is given again with the correction; the earlier one stays as its sibling.
  await expect(chat.words(chat.answers.last())).toHaveText('14 pawns: 7 white and 7 black.');
  await expect(chat.answers.last().getByText('2/2')).toBeVisible();
  await expect(chat.viewer.getByRole('button', { name: 'a2: white knight, set by you' })).toBeVisible();
  await chat.viewer.getByRole('button', { name: 'Copy FEN' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('r1bqkb1r/pppp1ppp/2n2n2/8/2B1P3/5N2/NPPP1PPP/RNBQK2R');
  await expect(chat.words(await chat.ask('what is on a2?'))).toHaveText(/white knight/);
  await page.reload();
  await expect(chat.viewer.getByRole('button', { name: 'a2: white knight, set by you' })).toBeVisible();
});

test('a region drawn with the mouse is asked about alone', async ({ chat, page, draw }) => {
  await chat.attach(png('game.png', await draw(`<div style="margin:-32px">${boardSvg(italian)}</div>`, { width: 560 })));
  await chat.tray.getByRole('button', { name: /^Ask about a part/ }).click();
  const area = page.getByRole('application');
  const box = (await area.boundingBox())!;
  // The upper part of the board: Black's men.
  await page.mouse.move(box.x + 2, box.y + 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 2, box.y + box.height * 0.45, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Ask about this part' }).click();
  await expect(chat.words(await chat.ask('how many pawns are there?'))).toHaveText(/^7 pawns.*7 black/);
  await expect(chat.marks('region')).toHaveCount(1);
  await expect(chat.questions.last().getByRole('button', { name: /a part of it/ })).toBeVisible();
});

test('a region is drawn with the keyboard, and given up again', async ({ chat, page, draw }) => {
  await chat.attach(png('game.png', await draw(boardSvg(italian))));
  await chat.tray.getByRole('button', { name: /^Ask about a part/ }).press('Enter');
  await page.getByRole('application').focus();
  for (const key of ['ArrowRight', 'ArrowUp', 'Shift+ArrowDown']) await page.keyboard.press(key);
  await expect(page.getByText(/^From \d+ % across and \d+ % down/)).toBeAttached();
  await page.getByRole('button', { name: 'Ask about this part' }).press('Enter');
  const crop = chat.tray.getByRole('button', { name: /^Ask about a part/ });
  await expect(crop).toHaveAttribute('aria-pressed', 'true');
  await crop.press('Enter');
  await page.getByRole('button', { name: 'Whole picture' }).press('Enter');
  await expect(crop).toHaveAttribute('aria-pressed', 'false');
});
