import { Models, modelsLine } from '../support/models.js';
import { expect, test } from '../support/test.js';

test.use({ settings: { withoutModels: true } });

test('nothing is fetched, and the page says so', async ({ chat, page }) => {
  const models = new Models(page);
  await models.open();
  await expect(page.getByText('Ocelli was started offline, so it fetches nothing.')).toBeVisible();
  await expect(models.state('Whisper tiny.en')).toHaveText('Not fetched');
  await expect(page.getByRole('button', { name: /^Fetch/ })).toHaveCount(0);
  await expect(models.state('Chess board reader')).toHaveText('Ready');
  await chat.open();
  await expect(modelsLine(page)).toBeHidden();
});
