import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { joined, music, rateHz, silence, spoken } from '../../packages/models/test-support/sounds.js';
import { boardSvg } from '../support/chess-board.js';
import { png, type Chat } from '../support/chat.js';
import { Room } from '../support/loudspeaker.js';
import { expect, test as withMicrophone } from '../support/microphone.js';

const ocelli = fileURLToPath(new URL('../../apps/cli/bin/ocelli.js', import.meta.url));
const board = boardSvg('r1bqkb1r/pppp1ppp/2n2n2/8/2B1P3/5N2/PPPP1PPP/RNBQK2R');
const counted = /^15 pawns: 8 white and 7 black\./;
const asked = joined(silence(0.6), spoken('how-many-pawns'));

const test = withMicrophone.extend<{ room: Room; echo: number }, { speaks: void }>({
  echo: [0, { option: true }],

  /** The voice that reads, fetched as a user fetches it, once per machine. */
  speaks: [async ({}, use) => {
    await promisify(execFile)(process.execPath, [ocelli, 'models', 'pull', 'kokoro']);
    await use();
  }, { scope: 'worker', auto: true, timeout: 600_000 }],

  room: async ({ page, echo }, use) => use(await Room.around(page, { echo })),

  // The room is built before the page is opened in it.
  chat: async ({ room: _room, chat }, use) => use(chat),
});

const reading = (page: Page) => page.getByRole('group', { name: 'Reading aloud' });
const isOn = (page: Page) => page.getByText('The microphone is on');
const readAnswers = (page: Page) => page.getByRole('button', { name: 'Read answers aloud' });
const heardSomething = (room: Room, seconds = 0.2) => expect.poll(() => room.seconds(), { timeout: 60_000, intervals: [40] }).toBeGreaterThan(seconds);

/** Second at which somebody is heard. */
const firstSound = (samples: Int16Array): number => samples.findIndex((sample) => Math.abs(sample) > 1_000) / rateHz;

async function attachBoard(chat: Chat, draw: (svg: string) => Promise<Buffer>): Promise<void> {
  await chat.attach(png('game.png', await draw(board)));
}

/** Asks in writing and hears the whole answer once, so that from then on its sound comes without a pause, however slow the machine. Resolves with its seconds. */
async function hearWhole(chat: Chat, room: Room): Promise<number> {
  const answer = await chat.ask('How many pawns are on the board?');
  await answer.getByRole('button', { name: 'Read aloud' }).click();
  await heardSomething(room);
  await expect(reading(chat.page)).toBeHidden({ timeout: 60_000 });
  return await room.seconds();
}

test.describe('an answer that is read aloud', () => {
  test.use({ microphone: { says: asked, allowed: true } });

  test('says what a spoken question about a board asked, and nothing before it was switched on', async ({ room, chat, page, draw }) => {
    await attachBoard(chat, draw);
    await chat.ask('How many bishops are there?');
    expect(await room.seconds()).toBe(0);
    await readAnswers(page).click();
    await page.getByRole('button', { name: 'Ask aloud' }).click();
    await expect(isOn(page)).toBeVisible();
    await expect(chat.words(chat.answers.last())).toHaveText(counted, { timeout: 60_000 });
    await heardSomething(room);
    // The sentence that is spoken is marked where it stands.
    await expect.poll(() => page.evaluate(() => [...(CSS.highlights.get('ocelli-spoken') ?? [])].map(String).join())).toMatch(counted);
    await expect(reading(page)).toBeHidden({ timeout: 60_000 });
    expect(await room.words()).toMatch(/(15|fifteen) pawns.*(8|eight) white.*(7|seven) black/i);
  });

  test('falls silent at once with Escape, when stopped, when somebody is about to speak, and when another conversation is opened', async ({ room, chat, page, draw }) => {
    await attachBoard(chat, draw);
    await hearWhole(chat, room);
    const answer = chat.answers.last();
    const took: string[] = [];
    const read = answer.getByRole('button', { name: 'Read aloud' });
    for (const [how, silenceIt] of [
      ['Escape', () => page.keyboard.press('Escape')],
      ['Stop', () => answer.getByRole('button', { name: 'Stop reading aloud' }).click()],
      ['the microphone', () => page.getByRole('button', { name: 'Ask aloud' }).click()],
      ['New chat', () => page.getByRole('button', { name: 'New chat' }).first().click()],
    ] as const) {
      const before = await room.seconds();
      await read.click();
      await heardSomething(room, before + 0.3);
      await silenceIt();
      await expect(reading(page)).toBeHidden();
      took.push(`${how} ${Math.round(await room.soundAfterPress())} ms`);
      const [after, listened] = [await room.seconds(), await room.listened()];
      await expect.poll(() => room.listened()).toBeGreaterThan(listened + 1);
      expect(await room.seconds(), `${how}: the rest is not said`).toBeLessThan(after + 0.3);
      await page.keyboard.press('Escape');
    }
    test.info().annotations.push({ type: 'from the press to silence', description: took.join(', ') });
  });
});

test.describe('hands-free', () => {
  test.use({ microphone: { says: asked, allowed: true }, echo: 0.12 });

  test('answers and listens in turns, can be talked over, does not hear itself, and lets the microphone go when nobody speaks', async ({ room, chat, page, draw }) => {
    test.setTimeout(240_000);
    // A slow speaker, for more time to talk in.
    await page.evaluate(() => localStorage.setItem('ocelli.reading-aloud', JSON.stringify({ state: { speed: 0.75 }, version: 0 })));
    await page.reload();
    await attachBoard(chat, draw);
    const whole = await hearWhole(chat, room);
    // In the middle of the answer, somebody is going to talk. Until then its echo is in the microphone, and is nobody.
    await room.talk(spoken('how-many-are-black'), rateHz, whole + 0.8);
    await page.getByRole('button', { name: 'Hands-free' }).click();
    await expect(isOn(page)).toBeVisible();
    await expect(chat.questions).toHaveCount(2, { timeout: 60_000 });
    await heardSomething(room, whole + 0.75);
    await expect(isOn(page)).toBeVisible({ timeout: 10_000 });
    const interrupted = await room.seconds();
    const took = async (louderThan: number): Promise<number> => Math.round((await room.soundAfterPress({ louderThan })) - 1000 * firstSound(spoken('how-many-are-black')));
    test.info().annotations.push({ type: 'from the first sound of a voice', description: `nearly silent after ${await took(0.03)} ms, silent after ${await took(0.002)} ms` });
    await expect(chat.questions).toHaveCount(3, { timeout: 30_000 });
    await expect(chat.questions.last()).toContainText(/how many/i);
    expect(interrupted, 'the answer was not said to its end').toBeLessThan(2 * whole - 0.2);
    // This time nobody talks over it: it is said to its end, and then the next question is listened for.
    await expect(page.getByText('Ask your question…')).toBeVisible({ timeout: 60_000 });
    expect(await room.seconds(), 'the second answer was said').toBeGreaterThan(interrupted + 0.5);
    // Music is no question.
    await room.talk(music(6), rateHz);
    await expect(page.getByText('No question was heard for a while')).toBeVisible({ timeout: 60_000 });
    await expect(isOn(page)).toBeHidden();
    await expect(chat.questions).toHaveCount(3);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Hands-free' })).toHaveAttribute('aria-pressed', 'false');
  });
});
