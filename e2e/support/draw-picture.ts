import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from '@playwright/test';

/** Draws HTML on white paper as wide as said and as high as it needs; resolves with a PNG. */
export type DrawPicture = (html: string, options?: { width?: number }) => Promise<Buffer>;

const font = fileURLToPath(import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'));

/** The browser draws the test pictures too: its letters come from a font of this repository, so they look the same everywhere. */
export async function pictureDrawer(browser: Browser): Promise<{ draw: DrawPicture; close: () => Promise<void> }> {
  const face = `@font-face { font-family: Print; font-weight: 100 900; src: url(data:font/woff2;base64,${(await readFile(font)).toString('base64')}); }`;
  const context = await browser.newContext();
  const page = await context.newPage();
  return {
    async draw(html, { width = 640 } = {}) {
      await page.setViewportSize({ width, height: 400 });
      await page.setContent(`<style>${face} body { margin: 0; padding: 32px; background: #fff; color: #111; font: 24px/1.5 Print; }</style>${html}`);
      await page.evaluate(() => document.fonts.ready);
      return await page.screenshot({ fullPage: true });
    },
    close: () => context.close(),
  };
}
