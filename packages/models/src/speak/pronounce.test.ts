import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { beforeAll, describe, expect, it } from 'vitest';
import { ModelFiles } from '../packs/model-files.js';
import { modelPaths } from '../packs/model-paths.js';
import { ensureDownloads } from '../registry/pull-downloads.js';
import { Pronouncer, type Dictionary } from './pronounce.js';
import { spellOut } from './spell-out.js';

let [us, gb]: Pronouncer[] = [];
beforeAll(async () => {
  await ensureDownloads(['kokoro']);
  const [usGold, usSilver, gbGold, gbSilver] = await Promise.all(modelPaths('kokoro', new ModelFiles()).slice(3, 7).map(async (path) => JSON.parse(await readFile(path, 'utf8')) as Dictionary));
  us = new Pronouncer({ dialect: 'us', gold: usGold!, silver: usSilver! });
  gb = new Pronouncer({ dialect: 'gb', gold: gbGold!, silver: gbSilver! });
}, 600_000);

describe('how English sounds', () => {
  it.each([
    ['There are sixteen pawns on the board.', 'ðˌɛɹ ɑɹ sˌɪkstˈin pˈɔnz ˌɔn ðə bˈɔɹd.'],
    ['the apple, a pear, an egg', 'ði ˈæpᵊl, ɐ pˈɛɹ, ɐn ˈɛɡ'],
    ['I have read it; I read it to them.', 'ˌI hæv ɹˈɛd ɪt; ˌI ɹˈid ɪt tə ðˌɛm.'],
    ['the record, to record', 'ðə ɹˈɛkəɹd, tə ɹəkˈɔɹd'],
    ['twenty-four horses', 'twˌɛntifˈɔɹ hˈɔɹsᵻz'],
    ['A four takes E five', 'ˈA fˈɔɹ tˈAks ˈi fˈIv'],
    ['a PDF', 'ɐ pˌidˌiˈɛf'],
    ['five PM', 'fˈIv pˌiˈɛm'],
    ["the king's castles' walls", 'ðə kˈɪŋz kˈæsᵊlz wˈɔlz'],
    ['café', 'kæfˈA'],
    ['a zebra — striped', 'ɐ zˈibɹə — stɹˈIpt'],
    ['日本 кошка', ''],
  ])('%s', (text, sounds) => {
    expect(us!.phonemes(text)).toBe(sounds);
  });

  it('is what the model was tried with', async () => {
    const reference = z.array(z.object({ text: z.string(), voice: z.string(), sounds: z.string() })).parse(JSON.parse(await readFile(join(dirname(modelPaths('kokoro', new ModelFiles())[1]!), 'reference.json'), 'utf8')));
    for (const { text, voice, sounds } of reference) expect((voice.startsWith('b') ? gb! : us!).phonemes(spellOut(text))).toBe(sounds);
  });

  it('is British in a British voice', () => {
    expect(gb!.phonemes('How many people are in this car?')).toBe('hˌW mˈɛni pˈiːpᵊl ɑː ɪn ðɪs kˈɑː?');
  });

  it('says what no dictionary has by its parts or its letters, and stresses one vowel of it', () => {
    for (const word of ['pawnstorm', 'Gutenye', 'blorptastic', 'OpenStreetMap', 'xylograph', 'tsktsk']) expect(us!.phonemes(word), word).toMatch(word === 'tsktsk' ? /^[a-zʧʃɹɡŋðθ]*$/ : /[ˈˌ]/);
  });

  it('only has sounds that the model knows, whatever is written', async () => {
    const known = Object.keys(JSON.parse(await readFile(modelPaths('kokoro', new ModelFiles())[1]!, 'utf8')) as Record<string, number>).join('');
    fc.assert(fc.property(fc.oneof(fc.string(), fc.lorem(), fc.stringMatching(/^[A-Za-z' .,-]{0,40}$/)), (text) => {
      for (const pronouncer of [us!, gb!]) expect([...pronouncer.phonemes(text)].filter((sound) => !known.includes(sound))).toEqual([]);
    }), { numRuns: 200 });
  });
});
