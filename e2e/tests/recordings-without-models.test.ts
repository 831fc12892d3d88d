import { test, wav } from '../support/recording.js';
import { expect } from '../support/test.js';

test.use({ settings: { withoutModels: true } });

test('where no model hears, a recording is kept, and the answer says what to do', async ({ chat, page, recording }) => {
  await chat.pick(wav('question.wav', recording));
  await expect(chat.tray.getByRole('img', { name: /^Recording/ })).toBeVisible();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(chat.words(await chat.lastAnswerEnded(1))).toContainText('ocelli models pull whisper-tiny-en');
  await expect(chat.questions).toContainText('Not heard.');
});
