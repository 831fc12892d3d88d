import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { createLocalPerception, type Perception, type PictureRef } from '@ocelli/models';
import { openStore, type Store } from '@ocelli/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshFolder } from '../test-support/servers.js';
import { somePicture } from '../test-support/visitor.js';
import { rememberedPerception } from './remembered-perception.js';
import { Uploads } from './uploads.js';

let store: Store;
const local = createLocalPerception();
afterAll(() => local.close());
beforeAll(async () => {
  store = await openStore({ folder: await freshFolder() });
  return () => store.close();
});

/** The real perception, and how often it was asked to look; each look begins when `begin` resolves. */
function counting(begin = Promise.resolve()): { perception: Perception; looks: () => number } {
  let looks = 0;
  const count = <Args extends unknown[], T>(look: (...args: Args) => Promise<T>) => async (...args: Args) => {
    looks++;
    await begin;
    return await look(...args);
  };
  const { colours, readCodes, readBoards, detect, readText, classify, compare, embedTexts, answer } = local;
  const perception = { colours: count(colours), readCodes: count(readCodes), readBoards: count(readBoards), detect: count(detect), readText: count(readText), classify: count(classify), compare: count(compare), embedTexts, answer: count(answer) };
  return { perception, looks: () => looks };
}

async function newPicture(): Promise<PictureRef> {
  const request = Object.assign(Readable.from([await somePicture()]), { headers: {} }) as unknown as IncomingMessage;
  const { id } = await new Uploads(store).take('anna', 'picture.png', request);
  return { id, path: store.pictures.path(id, 'normal') };
}

describe('what was seen on a picture', () => {
  it('is looked at once, and remembered by whoever asks later', async () => {
    const { perception, looks } = counting();
    const picture = await newPicture();
    const first = await rememberedPerception(perception, store.perceptions, () => 'v1').colours(picture);
    // Remembering is not waited for by the one who looked.
    await expect.poll(() => store.perceptions.find({ pictureId: picture.id, task: 'colours', version: 'v1', region: '' }), { timeout: 20_000 }).toBeDefined();
    expect(await rememberedPerception(perception, store.perceptions, () => 'v1').colours(picture)).toEqual(first);
    expect(looks()).toBe(1);
  });

  it('is known to the next question at once, before it is written down', async () => {
    const { perception, looks } = counting();
    const remembered = rememberedPerception(perception, store.perceptions, () => 'v1');
    const picture = await newPicture();
    const first = await remembered.colours(picture);
    expect(await remembered.colours(picture)).toEqual(first);
    expect(looks()).toBe(1);
  });

  it('is looked at again when the models are others, and for another region', async () => {
    const { perception, looks } = counting();
    const picture = await newPicture();
    await rememberedPerception(perception, store.perceptions, () => 'v1').colours(picture);
    await rememberedPerception(perception, store.perceptions, () => 'v2').colours(picture);
    await rememberedPerception(perception, store.perceptions, () => 'v2').colours(picture, { region: [0, 0, 0.5, 0.5] });
    expect(looks()).toBe(3);
  });

  it('is shared by those who ask at the same moment', async () => {
    const { perception, looks } = counting();
    const remembered = rememberedPerception(perception, store.perceptions, () => 'v1');
    const picture = await newPicture();
    const [one, two] = await Promise.all([remembered.colours(picture), remembered.colours(picture, { signal: new AbortController().signal })]);
    expect([one, looks()]).toEqual([two, 1]);
  });

  it('is still there for one when the other who asked gives up', async () => {
    let begin = () => {};
    const { perception, looks } = counting(new Promise<void>((resolve) => (begin = resolve)));
    const remembered = rememberedPerception(perception, store.perceptions, () => 'v1');
    const picture = await newPicture();
    const gone = new AbortController();
    const [leaving, staying] = [remembered.readText(picture, { signal: gone.signal }), remembered.readText(picture, { signal: new AbortController().signal })];
    // One connection answers in order: by then both have found nothing remembered, and ask.
    await store.perceptions.find({ pictureId: picture.id, task: 'read-text', version: 'v1', region: '' });
    await new Promise(setImmediate);
    await expect.poll(looks, { timeout: 20_000, interval: 1 }).toBe(1);
    gone.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'cancelled' });
    begin();
    expect(await staying).toMatchObject({ value: { lines: [] } });
    expect(looks()).toBe(1);
  });

  it('is not looked for any longer when everybody has given up, and is looked at anew by the next', async () => {
    let begin = () => {};
    const { perception, looks } = counting(new Promise<void>((resolve) => (begin = resolve)));
    const remembered = rememberedPerception(perception, store.perceptions, () => 'v1');
    const picture = await newPicture();
    const gone = new AbortController();
    const leaving = remembered.readText(picture, { signal: gone.signal });
    await expect.poll(looks, { timeout: 20_000, interval: 1 }).toBe(1);
    gone.abort();
    await expect(leaving).rejects.toMatchObject({ code: 'cancelled' });
    begin();
    expect(await remembered.readText(picture)).toMatchObject({ value: { lines: [] } });
    expect(looks()).toBe(2);
  });

  it('is forgotten with the picture, also when it was deleted while somebody looked', async () => {
    const { perception } = counting();
    const picture = await newPicture();
    const looking = rememberedPerception(perception, store.perceptions, () => 'v1').readText(picture);
    await store.deletion.everythingOf('anna');
    await looking.catch(() => undefined);
    expect(await store.perceptions.find({ pictureId: picture.id, task: 'read-text', version: 'v1', region: '' })).toBeUndefined();
  });
});
