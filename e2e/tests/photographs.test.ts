import { fileURLToPath } from 'node:url';
import { png } from '../support/chat.js';
import { signHtml } from '../support/printed.js';
import { expect, test } from '../support/test.js';

const astronaut = fileURLToPath(new URL('../pictures/astronaut.jpg', import.meta.url));
const cat = fileURLToPath(new URL('../../apps/server/samples/cat.jpg', import.meta.url));

test('people are counted and every one is marked', async ({ chat }) => {
  await chat.attach(astronaut);
  await expect(chat.words(await chat.ask('how many people are there?'))).toHaveText(/^1 person/);
  await expect(chat.marks('thing')).toHaveCount(1);
  const mark = (await chat.marks('thing').boundingBox())!;
  const picture = (await chat.viewer.getByRole('img', { name: /^Picture 1/ }).boundingBox())!;
  // The mark lies on the picture and covers the woman, who fills most of it.
  expect(mark.width).toBeGreaterThan(picture.width * 0.4);
  expect(mark.x).toBeGreaterThan(picture.x - 4);
  expect(mark.x + mark.width).toBeLessThan(picture.x + picture.width + 4);
});

test('what is there is told with its mark; what is not there is not claimed', async ({ chat }) => {
  await chat.attach(cat);
  await expect(chat.words(await chat.ask('is there a cat?'))).toHaveText(/^(Yes|Probably).*cat/);
  await expect(chat.marks('thing')).toHaveCount(1);
  await expect(chat.words(await chat.ask('is there a dog?'))).not.toHaveText(/^(Yes|Probably)/);
  await expect(chat.words(await chat.ask('how many people are there?'))).toHaveText(/no |0 |none|don't see/i);
  await expect(chat.words(await chat.ask('what is in this picture?'))).toHaveText(/cat/);
});

test('what no installed model can know is declined, and shown as declined', async ({ chat }) => {
  await chat.attach(astronaut);
  for (const question of ['who is this?', 'is she happy about the mission?']) {
    const answer = await chat.ask(question);
    await expect(answer.getByText('Declined')).toBeVisible();
    await expect(chat.words(answer)).not.toContainText(/Collins/);
  }
});

test('a picture without a board is never read as one', async ({ chat }) => {
  await chat.attach(cat);
  await expect(chat.words(await chat.ask('how many pawns are on the board?'))).toHaveText(/find no chess board/);
  await expect(chat.marks('square')).toHaveCount(0);
});

test('several pictures are asked about at once, each answered under its number', async ({ chat, draw }) => {
  await chat.attach(astronaut, cat, png('sign.png', await draw(signHtml)));
  await expect(chat.words(await chat.ask('what is in the second picture?'))).toHaveText(/cat/);
  await expect(chat.words(await chat.ask('what does the third picture say?'))).toHaveText(/SWIMMING/);
  const tabs = chat.viewer.getByRole('tab');
  await expect(tabs).toHaveCount(3);
  await expect(chat.viewer.getByRole('tab', { name: 'Picture 3: sign.png' })).toHaveAttribute('aria-selected', 'true');
  await tabs.first().click();
  await expect(chat.viewer.getByRole('img', { name: 'Picture 1: astronaut.jpg' })).toBeVisible();
});
