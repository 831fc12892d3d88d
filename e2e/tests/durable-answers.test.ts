import type { BrowserContext, Locator, Page } from '@playwright/test';
import { Chat, png } from '../support/chat.js';
import { pageHtml, pageSentences } from '../support/printed.js';
import { expect, test } from '../support/test.js';

// Slow enough for something to happen in the middle of an answer.
test.use({ settings: { wordsPerSecond: 5 } });

const question = 'what does it say?';

/** Asks a question with a long answer and resolves when some, but not all, of it is on the screen. */
async function askAtLength(chat: Chat, page: Buffer): Promise<Locator> {
  await chat.attach(png('page.png', page));
  await chat.send(question);
  const answer = chat.answers.last();
  await expect(chat.words(answer)).toContainText(pageSentences[0]!, { timeout: 60_000 });
  await expect(chat.stopButton, 'the answer is not at its end yet').toBeVisible({ timeout: 1_000 });
  return answer;
}

/** The words on the screen, each sentence of the page counted: what was said twice or lost shows. */
async function saidOnce(chat: Chat, answer: Locator): Promise<void> {
  const text = (await chat.words(answer).innerText()).replace(/\s+/g, ' ');
  for (const sentence of pageSentences) expect(text.split(sentence).length - 1, sentence).toBe(1);
}

async function secondTab(context: BrowserContext, page: Page): Promise<Chat> {
  const tab = new Chat(await context.newPage());
  await tab.page.goto(page.url());
  return tab;
}

test('a reload in the middle of an answer loses nothing and doubles nothing', async ({ chat, page, draw }) => {
  await askAtLength(chat, await draw(pageHtml(), { width: 800 }));
  await page.reload();
  await expect(chat.answers).toHaveCount(1);
  await saidOnce(chat, await chat.lastAnswerEnded());
  await expect(chat.questions).toHaveCount(1);
});

test('a second tab shows the same answer while it is written, and the same end', async ({ chat, page, context, draw }) => {
  await askAtLength(chat, await draw(pageHtml(), { width: 800 }));
  const tab = await secondTab(context, page);
  await expect(tab.words(tab.answers.last())).toContainText(pageSentences[0]!);
  await expect(tab.answers.last()).toHaveAttribute('aria-busy', 'true');
  await saidOnce(chat, await chat.lastAnswerEnded(1));
  await saidOnce(tab, await tab.lastAnswerEnded(1));
  // What is asked in one tab appears in the other.
  await tab.send('how big is it?');
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.words(await chat.lastAnswerEnded(2))).toHaveText(await tab.words(await tab.lastAnswerEnded(2)).innerText());
});

test('an answer goes on after the network was away', async ({ chat, page, server, draw }) => {
  await askAtLength(chat, await draw(pageHtml(), { width: 800 }));
  server.line.cut();
  await expect(page.getByText(/No connection/)).toBeVisible();
  server.line.mend();
  await expect(page.getByText(/No connection/)).toBeHidden({ timeout: 30_000 });
  await saidOnce(chat, await chat.lastAnswerEnded(1));
});

test('a question asked without a network is kept, shown as waiting, and sent once when it is back', async ({ chat, page, server, draw }) => {
  await chat.attach(png('page.png', await draw(pageHtml(), { width: 800 })));
  await chat.ask('how big is it?');
  server.line.cut();
  await expect(page.getByText(/No connection/)).toBeVisible();
  await chat.send('and what are its main colours?');
  await expect(page.getByText(/kept and sent when the server is back/)).toBeVisible();
  await expect(chat.questions.last().getByText('Sending…')).toBeVisible();
  server.line.mend();
  await expect(chat.words(await chat.lastAnswerEnded(2))).toHaveText(/white/i);
  await page.reload();
  await expect(chat.questions).toHaveCount(2);
  await expect(chat.answers).toHaveCount(2);
});

test('a server killed with -9 in mid-answer keeps what was said, marks it interrupted, and answers again on retry', async ({ chat, server, draw }) => {
  const answer = await askAtLength(chat, await draw(pageHtml(), { width: 800 }));
  await server.kill();
  await server.start();
  await expect(answer.getByText('This answer was interrupted; what was said is kept.')).toBeVisible({ timeout: 30_000 });
  await expect(chat.words(answer)).toContainText(pageSentences[0]!);
  await expect(chat.words(answer)).not.toContainText(pageSentences.at(-1)!);
  await answer.getByRole('button', { name: 'Retry' }).click();
  const again = chat.answers.last();
  await expect(again.getByText('2/2')).toBeVisible({ timeout: 30_000 });
  await saidOnce(chat, await chat.lastAnswerEnded(1));
});

test('a server that is stopped and started again says so, and the page comes back by itself', async ({ chat, page, server, draw }) => {
  const answer = await askAtLength(chat, await draw(pageHtml(), { width: 800 }));
  await server.stop();
  await expect(page.getByText(/No connection/)).toBeVisible();
  await expect(answer).toContainText(/interrupted|stopped while it was answering/);
  await server.start();
  await expect(page.getByText(/No connection/)).toBeHidden({ timeout: 30_000 });
  await expect(chat.words(await chat.ask('how big is it?'))).toContainText(/\d/);
});

test('a reload while the server is dead loses nothing either', async ({ chat, page, server, draw }) => {
  await askAtLength(chat, await draw(pageHtml(), { width: 800 }));
  const kept = await chat.words(chat.answers.last()).innerText();
  await server.kill();
  await server.start();
  await page.reload();
  const answer = chat.answers.last();
  await expect(answer.getByText('This answer was interrupted; what was said is kept.')).toBeVisible({ timeout: 30_000 });
  // Words that were on the screen had been stored before they were sent.
  expect((await chat.words(answer).innerText()).startsWith(kept.slice(0, kept.length - 40))).toBe(true);
});

test('stopping freezes the reply: it does not grow, nor grow back after a reload', async ({ chat, page, draw }) => {
  await askAtLength(chat, await draw(pageHtml(), { width: 800 }));
  const answer = chat.answers.first();
  await chat.stopButton.click();
  const frozen = await chat.words(answer).innerText();
  await expect(answer).toHaveAttribute('aria-busy', 'false');
  await expect(answer.getByText('Stopped.')).toBeVisible();
  // The next answer ends long after the stopped one would have grown.
  await chat.ask('how big is it?');
  await expect(chat.words(chat.answers.first())).toHaveText(frozen, { useInnerText: true });
  await page.reload();
  await expect(chat.answers).toHaveCount(2);
  await expect(chat.words(chat.answers.first())).toHaveText(frozen, { useInnerText: true });
  await expect(chat.answers.first().getByText('Stopped.')).toBeVisible();
});

test('a stop pressed without a network is kept: the reply stays frozen and is stopped when the server is reached', async ({ chat, page, server, draw }) => {
  await askAtLength(chat, await draw(pageHtml(), { width: 800 }));
  const answer = chat.answers.first();
  server.line.cut();
  await expect(page.getByText(/No connection/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(answer.getByText('Stopped.')).toBeVisible();
  server.line.mend();
  await expect(page.getByText(/No connection/)).toBeHidden({ timeout: 30_000 });
  // What the server said until it was reached is kept; from then on nothing comes.
  await chat.ask('how big is it?');
  const frozen = await chat.words(answer).innerText();
  expect(frozen).not.toContain(pageSentences.at(-1)!);
  await page.reload();
  await expect(chat.words(chat.answers.first())).toHaveText(frozen, { useInnerText: true });
  await expect(chat.answers.first().getByText('Stopped.')).toBeVisible();
});

test('screen readers hear an answer once, in order, sentence by sentence', async ({ chat, page, draw }) => {
  await page.evaluate(() => {
    // What a screen reader is told is what is added to the live region, as it is added.
    const heard: string[] = [];
    Object.assign(window, { heard });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) heard.push(node.textContent ?? '');
    }).observe(document.querySelector('[role=log]')!, { childList: true });
  });
  await askAtLength(chat, await draw(pageHtml(), { width: 800 }));
  await chat.lastAnswerEnded();
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(heard.filter((line) => pageSentences.some((sentence) => line.includes(sentence)))).toEqual(pageSentences);
  await expect(page.locator('article [aria-live], article [role=status], article [role=log]')).toHaveCount(0);
});
