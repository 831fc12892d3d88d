import { expect, test } from '../support/test.js';

test('the first page needs no account, talks to nobody else, and its policy allows no inline script but its own', async ({ page, server }) => {
  const reply = await page.goto('/');
  const policy = reply!.headers()['content-security-policy']!;
  expect(policy).toContain("script-src 'self' 'sha256-");
  expect(policy.match(/script-src[^;]*/)![0]).not.toContain('unsafe');
  expect(policy).toContain("connect-src 'self'");
  await expect(page.getByRole('heading', { name: /Ask a picture/ })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Question' })).toBeFocused();
  const cookies = await page.context().cookies(server.url);
  expect(cookies).toMatchObject([{ name: 'ocelli_owner', httpOnly: true, sameSite: 'Lax' }]);
});

test('a new user tries a sample picture and gets an answer with its evidence in one click', async ({ chat, page }) => {
  const samples = page.getByRole('region', { name: 'Sample pictures' });
  await samples.getByRole('button', { name: /how many pawns/i }).first().click();
  await expect(chat.words(await chat.lastAnswerEnded(1))).toHaveText(/^\d+ pawns: \d+ white and \d+ black\./);
  await expect(chat.marks('square')).not.toHaveCount(0);
  await expect(page).toHaveURL(/\?c=[\w-]+$/);
});

test('a question without a picture, chit-chat, a typo, another language and questions nobody can answer get an honest reply', async ({ chat }) => {
  const asked: [string, RegExp][] = [
    ['how many people are there?', /picture/i],
    ['hello', /\w/],
    ['hwo many poeple are tehre?', /picture/i],
    ['combien de personnes y a-t-il ?', /anglais/i],
    ['what is the capital of France?', /picture|can't|cannot/i],
  ];
  for (const [question, expected] of asked) await expect(chat.words(await chat.ask(question))).toHaveText(expected);
});

test('an unknown address shows a page of the app that leads home', async ({ page }) => {
  const reply = await page.goto('/nowhere');
  expect(reply!.status()).toBe(404);
  await page.getByRole('link', { name: 'Open Ocelli' }).click();
  await expect(page.getByRole('textbox', { name: 'Question' })).toBeVisible();
});

test('a saved theme is applied before the first paint, and follows the system when asked to', async ({ page, chat }) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.keyboard.press('Escape');
  await page.reload({ waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(chat.question).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'System' }).click();
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
