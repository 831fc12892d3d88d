import { answerAsPlainText } from '@ocelli/agent';
import type { AnswerStatus } from '@ocelli/protocol';
import type { Bench } from './bench.js';
import { judgeAnswer } from './eval/judge-answer.js';
import { conditions } from './speech/conditions.js';
import { Aloud, kokoroVoices, otherVoices, type AloudVoice } from './speech/say-aloud.js';
import { perMs, SpeakingPage } from './speech/speaking-page.js';
import { wordErrorRate, wordErrors, type WordErrors } from './speech/word-errors.js';
import { freshQuestions } from './spoken-questions/fresh.js';
import { questionedPictures } from './spoken-questions/pictures.js';
import type { Visitor } from './visitor.js';
import { withServer } from './with-server.js';

/** Less sure than this, the page asks the speaker to look at the words first. */
const sureEnough = 0.55;

/** A question asked aloud. */
interface Spoken {
  voice: AloudVoice;
  condition: string;
  words: WordErrors;
  exact: boolean;
  right: boolean;
  waits: boolean;
  nothing: boolean;
}

export const spokenQuestionsBench: Bench = {
  name: 'spoken-questions',
  what: 'a hundred questions about twenty pictures, asked aloud by several voices, clean, in noise, in a room, by telephone: heard and answered right (--questions N for fewer; --list fresh: forty that were not chosen by their answers)',
  run: async (say, { questions: most = Infinity, list }) => {
    const pictures = await questionedPictures();
    const isFresh = list === 'fresh';
    const asked = pictures.flatMap((picture) => (isFresh ? freshQuestions[picture.name]! : picture.questions).map(([text, ...accepted]) => ({ picture, text, accepted })));
    // Of all pictures alike.
    const chosen = asked.filter((_, at) => Math.floor(((at + 1) * most) / asked.length) > Math.floor((at * most) / asked.length) || most >= asked.length);
    const { voices: others, missing } = await otherVoices();
    const engines = [...new Set(others.map(({ engine }) => engine))];
    const aloud = new Aloud();
    return await withServer(async ({ url, visitor }) => {
      const page = await SpeakingPage.open(url, visitor.cookie);
      const uploaded = new Map<string, string>();
      for (const { name, bytes } of pictures) uploaded.set(name, (await visitor.upload(bytes)).id);
      const results: Spoken[] = [];
      let typed = 0;
      for (const [at, { picture, text, accepted }] of chosen.entries()) {
        say(`${at + 1} of ${chosen.length}: ${text}`);
        const id = uploaded.get(picture.name)!;
        if (await isAnswered(visitor, text, id, accepted, text)) typed++;
        else say(`  not even in writing`);
        const voices = [kokoroVoices[at % kokoroVoices.length]!, ...engines.map((engine) => turned(others.filter((voice) => voice.engine === engine), at))];
        for (const voice of voices) {
          const spoken = await aloud.say(text, voice);
          for (const [condition, change] of Object.entries(conditions)) {
            const { outcome } = await page.say(change(amidSilence(spoken), at + 1), { pictures: [id], pace: 'fast' });
            const heard = outcome.phase === 'heard' ? outcome.text : '';
            const words = wordErrors(text, heard);
            const right = heard !== '' && (await isAnswered(visitor, heard, id, accepted, text));
            results.push({ voice, condition, words, exact: words.errors === 0, right, waits: outcome.phase === 'heard' && outcome.confidence < sureEnough, nothing: heard === '' });
            if (!right) say(`  ${voice.name}, ${condition}: ${heard ? `"${heard}"` : outcome.phase === 'failed' ? outcome.error.message : ''}${words.errors > 0 || heard === '' ? '' : ' (heard right)'}`);
          }
        }
      }
      page.close();
      await aloud.close();
      const rows = Object.keys(conditions).flatMap((condition) => {
        const among = results.filter((one) => one.condition === condition);
        const ofKokoro = among.filter(({ voice }) => voice.engine === 'kokoro');
        const single = [...new Set(among.map(({ voice }) => voice.name))].map((name) => row(condition, name, among.filter(({ voice }) => voice.name === name)));
        return [...single, row(condition, "all of Kokoro's", ofKokoro)];
      });
      const kokoro = results.filter(({ voice }) => voice.engine === 'kokoro');
      return {
        columns: ['condition', 'voice', 'questions', 'word for word', 'word error rate', 'answered right', 'shown first, being in doubt', 'nothing heard'],
        rows,
        // Of the fresh ones nothing was promised: they tell how far the promise carries.
        promises: isFresh ? [] : [{ what: "questions answered right in Kokoro's voices, all conditions", value: (100 * share(kokoro, 'right')), limit: { least: 95 }, unit: '%' }],
        notes: [`in writing ${typed} of ${chosen.length} are answered right`, ...(isFresh ? [`in Kokoro's voices, all conditions, ${count(kokoro, 'right')} of ${kokoro.length}`] : []), ...missing],
      };
    });
  },
};

const turned = <T>(among: readonly T[], at: number): T => among[at % among.length]!;
const count = (among: readonly Spoken[], what: 'exact' | 'right' | 'waits' | 'nothing') => among.filter((one) => one[what]).length;
const share = (among: readonly Spoken[], what: 'right') => count(among, what) / Math.max(1, among.length);
const row = (condition: string, voice: string, among: readonly Spoken[]) => [condition, voice, among.length, count(among, 'exact'), wordErrorRate(among.map(({ words }) => words)), count(among, 'right'), count(among, 'waits'), count(among, 'nothing')];

/** As a microphone gives it that was switched on a moment before. */
function amidSilence(speech: Int16Array): Int16Array {
  const samples = new Int16Array(500 * perMs + speech.length + 2_000 * perMs);
  samples.set(speech, 500 * perMs);
  return samples;
}

/** Asks what was heard, as the page does, and judges the answer by what was meant. */
async function isAnswered(visitor: Visitor, heard: string, picture: string, accepted: readonly string[], meant: string): Promise<boolean> {
  const turn = visitor.ask(heard, picture);
  await turn.ended;
  let [text, status]: [string, AnswerStatus] = ['', 'declined'];
  for (const { event } of turn.events) {
    if (event.type === 'text') text += event.delta;
    if (event.type === 'answer') status = event.status;
  }
  return judgeAnswer(answerAsPlainText(text), accepted, status, { isCount: /^how many/i.test(meant) }) === 'right';
}
