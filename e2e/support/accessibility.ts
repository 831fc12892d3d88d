import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test.js';

/** No violation that axe calls serious or critical, and nothing wider than the screen. */
export async function expectSound(page: Page, state: string): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  expect.soft(serious, state).toEqual([]);
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), `${state}: overflow`).toBeLessThanOrEqual(0);
}

export const screens = [
  { name: 'a desktop', use: { viewport: { width: 1440, height: 900 } }, phone: false },
  { name: 'a phone', use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, phone: true },
];

/** What can be touched and is less than 44 px high or wide, but for words in a line. */
export const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll<HTMLElement>('button, a[href], input, textarea, [role=tab], [role=radio], [role=menuitem]')]
    .filter((element) => element.checkVisibility() && !element.closest('.digital-board, [aria-hidden=true]') && !element.matches('.evidence-chip, .skip-link, .text-button'))
    .map((element) => [element, element.getBoundingClientRect()] as const)
    .filter(([, { width, height }]) => width > 0 && (width < 43.5 || height < 43.5))
    .map(([element, { width, height }]) => `${element.getAttribute('aria-label') ?? element.textContent} ${Math.round(width)} x ${Math.round(height)}`));
