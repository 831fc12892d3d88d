import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { joined, music, silence, spoken } from '../../packages/models/test-support/sounds.js';
import { boardSvg } from '../support/chess-board.js';
import { png } from '../support/chat.js';
import { expect, test } from '../support/microphone.js';

const board = boardSvg('r1bqkb1r/pppp1ppp/2n2n2/8/2B1P3/5N2/PPPP1PPP/RNBQK2R');
const question = 'How many pawns are on the board?';
/** Without a board in sight, ponds are as likely. */
const orPonds = /How many (pawns|ponds) are on the board\?/;
const asked = joined(silence(0.6), spoken('how-many-pawns'));
/** Without the pauses in which a speaker is taken to be done. */
const longQuestion = joined(...Array.from({ length: 8 }, () => spoken('how-many-pawns').subarray(5_000, 29_000)));
const counted = /^15 pawns: 8 white and 7 black\./;

const microphone = (page: Page) => page.getByRole('button', { name: 'Ask aloud' });
const isOn = (page: Page) => page.getByText('The microphone is on');

test.describe('a question that is spoken', () => {
  test.use({ microphone: { says: asked, allowed: true } });

  test('about a board is heard as pawns, sent when the speaker is done, and answered', async ({ chat, page, draw }) => {
    await chat.attach(png('game.png', await draw(board)));
    await microphone(page).click();
    await expect(isOn(page)).toBeVisible();
    await expect(chat.questions).toContainText(question, { timeout: 30_000 });
    await expect(isOn(page)).toBeHidden();
    await expect(chat.words(await chat.lastAnswerEnded(1))).toHaveText(counted);
    await expect(chat.question).toHaveValue('');
  });

  test('loses nothing when the line is cut for three seconds in the middle of it', async ({ chat, page, draw, server }) => {
    await chat.attach(png('game.png', await draw(board)));
    await microphone(page).click();
    await expect(isOn(page)).toBeVisible();
    // Somebody speaks: the words so far are asked to go on, or are there.
    await expect(page.getByText('Ask your question…')).toBeHidden();
    server.line.cut();
    const cutAt = Date.now();
    await expect(page.getByText(/No connection/)).toBeVisible();
    await expect.poll(() => Date.now() - cutAt, { timeout: 10_000 }).toBeGreaterThan(3_000);
    await expect(chat.questions).toHaveCount(0);
    server.line.mend();
    await expect(chat.questions).toContainText(question, { timeout: 30_000 });
    await expect(chat.words(await chat.lastAnswerEnded(1))).toHaveText(counted);
  });

  test('is heard by a server that was killed and started again in the middle of it', async ({ chat, page, server }) => {
    await microphone(page).click();
    await expect(isOn(page)).toBeVisible();
    await expect(page.getByText('Ask your question…')).toBeHidden();
    await server.kill();
    await server.start();
    await expect(chat.questions).toContainText(orPonds, { timeout: 40_000 });
  });

  test('is spoken while the space bar is held in an empty field; a short press writes a space', async ({ chat, page }) => {
    await chat.question.focus();
    await page.keyboard.down('Space');
    await expect(isOn(page)).toBeVisible();
    await expect(page.getByText('Let go when you are done')).toBeVisible();
    // Held until the last words are there.
    await expect(page.locator('.listening')).toContainText(/board/i, { timeout: 30_000 });
    await expect(chat.questions).toHaveCount(0);
    await page.keyboard.up('Space');
    await expect(chat.questions).toContainText(orPonds, { timeout: 30_000 });
    await chat.question.press('Space');
    await page.keyboard.type('b');
    await expect(chat.question).toHaveValue(' b');
    await expect(isOn(page)).toBeHidden();
  });

  test('is forgotten with Escape: nothing is sent, and the microphone is let go', async ({ chat, page }) => {
    await microphone(page).click();
    await expect(isOn(page)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(isOn(page)).toBeHidden();
    await expect(microphone(page)).toBeVisible();
    await expect(chat.question).toHaveValue('');
    await expect(chat.questions).toHaveCount(0);
  });

  test('waits to be checked where the speaker prefers that, and goes as it was corrected', async ({ chat, page }) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'Let me check first' }).click();
    await page.keyboard.press('Escape');
    await microphone(page).click();
    await expect(chat.question).toHaveValue(orPonds, { timeout: 30_000 });
    await expect(chat.questions).toHaveCount(0);
    await expect(chat.question).toBeFocused();
    await expect(page.getByText('Check it, then send.')).toBeVisible();
    await chat.question.fill('How many knights are on the board?');
    await chat.question.press('Enter');
    await expect(chat.questions).toContainText('knights');
  });

  test('is kept with its sound where the speaker wants that, and can be played', async ({ chat, page }) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('switch', { name: 'Keep the sound with my question' }).click();
    await page.keyboard.press('Escape');
    await microphone(page).click();
    await expect(chat.questions.getByLabel('What was heard')).toHaveText(orPonds, { timeout: 30_000 });
    const player = chat.questions.locator('audio');
    await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => { audio.preload = 'auto'; return audio.duration; })).toBeGreaterThan(1.5);
  });

  test('joins what was written before', async ({ chat, page }) => {
    await chat.question.fill('In the first picture:');
    await microphone(page).click();
    await expect(chat.question).toHaveValue(/^In the first picture: How many (pawns|ponds) are on the board\?$/, { timeout: 30_000 });
    await expect(chat.questions).toHaveCount(0);
  });

  test('a microphone is chosen and tried in the settings, and nothing is sent', async ({ chat: _chat, page }) => {
    const sent: string[] = [];
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => { if (String(payload).includes('listen.')) sent.push(String(payload)); }));
    await page.reload();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Test' }).click();
    await expect(page.getByText('Say something')).toBeVisible();
    await expect.poll(() => page.locator('.dialog .level-meter i').evaluateAll((bars) => Math.max(...bars.map((bar) => Number(getComputedStyle(bar).scale.split(' ')[1] ?? 1))))).toBeGreaterThan(0.4);
    await expect(page.getByLabel('Microphone').getByRole('option')).not.toHaveCount(1);
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(page.getByText('Say something')).toBeHidden();
    expect(sent).toEqual([]);
  });
});

for (const [what, says] of [['silence', silence(10)], ['music-like tones', music(10)]] as const) {
  test.describe(what, () => {
    test.use({ microphone: { says, allowed: true } });

    test('is no question, and what to do about it is said', async ({ chat, page }) => {
      await microphone(page).click();
      await expect(page.getByRole('alert').filter({ hasText: 'No question was heard' })).toContainText('microphone', { timeout: 30_000 });
      await expect(chat.questions).toHaveCount(0);
      await expect(chat.question).toHaveValue('');
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await expect(page.getByText('No question was heard')).toBeHidden();
    });
  });
}

test.describe('a microphone that is not allowed', () => {
  test.use({ microphone: { says: asked, allowed: false, args: ['--deny-permission-prompts'] } });

  test('says how to allow it', async ({ chat, page }) => {
    await microphone(page).click();
    await expect(page.getByRole('alert').filter({ hasText: 'The microphone is not allowed' })).toContainText('Allow it for this page');
    await expect(isOn(page)).toBeHidden();
    await chat.ask('hello');
  });
});

test.describe('a machine without a microphone', () => {
  test.use({ microphone: { allowed: true } });

  test('says so', async ({ chat: _chat, page }) => {
    await microphone(page).click();
    await expect(page.getByRole('alert').filter({ hasText: 'There is no microphone' })).toContainText('Plug one in');
  });
});

test.describe('a browser without AudioWorklet', () => {
  test.use({ microphone: { says: asked, allowed: true } });

  test('records the question, and hears it when the speaker is done; one that cannot record says which one would do', async ({ chat, page }) => {
    await page.addInitScript(() => void Reflect.deleteProperty(window, 'AudioWorkletNode'));
    await chat.open();
    await expect(page.getByRole('button', { name: 'Hands-free' })).toBeHidden();
    await microphone(page).click();
    await expect(page.getByText('Press again when you are done')).toBeVisible();
    const since = Date.now();
    await expect.poll(() => Date.now() - since, { timeout: 10_000 }).toBeGreaterThan(4_000);
    await page.getByRole('button', { name: 'Done speaking' }).click();
    await expect(chat.questions).toContainText(orPonds, { timeout: 30_000 });
    await page.evaluate(() => void Reflect.deleteProperty(window, 'MediaRecorder'));
    await microphone(page).click();
    await expect(page.getByRole('alert').filter({ hasText: 'This browser cannot listen' })).toContainText('Firefox');
  });
});

for (const [name, use] of [['a desktop', { viewport: { width: 1440, height: 900 } }], ['a phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }]] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`listening on ${name}, ${colorScheme}`, () => {
      test.use({ ...use, colorScheme, contextOptions: { reducedMotion: 'reduce' }, microphone: { says: longQuestion, allowed: true } });

      test('has no serious violation and nothing too wide', async ({ chat: _chat, page }) => {
        const sound = async (state: string): Promise<void> => {
          const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
          expect.soft(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`), state).toEqual([]);
          expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${state}: overflow`).toBeLessThanOrEqual(0);
        };
        await microphone(page).click();
        await expect(page.locator('.listening')).toContainText(/How many/, { timeout: 30_000 });
        await sound('listening');
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.evaluate(() => ['AudioWorkletNode', 'MediaRecorder'].forEach((name) => Reflect.deleteProperty(window, name)));
        await microphone(page).click();
        await expect(page.getByRole('alert').filter({ hasText: 'This browser cannot listen' })).toBeVisible();
        await sound('a problem');
      });
    });
  }
}
