import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { png, type Chat } from '../support/chat.js';
import { signHtml } from '../support/printed.js';
import { expect, test } from '../support/test.js';

const heic = fileURLToPath(new URL('../../packages/media/test-support/heic/quarters.heic', import.meta.url));

/** Hands a file to the page the way the browser does when it is dropped or pasted. */
async function give(chat: Chat, how: 'drop' | 'paste', file: { name: string; type: string; bytes: Buffer }): Promise<void> {
  await chat.question.evaluate((target, { how, name, type, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type }));
    if (how === 'paste') target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    else for (const event of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent(new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, { how, name: file.name, type: file.type, base64: file.bytes.toString('base64') });
}

test('a picture dropped anywhere on the page is attached', async ({ chat, draw }) => {
  await give(chat, 'drop', { name: 'sign.png', type: 'image/png', bytes: await draw(signHtml) });
  await expect(chat.tray.getByRole('button', { name: 'Ask about a part of sign.png' })).toBeVisible();
  await expect(chat.words(await chat.ask('what does it say?'))).toContainText('SWIMMING');
});

test('a picture is pasted', async ({ chat, draw }) => {
  await give(chat, 'paste', { name: 'image.png', type: 'image/png', bytes: await draw(signHtml) });
  await expect(chat.tray.getByRole('button', { name: 'Ask about a part of image.png' })).toBeVisible();
});

test('HEIC and WebP pictures are taken, shown and answered like others', async ({ chat, draw }) => {
  const webp = await sharp(await draw(signHtml)).webp().toBuffer();
  await chat.attach({ name: 'sign.webp', mimeType: 'image/webp', buffer: webp }, { name: 'quarters.heic', mimeType: '', buffer: await readFile(heic) });
  await expect(chat.words(await chat.ask('what does the first picture say?'))).toContainText('SWIMMING');
  await expect(chat.words(await chat.ask('what are the main colours of the second picture?'))).toHaveText(/red|green|blue|yellow/i);
  for (const picture of await chat.questions.first().locator('img').all()) expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
});

test('a ninth picture is refused with a reason, and the eight stay', async ({ chat, page, draw }) => {
  const bytes = await draw(signHtml);
  const many = await Promise.all(Array.from({ length: 9 }, async (_, at) => png(`${at}.png`, await sharp(bytes).resize(300 + at).png().toBuffer())));
  await chat.pick(...many);
  await expect(page.getByText('One question takes up to 8 files; 1 did not fit.')).toBeVisible();
  await expect(chat.tray.getByRole('button', { name: /^Ask about a part/ })).toHaveCount(8, { timeout: 30_000 });
});

test('an upload shows how far it is, and does not let an unfinished question go', async ({ chat, page }) => {
  // A picture of noise does not compress; on a slow line its upload takes a while.
  const noise = await sharp({ create: { width: 900, height: 900, channels: 3, background: 'black', noise: { type: 'gaussian', mean: 128, sigma: 60 } } }).png().toBuffer();
  const line = await page.context().newCDPSession(page);
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 600_000 });
  await chat.pick(png('noise.png', noise));
  const progress = page.getByRole('progressbar', { name: 'Uploading noise.png' });
  await expect(progress).toBeVisible();
  await chat.question.fill('how big is it?');
  await expect(chat.sendButton).toHaveAttribute('aria-disabled', 'true');
  await chat.question.press('Enter');
  await expect(chat.questions).toHaveCount(0);
  await expect.poll(async () => Number((await progress.getAttribute('aria-valuenow').catch(() => null)) ?? 100)).toBeGreaterThan(0);
  await expect(chat.sendButton).toHaveAttribute('aria-disabled', 'false', { timeout: 60_000 });
  await chat.question.press('Enter');
  await expect(chat.words(await chat.lastAnswerEnded(1))).toContainText('900');
});

test('a file that is no picture is refused with what to do, can be removed, and the rest can be sent', async ({ chat, draw }) => {
  await chat.pick({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('These are only words.') });
  await expect(chat.page.getByRole('alert').filter({ hasText: 'notes.png' })).toBeVisible();
  await expect(chat.sendButton).toHaveAttribute('aria-disabled', 'true');
  await chat.tray.getByRole('button', { name: 'Remove notes.png' }).click();
  await expect(chat.tray).toHaveCount(0);
  await chat.attach(png('sign.png', await draw(signHtml)));
  await expect(chat.words(await chat.ask('what does it say?'))).toContainText('SWIMMING');
});

test('an upload that broke off is retried with one click', async ({ chat, page, server, draw }) => {
  const sign = await draw(signHtml);
  server.line.cut();
  await chat.pick(png('sign.png', sign));
  const retry = page.getByRole('button', { name: 'Retry uploading sign.png' });
  await expect(retry).toBeVisible();
  server.line.mend();
  await retry.click();
  await expect(chat.tray.getByRole('button', { name: 'Ask about a part of sign.png' })).toBeVisible();
});

test('an earlier picture is used again without an upload', async ({ chat, page, draw }) => {
  await chat.attach(png('sign.png', await draw(signHtml)));
  await chat.ask('what does it say?');
  await page.getByRole('button', { name: 'Use an earlier picture' }).click();
  await page.getByRole('menuitem', { name: /Picture 1/ }).click();
  await expect(chat.tray.getByRole('listitem')).toHaveCount(1);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a photo can be taken with the camera', async ({ chat, page, draw }) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Take a photo', exact: true }).click()]);
    expect(await chooser.element().getAttribute('capture')).toBe('environment');
    await chooser.setFiles({ name: 'camera.png', mimeType: 'image/png', buffer: await draw(signHtml) });
    await expect(chat.tray.getByRole('listitem')).toHaveCount(1);
  });

  test('the marks stand with the answer, and open large at a touch', async ({ chat, page, draw }) => {
    await chat.attach(png('sign.png', await draw(signHtml)));
    const answer = await chat.ask('what does it say?');
    const marked = answer.getByRole('button', { name: /^Show the marks/ });
    await expect(marked.locator('.mark')).toHaveCount(2);
    await marked.tap();
    await expect(chat.marks('text')).toHaveCount(2);
    await page.getByRole('button', { name: 'Close' }).tap();
    await expect(chat.viewer).toHaveCount(0);
  });
});
