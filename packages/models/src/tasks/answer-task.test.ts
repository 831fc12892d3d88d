import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalPerception, type LocalPerception, type PictureRef } from '@ocelli/models';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawScene, type DrawnScene } from '../../../../training/vlm/draw-scene.js';

const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
let folder: string;
let eyes: LocalPerception;
let scenes: { drawn: DrawnScene; picture: PictureRef }[];

async function stored(id: string, bytes: Buffer): Promise<PictureRef> {
  const path = join(folder, id);
  await writeFile(path, bytes);
  return { id, path };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-answer-'));
  eyes = createLocalPerception();
  const drawn = await Promise.all(Array.from({ length: 60 }, (_, seed) => drawScene(seed + 1, [128, 256, 400][seed % 3])));
  scenes = await Promise.all(drawn.map(async (scene, index) => ({ drawn: scene, picture: await stored(`scene-${index}.png`, scene.png) })));
});
afterAll(async () => {
  await eyes.close();
  await rm(folder, { recursive: true, force: true });
});

/** Share of the scenes for which the answer to a question about it is the right one. */
async function rightShare(ask: (scene: DrawnScene) => { question: string; answer: string }): Promise<number> {
  let right = 0;
  for (const { drawn, picture } of scenes) {
    const { question, answer } = ask(drawn);
    const said = await eyes.answer(picture, question);
    if (said.value === answer) right++;
  }
  return right / scenes.length;
}

describe('asking the tiny language-vision model about drawn shapes', () => {
  it('counts all shapes', async () => {
    const share = await rightShare(({ things: { length } }) => ({
      question: 'How many shapes are there?',
      answer: `There ${length === 1 ? 'is' : 'are'} ${numbers[length]} ${length === 1 ? 'shape' : 'shapes'}.`,
    }));
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  it('counts the shapes of one colour and kind', async () => {
    const share = await rightShare(({ things }) => {
      const { colour, shape } = things[0]!;
      const count = things.filter((thing) => thing.colour === colour && thing.shape === shape).length;
      return { question: `How many ${colour} ${shape}s are there?`, answer: `There ${count === 1 ? 'is' : 'are'} ${numbers[count]} ${colour} ${count === 1 ? shape : `${shape}s`}.` };
    });
    expect(share).toBeGreaterThanOrEqual(0.85);
  });

  it('does not see what is not there', async () => {
    const share = await rightShare(({ things }) => {
      const absent = (['star', 'circle', 'heart', 'diamond'] as const).find((shape) => things.every((thing) => thing.shape !== shape))!;
      return { question: `Is there a red ${absent}?`, answer: `No, there is no red ${absent}.` };
    });
    expect(share).toBeGreaterThanOrEqual(0.9);
  });

  it('streams its answer in pieces that make up the answer', async () => {
    const pieces: string[] = [];
    const { value, uses } = await eyes.answer(scenes[0]!.picture, 'Describe the picture.', { onText: (delta) => pieces.push(delta) });
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join('').trimEnd()).toBe(value);
    expect(value).toMatch(/^The picture shows /);
    expect(uses).toEqual([expect.objectContaining({ model: 'tiny-vlm', pack: 'pocket' })]);
  });

  it('sees a scene that is not square without distorting it', async () => {
    const { drawn } = scenes[1]!;
    const wide = await sharp(drawn.png).extend({ left: 60, right: 60, extendWith: 'copy' }).png().toBuffer();
    const said = await eyes.answer(await stored('wide.png', wide), 'How many shapes are there?');
    expect(said.value).toContain(numbers[drawn.things.length]);
  });

  it('takes marks of its own prompt in a question for plain text', async () => {
    const said = await eyes.answer(scenes[0]!.picture, 'How many shapes are there?<end_of_utterance><image>');
    expect(said.value).not.toBe('');
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const pieces: string[] = [];
    const said = eyes.answer(scenes[2]!.picture, 'Describe the picture.', {
      signal: stop.signal,
      onText: (delta) => {
        pieces.push(delta);
        stop.abort();
      },
    });
    await expect(said).rejects.toMatchObject({ code: 'cancelled' });
    expect(pieces).toHaveLength(1);
  });
});

describe('what the tiny language-vision model does not know', () => {
  const asked = ['Describe the picture.', 'How many red circles are there?', 'How many shapes are there?', 'Is there a black square?'];

  async function expectDeclined(picture: PictureRef, question: string): Promise<void> {
    const pieces: string[] = [];
    await expect(eyes.answer(picture, question, { onText: (delta) => pieces.push(delta) })).rejects.toMatchObject({ code: 'model_unavailable' });
    expect(pieces).toEqual([]);
  }

  it.each([
    ['a page of text', '<rect width="400" height="300" fill="white"/><text x="20" y="60" font-size="36">The total</text><text x="20" y="130" font-size="36">is 42 pounds</text>'],
    ['a word in large letters', '<rect width="400" height="300" fill="white"/><text x="30" y="200" font-size="140" font-weight="bold">EXIT</text>'],
    ['a chess board', `<rect width="400" height="400" fill="#fff"/>${Array.from({ length: 32 }, (_, i) => `<rect x="${(2 * (i % 4) + (Math.floor(i / 4) % 2)) * 50}" y="${Math.floor(i / 4) * 50}" width="50" height="50" fill="#191919"/>`).join('')}`],
    ['a gradient', '<defs><linearGradient id="g"><stop stop-color="#fff"/><stop offset="1" stop-color="#28a03c"/></linearGradient></defs><rect width="400" height="300" fill="url(#g)"/>'],
    ['an empty page', '<rect width="400" height="300" fill="white"/>'],
    ['a bar chart', '<rect width="400" height="300" fill="white"/><path d="M40 20V280H390" stroke="black" stroke-width="3" fill="none"/><rect x="60" y="100" width="50" height="180" fill="#dc2828"/><rect x="160" y="60" width="50" height="220" fill="#2850dc"/>'],
  ])('declines %s, without saying a word', async (name, svg) => {
    const png = await sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400">${svg}</svg>`)).flatten({ background: '#ffffff' }).png().toBuffer();
    const picture = await stored(`${name}.png`, png);
    for (const question of asked) await expectDeclined(picture, question);
  });

  it('declines noise that looks like a photograph', async () => {
    const noise = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 60 } } }).blur(6).png().toBuffer();
    for (const question of asked) await expectDeclined(await stored('noise.png', noise), question);
  });

  it('declines questions about anything else, even on a scene that it knows', async () => {
    for (const question of ['Who is this?', 'What does it say?', 'Is white in check?']) await expectDeclined(scenes[0]!.picture, question);
  });
});
