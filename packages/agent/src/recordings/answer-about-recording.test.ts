import type { Transcript } from '@ocelli/protocol';
import { describe, expect, it } from 'vitest';
import { answerAboutRecording, type HeardRecording } from './answer-about-recording.js';
import { speaksOfRecording } from './understand-recording.js';

const sentences = [
  'Good morning and welcome to the town council.',
  'The library closes at eight in the evening.',
  'Mrs Baker asked how many trees the mayor will plant.',
  'The mayor promised to plant a hundred trees this year.',
  'The new bridge costs two million dollars.',
  'Nobody knows who built the old bridge.',
  'The library needs a new roof.',
  'Thank you all for coming.',
];
const segments = sentences.map((text, at) => ({ text, start: 20 * at, end: 20 * at + 4, confidence: 0.9 }));
const transcript: Transcript = { text: sentences.join(' '), language: 'en', confidence: 0.9, segments };
const council: HeardRecording = { id: 'a'.repeat(64), name: 'council.mp3', seconds: 165, transcript };
const ask = (question: string, recordings = [council]) => answerAboutRecording(question, recordings);
const startsOf = (question: string) => ask(question).evidence.map((item) => item.kind === 'passage' && item.start);

describe('a question about a recording', () => {
  it.each(['What is said in the recording?', 'what does it say', 'Transcribe this', "what's in the audio?", 'What do they say?'])('"%s" is answered with its words', (question) => {
    const { text, status, evidence } = ask(question);
    expect(status).toBe('answered');
    expect(text).toContain('The library closes at eight');
    expect(evidence[0]).toMatchObject({ kind: 'passage', attachmentId: council.id, start: 0, end: 144 });
  });

  it.each([
    ['When do they mention the library?', [20, 120]],
    ['when is the bridge mentioned?', [80, 100]],
    ['where do they talk about planting trees', [40, 60]],
    ['Do they mention the mayor?', [40, 60]],
    ['how often is the library mentioned?', [20, 120]],
  ])('"%s" is answered with the places', (question, starts) => {
    expect(ask(question).status).toBe('answered');
    expect(startsOf(question)).toEqual(starts);
  });

  it('says how often something is said', () => {
    expect(ask('How many times is the word library said?').text).toMatch(/^\*\*2 times\*\*/);
  });

  it('does not invent what is not said', () => {
    expect(ask('Do they mention the hospital?')).toMatchObject({ status: 'hedged', text: expect.stringMatching(/do not find “hospital|do not find “the hospital/), evidence: [] });
    expect(ask('Who won the football match?')).toMatchObject({ status: 'declined', evidence: [] });
  });

  it.each([
    ['How many trees will the mayor plant?', 60],
    ['What does the new bridge cost?', 80],
    ['When does the library close?', 20],
    ['Who built the old bridge?', 100],
  ])('"%s" is answered by quoting where it is said', (question, start) => {
    const { status, evidence } = ask(question);
    expect(status).toBe('hedged');
    expect(evidence.map((item) => item.kind === 'passage' && item.start)).toContain(start);
  });

  it('knows how long it is, what language, its beginning, its end and what is said at a time', () => {
    expect(ask('How long is it?')).toMatchObject({ text: 'It is **2 minutes and 45 seconds** long.', status: 'answered' });
    expect(ask('how long is the recording').text).toContain('2 minutes');
    expect(ask('what language is spoken?').text).toContain('English');
    expect(startsOf('What is the first thing they say?')).toEqual([0]);
    expect(startsOf('how does it end?')).toEqual([140]);
    expect(startsOf('what is said at 1:20?')).toEqual([80]);
    expect(startsOf('What is said in the first minute?')).toEqual([0, 20, 40]);
    expect(ask('what is said at 9:00?').status).toBe('declined');
  });

  it('does not summarise in words of its own: it quotes, and says so', () => {
    const { text, status, evidence } = ask('Summarise the recording');
    expect(status).toBe('hedged');
    expect(text).toContain('cannot put it in words of my own');
    expect(evidence).toHaveLength(3);
  });

  it('does not tell voices apart', () => {
    expect(ask('How many people are speaking?').status).toBe('declined');
    expect(ask('who is speaking?').status).toBe('declined');
  });

  it('says so where nobody speaks, and where it is hard to hear', () => {
    const silent = { ...council, transcript: { text: '', language: 'en', confidence: 0, segments: [] } };
    expect(ask('what is said?', [silent])).toMatchObject({ status: 'declined', text: expect.stringContaining('Nobody is heard') });
    expect(ask('how long is it?', [silent]).status).toBe('answered');
    expect(ask('when do they mention the library?', [{ ...council, transcript: { ...transcript, confidence: 0.3 } }])).toMatchObject({ status: 'hedged', text: expect.stringContaining('hard to hear') });
  });

  it('tells a long one from its beginning to its end, and not whole', () => {
    const long = { ...council, transcript: { ...transcript, text: sentences.join(' ').repeat(9) } };
    expect(ask('what is said?', [long]).text).toMatch(/^In 2 minutes.*from .*Good morning.* to .*Thank you/);
  });

  it('tells of each of several recordings, and keeps their places apart', () => {
    const { text, evidence } = ask('when do they mention the library?', [council, { ...council, id: 'b'.repeat(64), name: 'second.mp3' }]);
    expect(text).toMatch(/council\.mp3.*\n\n.*second\.mp3/s);
    expect(new Set(evidence.map(({ id }) => id)).size).toBe(4);
  });

  it('shows what is said as words, whatever they are', () => {
    const { text } = ask('what is said?', [{ ...council, transcript: { ...transcript, text: '![x](http://evil) <script>', segments: [{ ...segments[0]!, text: '![x](http://evil) <script>' }] } }]);
    expect(text).not.toMatch(/!\[x\]\(|<script>/);
  });
});

describe('whether words are about a recording', () => {
  it.each(['what is said in the recording?', 'when do they mention me?', 'summarise this', 'how long is it?', 'transcribe it'])('"%s" is', (text) => expect(speaksOfRecording(text)).toBe(true));
  it.each(['Look at the cups.', 'how many pawns are there?', 'What is this?', 'Is there a dog?'])('"%s" is not', (text) => expect(speaksOfRecording(text)).toBe(false));
});
