import { readFile } from 'node:fs/promises';
import { boardSvg } from '../support/chess-board.js';
import { png, type Chat } from '../support/chat.js';
import { signHtml } from '../support/printed.js';
import { expect, test } from '../support/test.js';

const board = boardSvg('6k1/5ppp/8/8/8/8/5PPP/3R2K1');

async function menuOf(chat: Chat, title: string, item: string): Promise<void> {
  await chat.history.getByRole('button', { name: `Menu of ${title}` }).click();
  await chat.page.getByRole('menuitem', { name: item }).click();
}

test('regenerating keeps the earlier answer, and both can be walked through, also after a reload', async ({ chat, page, draw }) => {
  await chat.attach(png('board.png', await draw(board)));
  const first = await chat.ask('how many pawns are there?');
  await first.getByRole('button', { name: 'Regenerate answer' }).click();
  const answer = chat.answers.last();
  await expect(answer.getByText('2/2')).toBeVisible();
  await answer.getByRole('button', { name: 'Previous answer' }).click();
  await expect(chat.answers.last().getByText('1/2')).toBeVisible();
  await expect(chat.answers).toHaveCount(1);
  await page.reload();
  await expect(chat.answers.last().getByText('1/2')).toBeVisible();
  await expect(chat.words(chat.answers.last())).toHaveText(/^6 pawns/);
});

test('an edited question starts a branch; the old one stays reachable with its answer', async ({ chat, page, draw }) => {
  await chat.attach(png('board.png', await draw(board)));
  await chat.ask('how many pawns are there?');
  await chat.ask('how many rooks are there?');
  await chat.questions.first().getByRole('button', { name: 'Edit question' }).click();
  await expect(chat.question).toHaveValue('how many pawns are there?');
  await expect(chat.question).toBeFocused();
  await expect(page.getByText('Editing an earlier question')).toBeVisible();
  await chat.question.fill('how many kings are there?');
  await chat.question.press('Enter');
  await expect(chat.words(await chat.lastAnswerEnded(1))).toHaveText(/^2 kings/);
  await expect(chat.questions).toHaveCount(1);
  await chat.questions.first().getByRole('button', { name: 'Previous question' }).click();
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.words(chat.answers.first())).toHaveText(/^6 pawns/);
  await page.reload();
  await expect(chat.questions).toHaveCount(2);
});

test('an edit can be given up with Escape', async ({ chat }) => {
  await chat.ask('hello');
  await chat.questions.first().getByRole('button', { name: 'Edit question' }).click();
  await expect(chat.question).toHaveValue('hello');
  await chat.question.press('Escape');
  await expect(chat.question).toHaveValue('');
  await chat.ask('thanks');
  await expect(chat.questions).toHaveCount(2);
});

test('what was written and attached but not sent survives a reload', async ({ chat, page, draw }) => {
  await chat.attach(png('board.png', await draw(board)));
  await chat.question.fill('how many pa');
  await page.reload();
  await expect(chat.question).toHaveValue('how many pa');
  await expect(chat.tray.getByRole('listitem')).toHaveCount(1);
});

test('question and answer are copied as plain words', async ({ chat, page, draw }) => {
  await chat.attach(png('board.png', await draw(board)));
  const answer = await chat.ask('how many pawns are there?');
  await answer.getByRole('button', { name: 'Copy answer' }).click();
  await expect(page.getByText('Answer copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('6 pawns: 3 white and 3 black.');
  await chat.questions.first().getByRole('button', { name: 'Copy question' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('how many pawns are there?');
});

test('a conversation is renamed, and another tab sees it', async ({ chat, page, context }) => {
  await chat.ask('hello');
  const other = await context.newPage();
  await other.goto(page.url());
  await menuOf(chat, 'hello', 'Rename');
  const name = page.getByRole('textbox', { name: 'Conversation name' });
  await expect(name).toBeFocused();
  await name.fill('Greetings');
  await name.press('Enter');
  await expect(chat.history.getByRole('link', { name: 'Greetings' })).toBeVisible();
  await expect(other.getByRole('link', { name: 'Greetings' })).toBeVisible();
  await expect(other).toHaveTitle('Greetings · Ocelli');
});

test('deleting asks first, removes for good, and other tabs do not show it any more', async ({ chat, page, context }) => {
  await chat.ask('hello');
  const address = page.url();
  const other = await context.newPage();
  await other.goto(address);
  await expect(other.getByRole('article', { name: 'Question' })).toBeVisible();
  await menuOf(chat, 'hello', 'Delete…');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(chat.questions).toHaveCount(1);
  await menuOf(chat, 'hello', 'Delete…');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(chat.history.getByRole('link', { name: 'hello' })).toHaveCount(0);
  await expect(chat.questions).toHaveCount(0);
  await expect(page).toHaveURL(/\/$/);
  await expect(other.getByRole('heading', { name: 'This conversation is not here' })).toBeVisible();
  await page.goto(address);
  await expect(page.getByRole('heading', { name: 'This conversation is not here' })).toBeVisible();
});

test('a conversation of another browser is not shown', async ({ chat, page, browser, server, draw }) => {
  await chat.attach(png('sign.png', await draw(signHtml)));
  await chat.ask('what does the sign say?');
  const stranger = await browser.newContext();
  const tab = await stranger.newPage();
  await tab.goto(page.url());
  await expect(tab.getByRole('heading', { name: 'This conversation is not here' })).toBeVisible();
  const picture = await chat.questions.first().locator('img').getAttribute('src');
  expect((await tab.request.get(server.url + picture!)).status()).toBe(404);
  await stranger.close();
});

test('search finds words of questions and of answers, and brings the message into view', async ({ chat, page, draw }) => {
  await chat.attach(png('sign.png', await draw(signHtml)));
  await chat.ask('what does the sign say?');
  for (const small of ['hello', 'thanks', 'who are you?', 'good morning', 'how are you?', 'hi again', 'bye']) await chat.ask(small);
  await expect(chat.questions.first()).not.toBeInViewport();
  const search = page.getByRole('searchbox', { name: 'Search in history' });
  await search.fill('swimming');
  const hit = chat.history.getByRole('button', { name: /It says.*SWIMMING/ });
  await expect(hit.locator('mark')).toHaveText('SWIMMING');
  await hit.click();
  await expect(chat.answers.first()).toBeInViewport();
  await search.fill('wombat');
  await expect(chat.history.getByText('Nothing found for “wombat”')).toBeVisible();
  await search.press('Escape');
  await expect(search).toHaveValue('');
});

test('a conversation is exported as Markdown and as JSON', async ({ chat, page, draw }) => {
  await chat.attach(png('board.png', await draw(board)));
  await chat.ask('how many pawns are there?');
  const exported = async (item: string): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent('download'), menuOf(chat, 'how many pawns are there?', item)]);
    return await readFile(await download.path(), 'utf8');
  };
  const markdown = await exported('Export Markdown');
  expect(markdown).toContain('how many pawns are there?');
  expect(markdown).toMatch(/\*\*6 pawns\*\*: 3 white and 3 black\./);
  expect(JSON.parse(await exported('Export JSON'))).toMatchObject({ messages: [{ role: 'user', attachments: [{ name: 'board.png' }] }, { role: 'assistant', status: 'complete' }] });
});

test('deleting all data leaves nothing of this browser', async ({ chat, page, draw }) => {
  await chat.attach(png('sign.png', await draw(signHtml)));
  await chat.ask('what does the sign say?');
  const picture = await chat.questions.first().locator('img').getAttribute('src');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Delete all my data…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete everything' }).click();
  await expect(page.getByText('All your conversations and pictures are deleted')).toBeVisible();
  await expect(chat.history.getByText('Your conversations appear here')).toBeVisible();
  expect((await page.request.get(picture!)).status()).toBe(404);
});

test('back and forward walk through the conversations that were open', async ({ chat, page }) => {
  await chat.ask('hello');
  await chat.history.getByRole('button', { name: 'New chat' }).click();
  await expect(chat.questions).toHaveCount(0);
  await chat.ask('thanks');
  await page.goBack();
  await expect(chat.questions).toHaveCount(0);
  await page.goBack();
  await expect(chat.questions.getByText('hello')).toBeVisible();
  await page.goForward();
  await page.goForward();
  await expect(chat.questions.getByText('thanks')).toBeVisible();
});
