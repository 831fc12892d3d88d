import type { Locator, Page } from '@playwright/test';
import { expect } from './test.js';

/** The page of models, as a person uses it. */
export class Models {
  readonly switch: Locator;

  constructor(readonly page: Page) {
    this.switch = page.getByRole('switch', { name: 'Fetch models by itself' });
  }

  async open(): Promise<void> {
    await this.page.goto('/models');
    await expect(this.page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible();
    await expect(this.card('Whisper tiny.en')).toBeVisible();
  }

  card(name: string): Locator {
    return this.page.getByRole('article', { name: new RegExp(`^${name}`) });
  }

  /** Its state, in the words of the page. */
  state(name: string): Locator {
    return this.card(name).locator('.model-state');
  }

  async press(what: string, name: string): Promise<void> {
    await this.card(name).getByRole('button', { name: new RegExp(`^${what}.*: ${name}`) }).click();
  }

  async remove(name: string): Promise<void> {
    await this.press('Remove', name);
    await this.page.getByRole('alertdialog', { name: `Remove ${name}?` }).getByRole('button', { name: 'Remove' }).click();
    await expect(this.state(name)).toHaveText('Not fetched');
  }
}

/** The quiet line over the chat. */
export const modelsLine = (page: Page): Locator => page.getByRole('region', { name: 'Models on their way' });
