import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';

/** A picture as a file picker would give it: a path, or bytes under a name. */
export type PictureFile = string | { name: string; mimeType: string; buffer: Buffer };

export const png = (name: string, buffer: Buffer): PictureFile => ({ name, mimeType: 'image/png', buffer });

/** The page as a person uses it. */
export class Chat {
  readonly page: Page;
  readonly question: Locator;
  readonly sendButton: Locator;
  readonly stopButton: Locator;
  readonly questions: Locator;
  readonly answers: Locator;
  /** Pictures that go with the next question. */
  readonly tray: Locator;
  /** The picture beside the chat, or in the sheet over it on phones. */
  readonly viewer: Locator;
  readonly history: Locator;
  /** What screen readers are told as it happens. */
  readonly announcements: Locator;

  constructor(page: Page) {
    this.page = page;
    this.question = page.getByRole('textbox', { name: 'Question' });
    this.sendButton = page.getByRole('button', { name: 'Send' });
    this.stopButton = page.getByRole('button', { name: 'Stop' });
    this.questions = page.getByRole('article', { name: 'Question' });
    this.answers = page.getByRole('article', { name: 'Answer' });
    this.tray = page.getByRole('list', { name: 'Attached pictures' });
    this.viewer = page.getByRole('complementary', { name: 'Picture' }).or(page.getByRole('dialog', { name: 'Picture' }));
    this.history = page.getByRole('navigation', { name: 'Conversations' });
    this.announcements = page.getByRole('log');
  }

  async open(): Promise<void> {
    await this.page.goto('/');
    await expect(this.question).toBeVisible();
  }

  /** Picks pictures and waits until they are uploaded. */
  async attach(...files: PictureFile[]): Promise<void> {
    const before = await this.tray.getByRole('listitem').count();
    await this.pick(...files);
    await expect(this.tray.getByRole('button', { name: /^Ask about a part/ })).toHaveCount(before + files.length, { timeout: 30_000 });
  }

  /** Picks pictures, as the file dialog would. */
  async pick(...files: PictureFile[]): Promise<void> {
    const payloads = await Promise.all(files.map(async (file) => (typeof file === 'string' ? { name: basename(file), mimeType: '', buffer: await readFile(file) } : file)));
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.page.getByRole('button', { name: 'Add pictures' }).click()]);
    await chooser.setFiles(payloads);
  }

  /** Sends a question; resolves when it is on the screen. */
  async send(text: string): Promise<void> {
    const before = await this.questions.count();
    await this.question.fill(text);
    await this.question.press('Enter');
    await expect(this.questions).toHaveCount(before + 1);
  }

  /** Asks and waits for the whole answer. */
  async ask(text: string): Promise<Locator> {
    await this.send(text);
    return await this.lastAnswerEnded(await this.questions.count());
  }

  /** The answer to the latest question, when nothing is written to it any more. */
  async lastAnswerEnded(count?: number): Promise<Locator> {
    if (count !== undefined) await expect(this.answers).toHaveCount(count, { timeout: 30_000 });
    const last = this.answers.last();
    await expect(last).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
    return last;
  }

  /** The words of an answer, without its tools and buttons. */
  words(answer: Locator): Locator {
    return answer.locator('.answer-text');
  }

  /** Marks of a kind on the picture in the viewer; not the square that the pointer happens to be on. */
  marks(kind: string): Locator {
    return this.viewer.locator(`.overlay .mark[data-kind="${kind}"]:not([data-mark-id^="square-"])`);
  }
}
