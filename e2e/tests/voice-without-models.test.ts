import { chromium } from '@playwright/test';
import { silence } from '../../packages/models/test-support/sounds.js';
import { Chat } from '../support/chat.js';
import { expect, test } from '../support/microphone.js';

test.use({ settings: { withoutModels: true, allowedHosts: 'ocelli.test' }, microphone: { says: silence(1), allowed: true } });

test('a server whose models that hear are not there yet says what they need, and lets the microphone go', async ({ chat, page }) => {
  await page.getByRole('button', { name: 'Ask aloud' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'What hears speech is not here yet' });
  await expect(alert).toContainText(/fetch|models/i);
  await expect(page.getByText('The microphone is on')).toBeHidden();
  await alert.getByRole('link', { name: 'Models' }).click();
  await expect(page.getByRole('heading', { name: 'Models' })).toBeVisible();
  await page.goBack();
  await expect(chat.question).toBeVisible();
});

test('a voice that is not there yet is told once, with what it needs, and the answer is written all the same', async ({ chat, page }) => {
  await page.getByRole('button', { name: 'Read answers aloud' }).click();
  const told = page.getByRole('status').filter({ hasText: 'The voice that reads is not here yet' });
  await chat.ask('Hello');
  await expect(told).toContainText(/fetch|models/i);
  await told.getByRole('button', { name: 'Dismiss' }).click();
  await chat.ask('Hello again');
  await expect(told).toBeHidden();
});

test('a page over plain http, from another machine, says why it gets no microphone and what to do', async ({ server, launchOptions }) => {
  const browser = await chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP ocelli.test 127.0.0.1'] });
  const chat = new Chat(await browser.newPage());
  await chat.page.goto(server.url.replace('127.0.0.1', 'ocelli.test'));
  await chat.page.getByRole('button', { name: 'Ask aloud' }).click();
  await expect(chat.page.getByRole('alert').filter({ hasText: 'The browser gives no microphone to this address' })).toContainText(/https.*localhost/);
  await browser.close();
});
