import { describe, expect, test } from 'vitest';
import { judgeAnswer } from './judge-answer.js';

describe('an answer', () => {
  test('is right when it contains an accepted answer as whole words, whatever its case, accents and spacing', () => {
    expect(judgeAnswer('Probably CHOEUN (“CHOEUN KOREAN RESTAURANT”).', ['Cho Eun'], 'hedged')).toBe('right');
    expect(judgeAnswer('It is the café Señor.', ['Cafe Senor'], 'answered')).toBe('right');
    expect(judgeAnswer('1887–90.', ['1887-90'], 'answered')).toBe('right');
    expect(judgeAnswer('7 % savings', ['7%'], 'answered')).toBe('right');
  });

  test('is wrong when the accepted answer is only a part of a word or a number', () => {
    expect(judgeAnswer('Black.', ['lack'], 'answered')).toBe('wrong');
    expect(judgeAnswer('60.44', ['60'], 'answered')).toBe('wrong');
    expect(judgeAnswer('160.44', ['60.44'], 'answered')).toBe('wrong');
    expect(judgeAnswer('4.', ['4'], 'answered')).toBe('right');
  });

  test('is wrong when it says more than thirty words', () => {
    expect(judgeAnswer(`black ${'and so on '.repeat(10)}`, ['black'], 'answered')).toBe('wrong');
  });

  test('of a count is right by its first number alone, in digits or words', () => {
    expect(judgeAnswer('Probably 2 people. I can tell people, but not whether they are women.', ['2', 'two'], 'hedged', { isCount: true })).toBe('right');
    expect(judgeAnswer('I see 3 dogs and 2 cats.', ['2'], 'answered', { isCount: true })).toBe('wrong');
    expect(judgeAnswer('None that I can find.', ['0', 'none', 'zero'], 'hedged', { isCount: true })).toBe('right');
    expect(judgeAnswer('Two.', ['2'], 'answered', { isCount: true })).toBe('right');
  });

  test('is declined when it says that it cannot tell', () => {
    expect(judgeAnswer("I can't tell that from this picture.", ['snow'], 'declined')).toBe('declined');
    expect(judgeAnswer('I know 80 kinds of things, and that is not one of them.', ['one'], 'declined')).toBe('declined');
  });
});
