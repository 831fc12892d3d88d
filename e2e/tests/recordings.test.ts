import AxeBuilder from '@axe-core/playwright';
import { png } from '../support/chat.js';
import { boardSvg } from '../support/chess-board.js';
import { test, wav } from '../support/recording.js';
import { expect } from '../support/test.js';

const board = boardSvg('r1bqkb1r/pppp1ppp/2n2n2/8/2B1P3/5N2/PPPP1PPP/RNBQK2R');

test('a recording of a question is heard, shown with its words, and answered about the picture beside it', async ({ chat, page, draw, recording }) => {
  await chat.attach(png('game.png', await draw(board)));
  await chat.pick(wav('question.wav', recording));
  await expect(chat.tray.getByRole('img', { name: /^Recording: question\.wav, 0:0\d$/ })).toBeVisible();
  await page.getByRole('button', { name: 'Send' }).click();
  const heard = chat.questions.getByLabel('What was heard');
  await expect(heard).toHaveText('How many pawns are on the board?', { timeout: 60_000 });
  const answer = await chat.lastAnswerEnded(1);
  await expect(chat.words(answer)).toHaveText(/^15 pawns: 8 white and 7 black\./);
  await expect(answer.getByRole('button', { name: /^Listening to question\.wav/ })).toBeVisible();

  await page.reload();
  await expect(heard).toHaveText('How many pawns are on the board?');
  const player = page.locator('audio');
  await expect(player).toHaveAttribute('aria-label', /^question\.wav, 0:0\d$/);
  await player.evaluate((audio) => { Object.assign(audio, { muted: true }); return (audio as unknown as { play(): Promise<void> }).play(); });
  await expect.poll(() => player.evaluate((audio) => (audio as unknown as { currentTime: number }).currentTime)).toBeGreaterThan(0);
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  // What was heard is what a follow-up follows.
  await expect(chat.words(await chat.ask('And how many are black?'))).toHaveText(/^7 /);
});

test('a recording is asked about: its words are quoted, play where they are said, and stand under it with their times', async ({ chat, page, recording }) => {
  await chat.pick(wav('memo.wav', recording));
  await expect(chat.tray.getByRole('img', { name: /^Recording: memo\.wav/ })).toBeVisible();
  const answer = await chat.ask('What is said in the recording?');
  await expect(chat.words(answer)).toHaveText(/^It says: “How many p\w+ are on the board\?”$/, { timeout: 60_000 });
  const player = page.locator('audio');
  const playing = (what: 'currentTime' | 'paused') => player.evaluate((audio, name) => (audio as unknown as Record<string, unknown>)[name], what);
  // So slow that a busy machine sees each word.
  await player.evaluate((audio) => Object.assign(audio, { muted: true, defaultPlaybackRate: 0.1, playbackRate: 0.1 }));
  await answer.getByRole('button', { name: /How many/ }).press('Enter');
  await expect.poll(() => playing('currentTime')).toBeGreaterThan(0);

  await page.getByText('Transcript with times').click();
  const words = page.getByRole('list', { name: 'What is said in memo.wav' });
  await words.getByText('board?', { exact: true }).click();
  await expect.poll(() => playing('currentTime')).toBeGreaterThan(1);
  await expect(words.locator('[data-now]')).toHaveText('board?');
  await words.getByRole('button', { name: 'Play from 0:00' }).press('Enter');
  await expect(words.locator('[data-now]')).toHaveText(/are|p\w+|many|How/);
  const file = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Save the transcript as VTT' }).click();
  expect((await file).suggestedFilename()).toBe('memo.vtt');
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test('a recording can be taken off again, and one that is broken says what to do', async ({ chat, page, recording }) => {
  await chat.pick(wav('question.wav', recording));
  await page.getByRole('button', { name: 'Remove question.wav' }).click();
  await expect(chat.tray).toHaveCount(0);
  await chat.pick(wav('broken.wav', recording.subarray(0, 44)));
  await expect(page.getByRole('alert').filter({ hasText: 'broken.wav' })).toContainText('save it again');
});
