import { describe, expect, test } from 'vitest';
import { askOnce, conversation } from '../fixtures/conversation.js';
import { printedLines, shownPicture, thing } from '../fixtures/recorded-perception.js';

const face = (score: number, x: number, y = 0.3) => ({ label: 'face', score, box: [x, y, x + 0.04, y + 0.06] as [number, number, number, number] });
const park = {
  detections: { things: [thing('person', 0.9, 0.1), thing('person', 0.8, 0.4), thing('dog', 0.7, 0.7), thing('bird', 0.4, 0.55)], faces: [] },
  colours: [{ name: 'red', hex: '#ff0000', share: 0.7 }, { name: 'white', hex: '#ffffff', share: 0.3 }],
};
const inPark = async (question: string) => (await askOnce(question, park)).text;

describe('people are counted', () => {
  test.each(['how many people are there?', 'How many persons can you see?', 'how many humans', 'wie viele Personen sind auf dem Bild?', 'combien de personnes ?', '¿cuántas personas hay?', 'how mny peple are ther?'])('%s', async (question) => {
    const { text, status, evidence } = await askOnce(question, park);
    expect(text).toBe('**[2 people](#e:counted)**.');
    expect(status).toBe('answered');
    expect(evidence.filter(({ group }) => group === 'counted')).toHaveLength(2);
  });

  test('a body and its face once, a clear face without a body too', async () => {
    const { text } = await askOnce('how many people?', { detections: { things: [thing('person', 0.9, 0.1)], faces: [face(0.9, 0.12), face(0.9, 0.8)] } });
    expect(text).toContain('2 people');
  });

  test('not where only a faint face or a faint body is seen', async () => {
    const { text, status } = await askOnce('how many people?', { detections: { things: [thing('person', 0.42)], faces: [face(0.7, 0.8)] } });
    expect(text).toContain('**0 people**');
    expect(status).toBe('hedged');
  });

  test('faint bodies beside a sure one of their size too, with the doubt said', async () => {
    const { text, status } = await askOnce('how many people?', { detections: { things: [thing('person', 0.9, 0.1), thing('person', 0.4, 0.5)], faces: [] } });
    expect(text).toContain('Probably **[2 people](#e:counted)**');
    expect(status).toBe('hedged');
  });

  test('no face of an animal', async () => {
    const { text } = await askOnce('how many people?', { detections: { things: [thing('dog', 0.8, 0.4)], faces: [face(0.95, 0.42, 0.32)] } });
    expect(text).toContain('**0 people**');
  });

  test('nor ruled out where a body is nearly seen', async () => {
    const { text, status } = await askOnce('how many people?', { detections: { things: [thing('person', 0.47)], faces: [] } });
    expect(text).toContain('There may be people');
    expect(status).toBe('declined');
  });

  test('in a crowd not exactly: only that there are at least so many', async () => {
    const { text, status } = await askOnce('how many people are there?', { detections: { things: Array.from({ length: 9 }, (_, index) => thing('person', 0.8, index * 0.1)), faces: [] } });
    expect(text).toContain('at least [9 people](#e:counted)');
    expect(status).toBe('declined');
  });

  test('and animals of one size that boxes take for another, where the labels do not believe in that', async () => {
    const puppies = { detections: { things: [thing('dog', 0.7, 0.1), thing('bear', 0.5, 0.4), thing('bear', 0.5, 0.7)], faces: [] }, labels: [{ label: 'golden retriever', score: 0.2 }] };
    expect((await askOnce('how many dogs are there?', puppies)).text).toMatch(/^Probably \*\*\[3 dogs\]/);
    expect((await askOnce('how many dogs are there?', { ...puppies, labels: [{ label: 'golden retriever', score: 0.2 }, { label: 'brown bear', score: 0.2 }] })).text).toContain('1 dog');
  });

  test('and one or two things that are only faintly seen, where they are asked for and lie in no heap', async () => {
    const faint = (label: string) => ({ detections: { things: [thing(label, 0.29)], faces: [] } });
    expect((await askOnce('how many boats are there?', faint('boat'))).text).toMatch(/^Probably \*\*\[1 boat\].*faintly seen/);
    expect((await askOnce('how many bananas are there?', faint('banana'))).status).toBe('declined');
    expect((await askOnce('how many wheels are there?', faint('car'))).status).toBe('declined');
  });

  test('as people where men or children are asked for', async () => {
    expect(await inPark('how many women are there?')).toContain('2 people](#e:counted)**. I can tell people, but not whether they are women');
  });
});

describe('things are found', () => {
  test('and whether there are any', async () => {
    expect(await inPark('is there a dog?')).toContain('**Yes**, [a dog](#e:dog), on the right');
    expect(await inPark('is there a cat?')).toContain('**No**');
    expect(await inPark('is anyone there?')).toContain('**Yes**, [2 people](#e:person)');
    expect(await inPark('is there a bird?')).toContain('**Probably yes**');
    expect((await askOnce('is there a traffic light?', { detections: { things: [thing('traffic light', 0.7)], faces: [] } })).text).toContain('**Yes**');
  });

  test('and where they are, each or the one that is meant', async () => {
    expect(await inPark('where is the dog?')).toContain('[The dog](#e:found) is on the right');
    const { evidence } = await askOnce('point at the leftmost person', park);
    expect(evidence).toMatchObject([{ label: 'person', box: [0.1, 0.3, 0.2, 0.6] }]);
  });

  test('and of which kind they are, the unsure ones as such', async () => {
    expect(await inPark('what animals do you see?')).toBe('**[a dog](#e:kind)**, and perhaps a bird.');
    const { text, status } = await askOnce('what animal is this?', { detections: { things: [thing('bird', 0.4)], faces: [] } });
    expect(text).toContain('Perhaps **[a bird](#e:kind)**, but I am not sure');
    expect(status).toBe('hedged');
  });

  test('and compared', async () => {
    expect(await inPark('are there more dogs than people?')).toContain('**No**: I see [1 dog](#e:first) and [2 people](#e:second)');
    expect(await inPark('how many dogs and cats are there?')).toMatch(/1 dog.*\n.*0 cats\*\* that I can find/);
  });

  test('and their colour told from their box', async () => {
    expect(await inPark('what colour is the dog?')).toBe("Mostly **red and white**, going by the colours inside [the dog's box](#e:thing).");
  });

  test('in a drawn region alone', async () => {
    const { text } = await askOnce('is there a cat?', park, { region: [0, 0, 0.5, 0.5] });
    expect(text).toContain('in that region');
  });

  test('in two pictures at once', async () => {
    const talk = conversation({ a: park, b: { detections: { things: [thing('dog', 0.9), thing('dog', 0.8, 0.7)], faces: [] } } });
    expect((await talk.ask('how many dogs are there?', ['a', 'b'])).text).toContain('**3 dogs** in all: [1 dog](#e:p1-counted) in picture 1 and [2 dogs](#e:p2-counted) in picture 2');
  });

  test('in follow-ups that name only what is new', async () => {
    const talk = conversation({ a: park });
    await talk.ask('how many people are there?', ['a']);
    expect((await talk.ask('and dogs?')).text).toContain('1 dog');
    expect((await talk.ask('where is it?')).text).toContain('on the right');
  });
});

describe('a photograph as a whole', () => {
  test('is described by what is seen in it, with its marks', async () => {
    const { text, status } = await askOnce('what is in this picture?', park);
    expect(text).toBe('I see [2 people](#e:person) and [a dog](#e:dog), and perhaps [a bird](#e:bird).');
    expect(status).toBe('hedged');
  });

  test('is described with what is printed in it', async () => {
    expect((await askOnce('describe the picture', { ...park, text: printedLines('PARK CLOSES AT DUSK') })).text).toContain('[The text](#e:text) says “PARK CLOSES AT DUSK”');
  });

  test('has colours', async () => {
    expect(await inPark('what are the main colours?')).toBe('Mostly **[red](#e:p1-red) (70 %)** and [white](#e:p1-white) (30 %).');
    expect(await inPark('is it black and white?')).toContain('**No, in colour**');
    expect(await inPark('is this a colour photograph?')).toContain('**Yes');
    expect(await inPark('is this photo in colour or black and white?')).toContain('**In colour**');
  });
});

describe('what cannot be known is declined, with what can be seen', () => {
  test.each(['are they happy?', 'how old is the man?', 'what is the man wearing?', 'is it raining?', 'how many teeth does the dog have?', 'what brand is the car?', 'how many squirrels are there?', 'why?'])('%s', async (question) => {
    const { text, status } = await askOnce(question, park);
    expect(status).toBe('declined');
    expect(text).toContain('I do see 2 people and a dog, and perhaps a bird.');
  });

  test.each(['who is this?', 'who is that man?', 'who are these people?', 'who is in the picture?', 'do you recognise him?'])('people are never recognised: %s', async (question) => {
    const { text, status } = await askOnce(question, { ...park, text: printedLines('Ada Lovelace') });
    expect(status).toBe('declined');
    expect(text).toContain("don't recognise who people are");
  });

  test('no colour is given to a thing that is not found', async () => {
    const { text, status } = await askOnce('what colour is the car?', park);
    expect(status).toBe('declined');
    expect(text).toContain("can't make out a car");
  });

  test('a count of none is no claim that there is none, but for people', async () => {
    expect(await inPark('how many apples are there?')).toContain('though I may miss some');
    expect((await askOnce('how many people are there?', {})).text).toContain('**0 people**');
  });

  test('bags, cups and glasses that are not found are not counted as none: they are overlooked too often', async () => {
    for (const question of ['how many bags are there?', 'how many glasses are there?', 'how many chairs are there?']) expect((await askOnce(question, park)).status).toBe('declined');
    expect((await askOnce('how many bags are there?', { detections: { things: [thing('suitcase', 0.8), thing('backpack', 0.7, 0.5)], faces: [] } })).text).toContain('2 bags');
  });

  test('a cat that looks like a dog to the labels is no dog where no box of one is near', async () => {
    const cat = { detections: { things: [thing('cat', 0.8)], faces: [] }, labels: [{ label: 'Irish terrier', score: 0.3 }] };
    expect((await askOnce('is there a dog?', cat)).text).toContain('**No**');
    expect((await askOnce('is there a dog?', { ...cat, detections: { things: [thing('dog', 0.2)], faces: [] } })).text).toContain('Probably yes');
  });

  test('how many legs an animal has is told of one that is there for sure', async () => {
    expect((await askOnce('how many legs does it have?', { detections: { things: [thing('horse', 0.61)], faces: [] }, labels: [{ label: 'ant', score: 0.1 }] })).status).toBe('declined');
    expect((await askOnce('how many legs does the dog have?', { detections: { things: [thing('cat', 0.8)], faces: [] } })).status).toBe('declined');
    expect((await askOnce('how many legs does the dog have?', { detections: { things: [thing('dog', 0.8)], faces: [] } })).text).toContain('**4**');
  });

  test('what a horse does is not the sport of the people around it', async () => {
    const riders = { detections: { things: [thing('horse', 0.8), thing('person', 0.8)], faces: [] } };
    expect((await askOnce('what is the horse doing?', riders)).status).toBe('declined');
    expect((await askOnce('what is the man doing?', riders)).text).toContain('horse riding');
  });

  test('print answers what the detector cannot', async () => {
    const bus = { detections: { things: [thing('bus', 0.9)], faces: [] }, text: printedLines('SCHOOL BUS', 'Springfield Schools') };
    expect((await askOnce('what kind of bus is it?', bus)).text).toContain('SCHOOL BUS');
    expect((await askOnce('what is the number of the bus?', { ...bus, text: printedLines('SCHOOL BUS', '42') })).text).toContain('42');
  });
});

describe('what a file says of itself', () => {
  const picture = shownPicture('a', { takenAt: '2019-06-05T14:03:22', camera: 'Canon EOS 80D', lens: 'EF 50mm', gps: { latitude: 48.8584, longitude: 2.2945 } });
  test.each([
    ['when was this taken?', 'on 5 June 2019 at 14:03'],
    ['with what camera was it taken?', 'Canon EOS 80D'],
    ['when and with what camera was this taken?', /5 June 2019 at 14:03.*Canon EOS 80D/],
    ['where was it taken?', '48.85840° N, 2.29450° E'],
    ['how big is it?', '800 × 600 pixels'],
    ['what format is the file?', 'PNG'],
    ['show me the metadata', 'EF 50mm'],
  ])('%s', async (question, answer) => {
    const { text, status, evidence } = await askOnce(question, {}, { picture });
    expect(text).toMatch(answer);
    expect(status).toBe('answered');
    expect(evidence.every(({ kind }) => kind === 'fact')).toBe(true);
  });

  test.each(['when was this taken?', 'what camera was used?', 'where was this photo taken?'])('is not guessed where it says nothing: %s', async (question) => {
    const { text, status } = await askOnce(question, park);
    expect(status).toBe('declined');
    expect(text).toContain("The file doesn't say");
  });
});

describe('which of several pictures is meant', () => {
  const colour = (name: string) => ({ ...park, colours: [{ name, hex: '#808080', share: 1 }] });
  test.each(['what are the main colours of the second picture?', 'what are the colours of the second picture?', 'which colours are in the second picture?'])('leaves what is asked of it as it is: %s', async (question) => {
    const chat = conversation({ a: colour('red'), b: colour('blue') });
    const { text } = await chat.ask(question, ['a', 'b']);
    expect(text).toContain('blue');
    expect(text).not.toContain('red');
  });
});

describe('which of two, where nothing found decides', () => {
  const meadow = { labels: [{ label: 'meadow', score: 0.2 }], suits: { forest: 0.6, city: 0.5, 'lying down': 0.5, running: 0.4, sunset: 0.52, noon: 0.5 } };
  test('is told by what suits the picture clearly better, with the doubt said', async () => {
    const { text, status, events } = await askOnce('Is this a forest or a city?', meadow);
    expect(text).toBe('Probably **forest**: that suits the picture better than city.');
    expect(status).toBe('hedged');
    expect(events.some((event) => event.type === 'tool.started' && event.call.tool === 'compare_words')).toBe(true);
    expect((await askOnce('Is the animal lying down or running?', meadow)).text).toContain('lying down');
  });

  test('is declined where both suit it alike, and where no model compares words', async () => {
    expect((await askOnce('is it sunset or noon?', meadow)).status).toBe('declined');
    expect((await askOnce('Is this a forest or a city?', { labels: meadow.labels })).status).toBe('declined');
  });

  test('or whether it is indoors, and whether something is of wood', async () => {
    const hall = { labels: meadow.labels, suits: { indoors: 0.6, outdoors: 0.55, wood: 0.6, metal: 0.55 } };
    expect((await askOnce('is it indoors or outdoors?', hall)).text).toContain('Probably **indoors**');
    expect((await askOnce('was this taken outdoors?', hall)).text).toContain('**No**, probably it is indoors');
    expect((await askOnce('what is the sculpture made of?', hall)).text).toContain('Probably **wood**');
    // What mostly is of wood needs no clear lead, and walls that do not look like it are of brick or stone.
    const unclear = { ...hall, suits: { wood: 0.56, metal: 0.55 } };
    expect((await askOnce('what is the fence made of?', unclear)).text).toContain('Probably **wood**');
    expect((await askOnce('what is the house made of?', unclear)).text).toContain('Probably **brick or stone**');
    for (const question of ['is it indoors or outdoors?', 'what is the sculpture made of?']) expect((await askOnce(question, { ...hall, suits: { indoors: 0.56, outdoors: 0.55, wood: 0.56, metal: 0.55 } })).status).toBe('declined');
  });

  test.each(['Is the child a boy or a girl?', 'Is the person an adult or a child?'])('is never told of people by their looks: %s', async (question) => {
    const { events, status } = await askOnce(question, { ...meadow, suits: { boy: 0.9, girl: 0.1, adult: 0.9, child: 0.1 } });
    expect(status).toBe('declined');
    expect(events.some((event) => event.type === 'tool.started' && event.call.tool === 'compare_words')).toBe(false);
  });
});
