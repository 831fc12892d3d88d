import { describe, expect, test } from 'vitest';
import { askOnce, conversation } from '../fixtures/conversation.js';
import { positions } from '../fixtures/positions.js';
import { thing } from '../fixtures/recorded-perception.js';

const photo = { detections: { things: [thing('person', 0.9), thing('dog', 0.8, 0.7)], faces: [] } };

describe('words that are about no picture', () => {
  test.each([
    ['hello', 'Hello!'],
    ['Good morning', 'Hello!'],
    ['thank you so much', 'welcome'],
    ['bye', 'Goodbye'],
    ['what can you do?', 'I can count and find the pieces'],
    ['who are you?', 'I am Ocelli'],
    ['are you a robot?', 'I am Ocelli'],
    ["that's wrong", 'set a wrong square'],
    ['you are useless', 'Sorry'],
  ])('get a friendly reply: %s', async (words, reply) => {
    const { text, status } = await conversation({}).ask(words);
    expect(text).toContain(reply);
    expect(status).toBe('answered');
  });

  test.each(['tell me a joke', "what's the weather?", 'what time is it?', 'what is the capital of France?'])('are declined where only the world knows: %s', async (words) => {
    const { text, status } = await askOnce(words, photo);
    expect(text).toContain('only know what is in the pictures');
    expect(status).toBe('declined');
  });

  test.each(['make it brighter', 'delete this picture', 'remove the background', 'crop it', 'draw me a cat', 'can you rotate the image?'])('are declined where they want a picture changed: %s', async (words) => {
    expect((await askOnce(words, photo)).text).toContain("can't change, make or move");
  });

  test.each(['asdfgh', 'qwrtzp xkcdvb'])('are owned up to when they mean nothing: %s', async (words) => {
    expect((await askOnce(words, photo)).text).toContain('did not understand');
  });

  test('run no tool', async () => {
    const { events } = await askOnce('hello', photo);
    expect(events.some(({ type }) => type === 'tool.started')).toBe(false);
  });
});

describe('a question without a picture', () => {
  test.each(['how many pawns are there?', 'what does it say?', 'who is this?', 'describe it'])('asks for one: %s', async (question) => {
    const { text } = await conversation({}).ask(question);
    expect(text).toContain('Show me a picture first');
  });

  test('and a picture without a question is described', async () => {
    expect((await askOnce('', photo)).text).toContain('I see [1 person](#e:person)'.replace('1 person', 'a person'));
    expect((await askOnce('', { boards: [positions.start] })).text).toContain('[A chess board](#e:board)');
  });
});

describe('a question without a picture in another language', () => {
  test.each([
    ['combien de personnes y a-t-il ?', 'anglais'],
    ['wie viele Personen sind auf dem Bild?', 'Englisch'],
    ['¿cuántas personas hay en la foto?', 'inglés'],
    ['quante persone ci sono?', 'inglese'],
    ['quantas pessoas existem na foto?', 'inglês'],
    ['hoeveel mensen zijn er op de foto?', 'Engels'],
    ['ile osób jest na zdjęciu?', 'angielsku'],
    ['сколько здесь людей?', 'английски'],
    ['这里有多少人？', '英语'],
    ['何人いますか？', '英語'],
    ["Pourquoi est-ce que l'homme est triste ?", 'anglais'],
  ])('is told in that language how to begin: %s', async (question, word) => {
    const { text } = await conversation({}).ask(question);
    expect(text).toContain(word);
    expect(text).toContain('how many people are there?');
  });
});

describe('typing errors', () => {
  test.each([
    ['how mny pawms are on teh bord?', '**16 pawns**'],
    ['hwo many dgos are there', '1 dog'],
    ['is teh whit king in chekc?', '**No**'],
    ['wher is the dog', 'on the right'],
  ])('are read as they were meant: %s', async (question, answer) => {
    expect((await askOnce(question, /p[ao]w|king/.test(question) ? { boards: [positions.start] } : photo)).text).toContain(answer);
  });
});

describe('other languages', () => {
  test.each([
    ['wie viele Hunde sind auf dem Bild?', '1 dog'],
    ['combien de chiens y a-t-il ?', '1 dog'],
    ['¿cuántos perros hay?', '1 dog'],
    ['quante persone ci sono?', '1 person'],
  ])('are understood where they count: %s', async (question, answer) => {
    expect((await askOnce(question, photo)).text).toContain(answer);
  });

  test.each([
    ['что это', 'английский'],
    ['这是什么?', '英语'],
    ['これは何ですか', '英語'],
    ['Warum ist der Himmel auf dem Bild so blau?', 'Englisch'],
    ["Pourquoi est-ce que l'homme est triste ?", 'anglais'],
  ])('are answered in their own words where they are not: %s', async (question, word) => {
    const { text, status } = await askOnce(question, photo);
    expect(text).toContain(word);
    expect(status).toBe('declined');
  });
});
