import { expectSound, screens, tooSmall } from '../support/accessibility.js';
import { boardSvg } from '../support/chess-board.js';
import { Chat, png } from '../support/chat.js';
import { signHtml } from '../support/printed.js';
import { expect, test } from '../support/test.js';

const board = boardSvg('r1bqkb1r/pppp1ppp/2n2n2/8/2B1P3/5N2/PPPP1PPP/RNBQK2R');

for (const { name, use, phone } of screens) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`on ${name}, ${colorScheme}`, () => {
      // What moves is caught between two colours; people who ask for less motion see the same states.
      test.use({ ...use, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test('the main states have no serious violation', async ({ chat, page, draw }) => {
        await expectSound(page, 'welcome');
        await chat.attach(png('game.png', await draw(board)));
        await expectSound(page, 'a picture attached');
        await chat.tray.getByRole('button', { name: /^Ask about a part/ }).click();
        await expectSound(page, 'drawing a region');
        await page.keyboard.press('Escape');
        const answer = await chat.ask('how many pawns are on the board?');
        await answer.getByRole('button', { name: /^Reading the board/ }).click();
        await expectSound(page, 'a board answered, with its tool opened');
        if (phone) await page.getByRole('button', { name: 'Picture', exact: true }).tap();
        await expect(chat.marks('square')).toHaveCount(15);
        await expectSound(page, 'the picture');
        await chat.viewer.getByRole('button', { name: 'e4: white pawn' }).click();
        await expectSound(page, 'choosing a piece');
        await page.keyboard.press('Escape');
        if (phone) await page.keyboard.press('Escape');
        await chat.attach(png('sign.png', await draw(signHtml)));
        await chat.ask('what does the sign say?');
        await expectSound(page, 'two pictures, text marked');
        await chat.pick({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('These are only words.') });
        await expect(page.getByRole('alert').filter({ hasText: 'notes.png' })).toBeVisible();
        await expectSound(page, 'an upload that failed');
        if (phone) await page.getByRole('button', { name: 'Show the conversations' }).tap();
        await page.getByRole('searchbox').fill('pawns');
        await expect(page.getByText(/\d found/)).toBeVisible();
        await expectSound(page, 'searching');
        await page.getByRole('button', { name: 'Settings' }).click();
        await expect(page.getByText('Version')).toBeVisible();
        await expectSound(page, 'settings');
      });
    });
  }
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('whatever can be touched is at least 44 px high and wide, but for words in a line', async ({ chat, page, draw }) => {
    await chat.attach(png('game.png', await draw(board)));
    const answer = await chat.ask('how many pawns are on the board?');
    await expect(answer.getByRole('button', { name: 'Copy answer' })).toBeVisible();
    expect.soft(await tooSmall(page), 'conversation').toEqual([]);
    await page.getByRole('button', { name: 'Picture', exact: true }).tap();
    await expect(chat.marks('square')).toHaveCount(15);
    expect.soft(await tooSmall(page), 'picture').toEqual([]);
    await page.getByRole('button', { name: 'Close' }).tap();
    await page.getByRole('button', { name: 'Show the conversations' }).tap();
    await expect(chat.history).toBeVisible();
    expect.soft(await tooSmall(page), 'conversations').toEqual([]);
    await page.getByRole('button', { name: 'Settings' }).tap();
    await expect(page.getByText('Version')).toBeVisible();
    expect.soft(await tooSmall(page), 'settings').toEqual([]);
  });

  test('the composer stays on the screen when the keyboard takes half of it', async ({ chat, page, draw }) => {
    await chat.attach(png('game.png', await draw(board)));
    await chat.ask('how many pawns are on the board?');
    await chat.question.tap();
    await page.setViewportSize({ width: 390, height: 420 });
    await expect(chat.question).toBeInViewport({ ratio: 1 });
    await expect(chat.sendButton).toBeInViewport({ ratio: 1 });
  });
});

test('everything on the way from a picture to a corrected square is done with the keyboard alone', async ({ chat, page, draw }) => {
  await chat.attach(png('game.png', await draw(board)));
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  /** Tabs until something of that name has the focus. */
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let step = 0; step < 60; step++) {
      const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
      if (name.test(focused)) return;
      await press('Tab');
    }
    throw new Error(`Tab never reached ${name}`);
  };
  await tabTo(/^Question$/);
  await page.keyboard.type('how many pawns are on the board?');
  await press('Enter');
  const answer = await chat.lastAnswerEnded(1);
  await answer.getByRole('button', { name: '8 white' }).focus();
  await expect(chat.viewer.locator('.mark[data-lit]')).toHaveCount(8);
  await press('Enter');
  await expect(answer.getByRole('button', { name: '8 white' })).toHaveAttribute('aria-pressed', 'true');
  await press('Escape');
  await expect(answer.getByRole('button', { name: '8 white' })).toHaveAttribute('aria-pressed', 'false');
  await tabTo(/^a8: black rook/);
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await press(key);
  await expect(chat.viewer.getByRole('button', { name: 'b6: empty' })).toBeFocused();
  await press('Enter');
  await tabTo(/^black pawn$/);
  await press('Enter');
  await expect(chat.words(chat.answers.last())).toHaveText('16 pawns: 8 white and 8 black.');
  // The keys that need no way there.
  await press('Alt+n');
  await expect(chat.questions).toHaveCount(0);
  await press('Alt+k');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.locator('body').click({ position: { x: 700, y: 90 } });
  await press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await press('Escape');
  await press('/');
  await expect(chat.question).toBeFocused();
});

test('words and marks light each other up', async ({ chat, page, draw }) => {
  await chat.attach(png('game.png', await draw(board)));
  const answer = await chat.ask('how many pawns are on the board?');
  await answer.getByRole('button', { name: '7 black' }).hover();
  await expect(chat.viewer.locator('.mark[data-lit]')).toHaveCount(7);
  await expect(chat.viewer.locator('.square[data-lit]')).toHaveCount(7);
  await chat.viewer.locator('.mark[data-tone="white"]').first().hover();
  await expect(answer.getByRole('button', { name: '8 white' })).toHaveAttribute('data-lit');
  await expect(chat.viewer.locator('.mark[data-lit]')).toHaveCount(1);
  await page.mouse.move(0, 0);
  await expect(chat.viewer.locator('.mark[data-lit]')).toHaveCount(0);
});

test('a picture is zoomed with keys, buttons and the wheel, and marks stay on their places', async ({ chat, draw }) => {
  await chat.attach(png('game.png', await draw(board)));
  await chat.ask('how many pawns are on the board?');
  const picture = chat.viewer.getByRole('img', { name: /^Picture 1/ });
  const width = async (): Promise<number> => (await picture.boundingBox())!.width;
  const fitted = await width();
  await chat.viewer.getByRole('region', { name: /^Picture 1/ }).focus();
  await chat.page.keyboard.press('+');
  await expect.poll(width).toBeGreaterThan(fitted * 1.2);
  const share = await chat.viewer.locator('.mark[data-kind="board"]').evaluate((mark) => mark.getBoundingClientRect().width / mark.closest('svg')!.getBoundingClientRect().width);
  await chat.page.keyboard.press('0');
  await expect.poll(width).toBeCloseTo(fitted, 0);
  expect(await chat.viewer.locator('.mark[data-kind="board"]').evaluate((mark) => mark.getBoundingClientRect().width / mark.closest('svg')!.getBoundingClientRect().width)).toBeCloseTo(share, 2);
  await chat.viewer.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(width).toBeGreaterThan(fitted * 1.2);
  await chat.viewer.getByRole('button', { name: /^Fit the picture/ }).click();
  const { x, y, width: across } = (await picture.boundingBox())!;
  await chat.page.mouse.move(x + across / 3, y + across / 3);
  await chat.page.mouse.wheel(0, -300);
  await expect.poll(width).toBeGreaterThan(fitted * 1.2);
});

test('nothing moves for people who ask for less motion', async ({ browser, server, draw }) => {
  const context = await browser.newContext({ baseURL: server.url, reducedMotion: 'reduce' });
  const chat = new Chat(await context.newPage());
  await chat.open();
  await chat.attach(png('game.png', await draw(board)));
  await chat.ask('how many pawns are on the board?');
  expect(await chat.page.evaluate(() => document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 10 && effect?.getComputedTiming().iterations === Infinity).length)).toBe(0);
  await context.close();
});
