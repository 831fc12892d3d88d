import type { Box } from '@ocelli/protocol';
import { describe, expect, test } from 'vitest';
import { askOnce } from '../fixtures/conversation.js';
import { colour, thing, type Recording } from '../fixtures/recorded-perception.js';

const labels = (...pairs: [string, number][]) => pairs.map(([label, score]) => ({ label, score }));
const nothing = { things: [], faces: [] };
const tell = async (question: string, recording: Recording) => (await askOnce(question, recording)).text;
const box = (label: string, score: number, at: Box) => ({ label, score, box: at });

const pug: Recording = { detections: { things: [thing('dog', 0.6)], faces: [] }, labels: labels(['pug', 0.6], ['bull mastiff', 0.05], ['Brabancon griffon', 0.02]) };

describe('colours', () => {
  test('of a thing are those of its box, of its clothes those of that part of a person', async () => {
    const looked: Box[] = [];
    const person: Recording = {
      detections: { things: [box('person', 0.9, [0.2, 0, 0.6, 1])], faces: [] },
      labels: labels(['jersey', 0.2]),
      colours: (region) => {
        if (region) looked.push(region);
        return [colour('red', '#d21f1f', 0.9)];
      },
    };
    expect(await tell("what colour is the man's shirt?", person)).toContain("Mostly **red**, going by the colours inside [the upper half of the person's box](#e:thing)");
    expect(looked[0]![1]).toBeGreaterThan(0.1);
    expect(looked[0]![3]).toBeLessThan(0.6);
  });

  test('of an animal that only labels show are those of the middle; of grass that is not green those of what is dry', async () => {
    const tiger: Recording = { detections: { things: [thing('dog', 0.42)], faces: [] }, labels: labels(['tiger', 0.45], ['tabby', 0.3]), colours: [colour('white', '#eeeeee', 0.8)] };
    expect(await tell('what colour is the tiger?', tiger)).toContain('**white');
    const steppe: Recording = { detections: { things: [thing('zebra', 0.8)], faces: [] }, colours: [colour('yellow', '#d8b84a', 0.6), colour('grey', '#808080', 0.4)] };
    expect(await tell('what colour is the grass?', steppe)).toMatch(/\*\*yellow\*\*: hardly anything is green/);
  });

  test('of what somebody wears are not those of their skin', async () => {
    const dressed: Recording = { detections: { things: [box('person', 0.8, [0.2, 0.1, 0.6, 0.9])], faces: [] }, colours: [colour('light brown', '#c89b7b', 0.6), colour('white', '#f0f0f0', 0.4)] };
    expect(await tell('what colour is her dress?', dressed)).toContain('Mostly **white');
    expect(await tell('what colour is her hair?', dressed)).toContain('**light brown');
  });

  test('of what no box holds may be the one that is far more vivid than all others; not eyes, nor what a picture that is of something else may show', async () => {
    const vivid: Recording = { detections: { things: [thing('person', 0.8)], faces: [] }, labels: labels(['stage', 0.1]), colours: [colour('grey', '#777777', 0.9), colour('red', '#d81020', 0.1)] };
    const { text, status } = await askOnce('what colour is the stool?', vivid);
    expect(text).toBe('Probably **red**, if it is what stands out most.');
    expect(status).toBe('hedged');
    // It may be another thing: it is no ground for a yes or a no.
    for (const question of ['is the stool green?', 'is the stool red?', 'what colour are the eyes of the dog?']) expect((await askOnce(question, vivid)).status, question).toBe('declined');
    expect((await askOnce('what colour is the stool?', { ...vivid, labels: labels(['strawberry', 0.9]), detections: nothing })).status).toBe('declined');
  });

  test('of what no box holds are told only where it is what the picture shows', async () => {
    const banana: Recording = { detections: nothing, labels: labels(['banana', 0.9]), colours: [colour('yellow', '#f5d327', 0.9)] };
    expect(await tell('what colour is it?', banana)).toContain('**yellow**');
    expect(await tell('what colour is the banana?', banana)).toContain('**yellow**');
    expect((await askOnce('what colour is the bucket?', { ...banana, detections: { things: [thing('horse', 0.8)], faces: [] } })).status).toBe('declined');
    expect((await askOnce("what colour are the dog's eyes?", pug)).status).toBe('declined');
    expect((await askOnce('what colour is the vest of the dog?', { ...pug, detections: { things: [thing('dog', 0.6), thing('person', 0.9, 0.6)], faces: [] } })).status).toBe('declined');
  });

  test('are not told where a vehicle and what is around it compete, nor grey of a cap that is hardly there, nor of a dog on the other side', async () => {
    const bus: Recording = { detections: { things: [box('bus', 0.9, [0.2, 0.2, 0.8, 0.8])], faces: [] }, colours: [colour('black', '#22211f', 0.5), colour('dark red', '#842925', 0.35)] };
    expect((await askOnce('what colour is the bus?', bus)).status).toBe('declined');
    const far: Recording = { detections: { things: [box('person', 0.9, [0.4, 0.4, 0.5, 0.7])], faces: [] }, colours: [colour('grey', '#626d76', 0.9)] };
    expect((await askOnce("what colour is the man's cap?", far)).status).toBe('declined');
    const dog: Recording = { detections: { things: [box('dog', 0.9, [0, 0.2, 0.4, 0.8])], faces: [] }, colours: [colour('brown', '#5c4b3e', 0.9)] };
    expect((await askOnce('what colour is the dog on the right?', dog)).status).toBe('declined');
    expect(await tell('what colour is the dog on the left?', dog)).toContain('**brown**');
  });

  test('of a zebra are black and white, of a traffic light what shines', async () => {
    const street: Recording = { detections: { things: [box('traffic light', 0.8, [0.1, 0.1, 0.2, 0.4]), box('zebra', 0.8, [0.4, 0.4, 0.9, 0.9])], faces: [] }, colours: [colour('dark grey', '#2c3132', 0.6), colour('turquoise', '#28f9f5', 0.3)] };
    expect(await tell('what colour is the zebra?', street)).toContain('**black and white**');
    expect(await tell('what colour is the traffic light?', street)).toContain('**green**');
  });

  test('of the sky and the background are those of that part', async () => {
    const field: Recording = { detections: nothing, labels: labels(['hay', 0.6]), colours: (region) => (region && region[3] < 0.4 ? [colour('blue', '#5b93d6', 0.9)] : [colour('yellow', '#d8b85a', 0.9)]) };
    expect(await tell('what colour is the sky?', field)).toContain('**[blue]');
    expect(await tell('what colour is the background?', { ...field, colours: [colour('black', '#050505', 0.9)] })).toContain('**black**');
  });

  test('that are no colours make a picture black and white', async () => {
    const grey = { colours: [colour('grey', '#808080', 0.6), colour('white', '#f2f2f2', 0.4)] };
    expect(await tell('is this picture in colour?', grey)).toMatch(/^\*\*No, black and white\*\*/);
    expect(await tell('is it in colour or black and white?', grey)).toMatch(/^\*\*Black and white\*\*/);
  });
});
