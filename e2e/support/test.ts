import { expect, test as base } from '@playwright/test';
import { Chat } from './chat.js';
import { pictureDrawer, type DrawPicture } from './draw-picture.js';
import { ServerUnderTest, type ServerSettings } from './server.js';

interface OfTest {
  chat: Chat;
}
interface OfWorker {
  settings: ServerSettings;
  server: ServerUnderTest;
  /** Draws HTML to a PNG. */
  draw: DrawPicture;
}

/**
 * Tests against the production server. Each test is a new browser, and so a new owner. Whatever a test does, the page may talk
 * to its own server only, and may neither throw nor report an error.
 */
export const test = base.extend<OfTest, OfWorker>({
  settings: [{}, { option: true, scope: 'worker' }],

  server: [async ({ settings }, use) => {
    const server = await ServerUnderTest.start(settings);
    await use(server);
    await server.close();
  }, { scope: 'worker', timeout: 120_000 }],

  draw: [async ({ browser }, use) => {
    const drawer = await pictureDrawer(browser);
    await use(drawer.draw);
    await drawer.close();
  }, { scope: 'worker' }],

  baseURL: async ({ server }, use) => use(server.url),

  page: async ({ page, server }, use, testInfo) => {
    const wrong: string[] = [];
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (/^(http|ws)s?:$/.test(protocol) && origin.replace(/^ws/, 'http') !== server.url) wrong.push(`a request to ${request.url()}`);
    });
    page.on('pageerror', (error) => wrong.push(`an uncaught error: ${error.message}`));
    page.on('console', (message) => {
      // The browser itself reports refused connections and replies of 400 and more; tests that cause these look at the page.
      // Playwright's trace asks for previews (blob:), which the policy forbids it like anybody.
      if (message.type() === 'error' && !/^(Failed to load resource|WebSocket connection to|Connecting to 'blob:)/.test(message.text())) wrong.push(`an error in the console: ${message.text()}`);
    });
    await use(page);
    if (testInfo.errors.length > 0) await testInfo.attach('server log', { body: server.log, contentType: 'text/plain' });
    expect(wrong, 'what the page must never do').toEqual([]);
  },

  chat: async ({ page }, use) => {
    const chat = new Chat(page);
    await chat.open();
    await use(chat);
  },
});

export { expect };
