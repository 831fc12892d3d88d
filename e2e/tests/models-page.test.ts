import { expectSound, screens, tooSmall } from '../support/accessibility.js';
import { Chat } from '../support/chat.js';
import { Models, modelsLine } from '../support/models.js';
import { expect, test } from '../support/test.js';

// So slow that a test never sees the end of it.
test.use({ settings: { modelBytesPerSecond: 500 } });

for (const { name, use, phone } of screens) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`on ${name}, ${colorScheme}`, () => {
      test.use({ ...use, colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test('line and page have no serious violation, and nothing too small for a finger', async ({ page }) => {
        const chat = new Chat(page);
        await chat.open();
        await expect(modelsLine(page)).toBeVisible();
        await expectSound(page, 'the line over the chat');
        if (phone) expect.soft(await tooSmall(page), 'the line over the chat').toEqual([]);
        const models = new Models(page);
        await models.open();
        await expect(models.state('EfficientNet-Lite2')).toHaveText(/Fetching|Waiting/);
        await expectSound(page, 'the page of models');
        if (phone) expect.soft(await tooSmall(page), 'the page of models').toEqual([]);
        expect(await page.evaluate(() => document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations === Infinity && Number(effect.getComputedTiming().duration) > 10).length)).toBe(0);
      });
    });
  }
}

test('a question that one of them would help with is answered with what is there, and says what is missing', async ({ chat, page }) => {
  await page.getByRole('region', { name: 'Sample pictures' }).getByRole('button', { name: 'What is in this picture?' }).click();
  await expect(chat.words(await chat.lastAnswerEnded(1))).toContainText(/EfficientNet-Lite2 is still being fetched \(\d+ %.*With it I can name what a photograph shows: ask again then\./);
});

test('everything about them is done with the keyboard alone', async ({ page }) => {
  await page.goto('/');
  await modelsLine(page).getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/models$/);
  const models = new Models(page);
  const pause = models.card('all-MiniLM-L6-v2').getByRole('button', { name: 'Pause: all-MiniLM-L6-v2' });
  await pause.focus();
  await page.keyboard.press('Enter');
  await expect(models.state('all-MiniLM-L6-v2')).toHaveText(/Paused/);
  await models.switch.focus();
  await page.keyboard.press('Space');
  await expect(models.switch).not.toBeChecked();
  await page.keyboard.press('Space');
  await expect(models.switch).toBeChecked();
});
