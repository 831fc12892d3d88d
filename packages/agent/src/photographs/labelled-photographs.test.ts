import type { Box } from '@ocelli/protocol';
import { describe, expect, test } from 'vitest';
import { askOnce } from '../fixtures/conversation.js';
import { colour, printedLines, shownPicture, thing, type Recording } from '../fixtures/recorded-perception.js';

const labels = (...pairs: [string, number][]) => pairs.map(([label, score]) => ({ label, score }));
const nothing = { things: [], faces: [] };
const tell = async (question: string, recording: Recording) => (await askOnce(question, recording)).text;
const box = (label: string, score: number, at: Box) => ({ label, score, box: at });

const pug: Recording = { detections: { things: [thing('dog', 0.6)], faces: [] }, labels: labels(['pug', 0.6], ['bull mastiff', 0.05], ['Brabancon griffon', 0.02]) };
const squirrel: Recording = { detections: { things: [thing('bird', 0.37)], faces: [] }, labels: labels(['fox squirrel', 0.72], ['marmot', 0.02]) };
const pineapple: Recording = { detections: nothing, labels: labels(['pineapple', 0.7], ['cardoon', 0.01]) };
const soccer: Recording = { detections: { things: [thing('person', 0.8, 0.1), thing('person', 0.7, 0.3)], faces: [] }, labels: labels(['soccer ball', 0.8], ['rugby ball', 0.05]) };

describe('of what kind a thing is', () => {
  test.each([
    ['what animal is this?', pug, /\*\*\[a dog\]\(#e:kind\)\*\*, probably a pug\./],
    ['what breed is the dog?', pug, /Probably \*\*\[a pug\]/],
    ['what kind of dog is it?', pug, /Probably \*\*\[a pug\]/],
    ['what animal is it?', squirrel, /Probably \*\*\[a squirrel\]/],
    ['which animals can be seen?', squirrel, /a squirrel/],
    ['what fruit is in this picture?', pineapple, /Probably \*\*\[a pineapple\]/],
    ['name the fruit', pineapple, /a pineapple/],
    ['what sport are they playing?', soccer, /Probably \*\*soccer/],
  ])('is told by labels and boxes: %s', async (question, recording, answer) => {
    expect(await tell(question, recording)).toMatch(answer);
  });

  test('is surer where both models agree, and told as a doubt where two are near', async () => {
    expect((await askOnce('what animal is this?', { detections: { things: [thing('dog', 0.8)], faces: [] }, labels: labels(['pug', 0.08], ['chow', 0.08], ['boxer', 0.08], ['beagle', 0.08]) })).status).toBe('answered');
    const { text, status } = await askOnce('what fruit is this?', { detections: nothing, labels: labels(['orange', 0.2], ['lemon', 0.18]) });
    expect(status).toBe('hedged');
    expect(text).toMatch(/an orange.*a lemon/);
  });

  test('takes the question at its word: what little speaks for fruit is enough where the question says that there is fruit', async () => {
    const bowl = { detections: nothing, labels: labels(['soup bowl', 0.4], ['banana', 0.16], ['plate', 0.1]) };
    expect(await tell('what fruit is this?', bowl)).toContain('a banana');
    expect((await askOnce('what animal is this?', bowl)).status).toBe('declined');
  });

  test('may be either of two that are alike, but no building of two that have labels, and no sign beside an animal', async () => {
    const { text, status } = await askOnce('what kind of vehicle is this?', { detections: nothing, labels: labels(['trailer truck', 0.2], ['minivan', 0.19]) });
    expect(text).toMatch(/^(?:Perhaps|Probably) \*\*.*truck/);
    expect(status).toBe('hedged');
    expect((await askOnce('what kind of building is this?', { detections: nothing, labels: labels(['palace', 0.2], ['monastery', 0.18]) })).status).toBe('declined');
    expect((await askOnce('what kind of building is this?', { detections: nothing, labels: labels(['mobile home', 0.04]) })).text).toContain('a house');
    expect((await askOnce('what kind of building is this?', pug)).status).toBe('declined');
    expect((await askOnce('what animal is behind the glass?', { detections: nothing, labels: labels(['fountain', 0.02]), text: printedLines('MIND YOUR STEP') })).status).toBe('declined');
  });

  test('is declined where the labels tell only that it is of the kind', async () => {
    const { text, status } = await askOnce('what breed of dog is this?', { detections: { things: [thing('dog', 0.8)], faces: [] }, labels: labels(['beagle', 0.03], ['pug', 0.03], ['boxer', 0.03]) });
    expect(status).toBe('declined');
    expect(text).toContain("can't tell what kind");
  });
});

describe('a flower from near', () => {
  // What the classifier makes of a helenium: no label of it is a flower that it could be.
  const helenium: Recording = { detections: nothing, labels: labels(['bee', 0.13], ['daisy', 0.07], ['sulphur butterfly', 0.02], ['snail', 0.02], ['ant', 0.02], ['vase', 0.02], ['earthstar', 0.01], ['pot', 0.01], ['ladybug', 0.01], ['picket fence', 0.01]) };
  test.each(['what is this?', 'what does the picture show?', 'what kind of plant is this?'])('is recognised by the labels that only come together before one: %s', async (question) => {
    const { text, status } = await askOnce(question, helenium);
    expect(text).toContain('a flower');
    expect(status).toBe('hedged');
  });

  test('is one when flowers are counted', async () => {
    expect(await tell('how many flowers are there?', helenium)).toContain('1 flower');
  });

  test('is none where a bee fills the picture, and where berries alone do', async () => {
    expect(await tell('what is this?', { detections: nothing, labels: labels(['bee', 0.5], ['daisy', 0.02], ['fly', 0.05], ['ant', 0.05]) })).not.toContain('flower');
    expect(await tell('what is this?', { detections: nothing, labels: labels(['hip', 0.56], ['chainlink fence', 0.03]) })).not.toContain('flower');
  });
});

describe('what is counted', () => {
  test('is one where a thing without a class fills the picture', async () => {
    expect((await askOnce('how many squirrels are there?', squirrel)).text).toMatch(/^Probably \*\*\[1 squirrel\]/);
  });

  test('is declined in crowds, with a clause, of children among others, and where more boxes are nearly seen', async () => {
    const apples = { detections: { things: Array.from({ length: 11 }, (_, index) => thing('apple', 0.7, index * 0.08)), faces: [] } };
    const people = { detections: { things: [thing('person', 0.8, 0.1), thing('person', 0.8, 0.3), thing('person', 0.8, 0.5)], faces: [] } };
    const chairs = { detections: { things: [thing('chair', 0.52, 0.1), thing('chair', 0.26, 0.5)], faces: [] } };
    for (const [question, recording] of [['how many apples are there?', apples], ['how many people are wearing hats?', people], ['how many children are there?', people], ['how many chairs are there?', chairs], ['how many objects are there?', people]] as const) {
      expect((await askOnce(question, recording)).status, question).toBe('declined');
    }
    expect(await tell('how many skiers are there?', people)).toContain('3 people');
  });

  test('is all that are seen where a question about children or about those who do something finds no more than two', async () => {
    const two = { detections: { things: [thing('person', 0.8, 0.1), thing('person', 0.8, 0.3)], faces: [] } };
    const children = await askOnce('how many children are there?', two);
    expect(children.text).toMatch(/^Probably \*\*\[2 people\].*not whether they are children/);
    expect(children.status).toBe('hedged');
    expect(await tell('how many people are sitting?', two)).toContain('2 people');
  });

  test('is one dog where the labels know it for a dog of some breed or other', async () => {
    const poodle: Recording = { detections: { things: [thing('bench', 0.7)], faces: [] }, labels: labels(['soft-coated wheaten terrier', 0.17], ['standard poodle', 0.17], ['cocker spaniel', 0.1], ['miniature poodle', 0.1]) };
    expect(await tell('how many dogs are in the photo?', poodle)).toContain('1 dog');
  });

  test('may be a part that things of its kind usually have so many of, which is said to be no count', async () => {
    const mandrill: Recording = { detections: nothing, labels: labels(['baboon', 0.8], ['macaque', 0.05]) };
    const bicycle: Recording = { detections: { things: [thing('bicycle', 0.8)], faces: [] }, labels: labels(['mountain bike', 0.6]) };
    expect(await tell('how many eyes can you see?', mandrill)).toMatch(/^Probably \*\*2\*\*: .*can't count/);
    expect(await tell('how many wheels does it have?', bicycle)).toMatch(/^Probably \*\*2\*\*/);
    expect(await tell('how many legs does the ant have?', { detections: nothing, labels: labels(['ant', 0.7]) })).toMatch(/^Probably \*\*6\*\*/);
    for (const [question, recording] of [['how many legs can you see?', pug], ['how many wheels can be seen?', { detections: { things: [thing('car', 0.8)], faces: [] }, labels: labels(['sports car', 0.6]) }]] satisfies [string, Recording][]) expect((await askOnce(question, recording)).status, question).toBe('declined');
  });

  test('is a number also where there is none', async () => {
    expect(await tell('how many cars are there?', pug)).toContain('**0 cars** that I can find');
    expect((await askOnce('how many bowls are there?', { detections: nothing, labels: labels(['soup bowl', 0.2]) })).status).toBe('declined');
  });
});

describe('the thing that the question does not name', () => {
  const cat = box('cat', 0.8, [0.3, 0.3, 0.5, 0.6]);
  test.each([
    ['what is next to the bottle?', [cat, box('bottle', 0.7, [0.5, 0.3, 0.6, 0.6])], 'a cat'],
    ['what is the cat lying on?', [cat, box('couch', 0.7, [0.1, 0.5, 0.9, 0.9])], 'a couch'],
    ['what is the man holding?', [box('person', 0.8, [0.2, 0.1, 0.6, 0.9]), box('umbrella', 0.6, [0.3, 0.1, 0.45, 0.3])], 'an umbrella'],
    ['what are the people holding?', [box('person', 0.8, [0.3, 0.6, 0.4, 1]), box('person', 0.7, [0.7, 0.6, 0.8, 0.95]), box('umbrella', 0.7, [0.62, 0.45, 0.82, 0.65])], 'an umbrella'],
    ['what is behind the people?', [box('person', 0.8, [0.2, 0.3, 0.3, 0.9]), box('bus', 0.7, [0.1, 0.1, 0.9, 0.8])], 'a bus'],
    ['what is flying in the sky?', [box('kite', 0.7, [0.4, 0.1, 0.5, 0.2])], 'a kite'],
    ['what is the girl riding?', [box('person', 0.8, [0.4, 0.1, 0.6, 0.5]), box('horse', 0.8, [0.2, 0.3, 0.8, 0.9])], 'a horse'],
    ['what is the plant growing in?', [box('potted plant', 0.6, [0.3, 0.2, 0.7, 0.9])], 'a pot'],
  ])('%s', async (question, things, answer) => {
    const { text, status } = await askOnce(question, { detections: { things, faces: [] }, labels: labels(['tabby', 0.1]) });
    expect(text).toContain(answer);
    expect(status).toBe('hedged');
  });

  test('may be the ground, by its colour and by what else is there', async () => {
    const skiers: Recording = { detections: { things: [thing('person', 0.8)], faces: [] }, labels: labels(['ski', 0.7]), colours: [colour('white', '#f4f6f8', 0.8), colour('blue', '#3b6ea5', 0.2)] };
    const meadow: Recording = { detections: { things: [thing('person', 0.8)], faces: [] }, labels: labels(['soccer ball', 0.5]), colours: [colour('green', '#4f7a3a', 0.9)] };
    expect(await tell('what is on the ground?', skiers)).toContain('**snow**');
    expect(await tell('what are the players running on?', meadow)).toContain('**grass**');
  });

  test('is what usually bears it where nothing else is seen', async () => {
    const seen = (label: string): Recording => ({ detections: { things: [thing(label, 0.8)], faces: [] }, labels: labels(['magpie', 0.1]) });
    expect(await tell('what is the bird sitting on?', seen('bird'))).toContain('**a branch or a tree**');
    expect(await tell('what is the train driving on?', seen('train'))).toContain('**rails (railway tracks)**');
    expect(await tell('what are the horses eating?', seen('horse'))).toContain('**grass or hay**');
    expect(await tell('what flows under the bridge?', seen('train'))).toContain('**water');
    expect((await askOnce('what is the bird standing in?', seen('bird'))).status).toBe('declined');
    expect((await askOnce('what is the cat lying on?', seen('cat'))).status).toBe('declined');
  });

  test('may show little of itself under who rides it or sits on it', async () => {
    const rider = box('person', 0.8, [0.4, 0.1, 0.6, 0.7]);
    const bicycle = box('bicycle', 0.27, [0.35, 0.4, 0.65, 0.9]);
    expect(await tell('what is the woman riding?', { detections: { things: [rider, bicycle], faces: [] }, labels: labels(['unicycle', 0.05]) })).toContain('a bicycle');
    expect(await tell('what is the woman doing?', { detections: { things: [rider, { ...bicycle, score: 0.3 }], faces: [] }, labels: labels(['unicycle', 0.05]) })).toContain('**riding a bicycle (cycling)**');
    expect(await tell('what is the man sitting on?', { detections: { things: [rider, box('bench', 0.32, [0.2, 0.5, 0.9, 0.8])], faces: [] }, labels: labels(['suit', 0.1]) })).toContain('a bench');
  });

  test('is worn where a closer look there shows it, or where what people do needs it', async () => {
    const person = box('person', 0.8, [0.2, 0.1, 0.6, 0.9]);
    const wearing = (...pairs: [string, number][]): Recording => ({ detections: { things: [person], faces: [] }, labels: labels(...pairs) });
    expect(await tell('what is the man wearing on his head?', wearing(['cowboy hat', 0.07]))).toContain('a hat or a cap');
    expect(await tell('what is the man wearing around his neck?', wearing(['suit', 0.7]))).toContain('a tie');
    expect(await tell('what is she wearing on her face?', wearing(['sunglasses', 0.06]))).toContain('glasses');
    expect(await tell('what is he wearing on his head?', { detections: { things: [person, box('motorcycle', 0.8, [0.1, 0.5, 0.8, 1])], faces: [] }, labels: labels(['moped', 0.2]) })).toContain('a helmet');
  });

  test('is not guessed where nothing of it is seen, whatever the question takes for granted', async () => {
    const plain: Recording = { detections: { things: [box('person', 0.8, [0.2, 0.1, 0.6, 0.9])], faces: [] }, labels: labels(['jersey', 0.2]) };
    for (const question of ['what is he wearing on his head?', 'what is she wearing on her face?', 'is he wearing glasses?', "what is on the frog's head?"]) expect((await askOnce(question, plain)).status, question).toBe('declined');
  });

  test('is not what happens to be printed on it', async () => {
    const player = { detections: { things: [thing('person', 0.8)], faces: [] }, labels: labels(['jersey', 0.2]), text: printedLines('VENOM') };
    expect(await tell('what is the man wearing on his head?', player)).not.toContain('VENOM');
    expect(await tell('what does his shirt say?', player)).toContain('VENOM');
  });
});

describe('what somebody does', () => {
  const doing = (question: string, ...things: ReturnType<typeof box>[]) => askOnce(question, { detections: { things, faces: [] }, labels: labels(['fountain', 0.1]) }, { picture: shownPicture('a', { width: 600, height: 600 }) });

  test('is told by the shape of a whole person or animal and by a meal before it', async () => {
    expect((await doing('what is the man doing?', box('person', 0.8, [0.4, 0.1, 0.65, 0.9]))).text).toMatch(/^Probably \*\*standing or walking\*\*: \[the person\]\(#e:posture\) is upright/);
    expect((await doing('what is the man doing?', box('person', 0.8, [0.3, 0.1, 0.8, 0.9]), box('cup', 0.6, [0.2, 0.6, 0.28, 0.7]))).text).toMatch(/^Probably \*\*eating or drinking/);
    expect((await doing('what is the dog doing?', box('dog', 0.7, [0.1, 0.6, 0.9, 0.85]))).text).toMatch(/^Probably \*\*lying down \(resting\)/);
    // Tigers are taken for dogs: it is the shape that counts.
    expect((await doing('what is the tiger doing?', box('dog', 0.5, [0.1, 0.6, 0.9, 0.85]))).text).toContain('lying');
  });

  test('is declined of who sits, of animals on their feet, of specks, and where only whether is asked', async () => {
    expect((await doing('what is the man doing?', box('person', 0.8, [0.3, 0.1, 0.8, 0.9]))).status).toBe('declined');
    expect((await doing('what is the dog doing?', box('dog', 0.7, [0.3, 0.3, 0.7, 0.8]))).status).toBe('declined');
    expect((await doing('what is the man doing?', box('person', 0.8, [0.4, 0.5, 0.44, 0.7]))).status).toBe('declined');
    expect((await doing('is the man sleeping?', box('person', 0.8, [0.4, 0.1, 0.65, 0.9]))).status).toBe('declined');
  });
});

describe('what nothing is found in', () => {
  const of = (suits: Record<string, number>): Recording => ({ detections: nothing, labels: labels(['fountain', 0.02]), suits, colours: [colour('grey', '#777777', 1)] });
  test.each(['what is this?', 'what is in the picture?'])('may be mountains or a plant, where those words suit the picture clearly better than others: %s', async (question) => {
    expect(await tell(question, of({ mountains: 0.62, trees: 0.59, plants: 0.55 }))).toContain('Probably **mountains**');
    expect(await tell(question, of({ plants: 0.6, trees: 0.59, food: 0.52 }))).toContain('Probably **a plant');
    expect((await askOnce(question, of({ mountains: 0.6, trees: 0.59, plants: 0.55 }))).status).toBe('declined');
    expect((await askOnce(question, of({ trees: 0.6, plants: 0.57, food: 0.56 }))).status).toBe('declined');
  });
});

describe('an empty sky', () => {
  const sky = (hex: string): Recording => ({ detections: nothing, labels: labels(['valley', 0.1]), colours: [colour('grey', hex, 1)] });

  test('has clouds by day, where what is in it is asked for; at night, or asked for what flies there, nothing is told', async () => {
    expect(await tell('what is in the sky?', sky('#8d9199'))).toContain('Probably **clouds**');
    expect((await askOnce('what is in the sky?', sky('#161a22'))).status).toBe('declined');
    expect((await askOnce('what is flying in the sky?', sky('#8d9199'))).status).toBe('declined');
    expect((await askOnce('what is in the sky?', { ...sky('#3f7a35'), colours: [colour('green', '#3f7a35', 1)] })).status).toBe('declined');
  });
});

describe('snow', () => {
  const white = (label: string): Recording => ({ detections: { things: [box('dog', 0.6, [0.3, 0.3, 0.6, 0.8]), thing('frisbee', 0.8, 0.8)], faces: [] }, labels: labels([label, 0.6]), colours: [colour('white', '#e9edf0', 0.6), colour('grey', '#808080', 0.4)] });

  test('lies where the ground is as white and it is outdoors, and makes it winter; not under what would not be out in it', async () => {
    expect(await tell('what is the dog standing in?', white('Labrador retriever'))).toContain('Probably **snow**');
    expect(await tell('what season is it?', white('Labrador retriever'))).toContain('Probably **winter**');
    expect((await askOnce('what is on the ground?', white('Indian cobra'))).status).toBe('declined');
  });
});

describe('surroundings', () => {
  const outside = (top: [string, string]): Recording => ({ detections: { things: [thing('horse', 0.8)], faces: [] }, labels: labels(['sorrel', 0.5]), colours: [colour(...top, 0.7), colour('green', '#4f7a3a', 0.3)] });
  test.each([
    ['is it sunny?', outside(['blue', '#5b93d6']), '**Yes**'],
    ['is it sunny?', outside(['light grey', '#c9ccd0']), '**No**'],
    ['what is the weather like?', outside(['light grey', '#c9ccd0']), '**cloudy**'],
    ['is it day or night?', outside(['blue', '#5b93d6']), '**day**'],
    ['is this photo taken indoors or outdoors?', outside(['blue', '#5b93d6']), '**outdoors**'],
    ['what room is this?', { detections: { things: [thing('bed', 0.8)], faces: [] }, labels: labels(['quilt', 0.4]) }, '**a bedroom**'],
    ['is this a market?', { detections: nothing, labels: labels(['grocery store', 0.6]) }, '**Yes**'],
    ['where are they?', { detections: { things: [thing('person', 0.8)], faces: [] }, labels: labels(['seashore', 0.5], ['sandbar', 0.2]) }, '**a beach**'],
  ] satisfies [string, Recording, string][])('%s', async (question, recording, answer) => {
    const { text, status } = await askOnce(question, recording);
    expect(text).toContain(answer);
    expect(status).toBe('hedged');
  });

  test('show the season by snow and foliage, and a low sun by its glow before much that is dark', async () => {
    const woods = (name: string, hex: string): Recording => ({ detections: nothing, labels: labels(['worm fence', 0.3]), colours: [colour(name, hex, 0.8), colour('light grey', '#c9ccd0', 0.2)] });
    expect(await tell('what season is it?', woods('brown', '#965c2d'))).toContain('**autumn**');
    expect(await tell('what season is it?', woods('green', '#4f7a3a'))).toContain('**spring or summer**');
    const shore: Recording = { detections: nothing, labels: labels(['seashore', 0.6]), colours: [colour('dark grey', '#282b33', 0.9), colour('orange', '#ea8d36', 0.1)] };
    expect(await tell('what time of day is it?', shore)).toContain('**sunset or sunrise**');
    expect(await tell('where was this photo taken?', shore)).toMatch(/\*\*a beach\*\*.*the file doesn't say where/);
  });

  test('are what something is made of, where its kind or its colour tells', async () => {
    const floor: Recording = { detections: nothing, labels: labels(['studio couch', 0.6]), colours: [colour('brown', '#8b5a2b', 1)] };
    expect(await tell('what is the floor made of?', floor)).toContain('**wood**');
    expect(await tell('what are the boxes made of?', floor)).toContain('**cardboard**');
    expect((await askOnce('what is the wall made of?', floor)).status).toBe('declined');
  });

  test('are declined where neither colours nor things tell them', async () => {
    for (const question of ['is it raining?', 'what season is it?', 'what room is this?', 'where are they?']) expect((await askOnce(question, { detections: nothing, labels: labels(['velvet', 0.1]), colours: [colour('brown', '#7b5033', 1)] })).status, question).toBe('declined');
  });
});

describe('one of two', () => {
  test.each([
    ['is it a cat or a dog?', pug, '**dog**'],
    ['is the flower red or yellow?', { detections: nothing, labels: labels(['daisy', 0.7]), colours: [colour('yellow', '#f2c81e', 0.6), colour('green', '#4f7a3a', 0.4)] }, '**yellow**'],
  ] satisfies [string, Recording, string][])('%s', async (question, recording, answer) => {
    expect(await tell(question, recording)).toContain(answer);
  });

  test('is declined where nothing tells', async () => {
    for (const question of ['is the dog standing or lying?', 'is it a boy or a girl?', 'is it a spaniel or a rose?']) expect((await askOnce(question, { detections: { things: [thing('dog', 0.8)], faces: [] } })).status, question).toBe('declined');
  });
});

describe('whether there is a thing', () => {
  test('is denied only of what the detector seldom misses', async () => {
    expect(await tell('is there a cat?', pug)).toMatch(/^\*\*No\*\*/);
    for (const question of ['is there a table?', 'is there a cup?', 'are there any plants and cups?']) expect((await askOnce(question, pug)).status, question).toBe('declined');
  });

  test('without a class of its own is told by labels, and only doubted where they are silent', async () => {
    expect(await tell('is there a squirrel?', squirrel)).toContain('**Probably yes**');
    expect((await askOnce('is there a pencil?', { detections: nothing, labels: labels(['wall clock', 0.3]) })).status).toBe('declined');
  });
});

describe('a description', () => {
  test('names how many of what, where, more exactly where the classifier is sure, colours, place and print', async () => {
    const { text, status } = await askOnce('describe this picture', {
      detections: { things: [box('car', 0.8, [0.1, 0.3, 0.5, 0.8]), thing('person', 0.9, 0.7), thing('person', 0.8, 0.85)], faces: [] },
      labels: labels(['sports car', 0.6], ['traffic light', 0.3]),
      colours: [colour('red', '#d21f1f', 0.6), colour('grey', '#808080', 0.4)],
      text: printedLines('TAXI'),
    });
    expect(text).toMatch(/\[a car\]\(#e:car\) \(probably a sports car\) on the left/);
    expect(text).toContain('[2 people](#e:person)');
    expect(text).toContain('The car is mostly red');
    expect(text).toContain('“TAXI”');
    expect(text).toContain('Its main colours are red and grey');
    expect(status).toBe('hedged');
  });

  test('tells light, sky and sport where they show, and a black-and-white photograph as one', async () => {
    const player = box('person', 0.9, [0.4, 0.3, 0.6, 0.9]);
    const green = colour('green', '#4f7a3a', 0.4);
    const game = await tell('describe this picture', { detections: { things: [player], faces: [] }, labels: labels(['soccer ball', 0.8]), colours: [colour('blue', '#5b93d6', 0.6), green] });
    expect(game).toContain('It is probably outdoors, under a clear sky.');
    expect(game).toContain('The sport is probably soccer (football).');
    expect(game).toContain('There is probably also [a ball](#e:ball) (probably a soccer ball).');
    const grey = await tell('describe this picture', { detections: { things: [player], faces: [] }, labels: labels(['suit', 0.8]), colours: [colour('grey', '#808080', 0.6), colour('white', '#f2f2f2', 0.4)] });
    expect(grey).toContain('It is a black-and-white photograph.');
    expect(grey).not.toContain('suit');
  });

  test('stays within thirty words where none was asked for', async () => {
    const kinds = ['car', 'bus', 'dog', 'cat', 'horse', 'cow', 'bench', 'kite'];
    const { text } = await askOnce('what is in this picture?', { detections: { things: kinds.map((label, index) => thing(label, 0.8, index * 0.1)), faces: [] }, text: printedLines('A line of many words that nobody asked to have read aloud here at all') });
    expect(text).toContain('a kite');
    expect(text).not.toContain('The text');
  });

  test('leaves out a doubtful box where the classifier is sure of something else', async () => {
    expect(await tell('what is this?', { detections: { things: [thing('banana', 0.4)], faces: [] }, labels: labels(['jellyfish', 0.6]) })).not.toContain('banana');
  });
});

test('without the classifier what only it could know is declined, with how to get it', async () => {
  for (const question of ['what insect is this?', 'what is the dog breed?', 'what fruit is this?', 'where are they?', 'what sport is this?', 'is this indoors or outdoors?']) {
    const { text, status } = await askOnce(question, { detections: nothing });
    expect(status, question).toBe('declined');
    expect(text, question).toContain('ocelli models pull efficientnet-lite2');
  }
});
