import { describe, expect, test } from 'vitest';
import { mended } from './mend-print.js';

describe('print as it was read', () => {
  test.each([
    ['$60 . 44', '$60.44'],
    ['$375, 126, 118', '$375,126,118'],
    ['THETEN COMMANDMENTS', 'THE TEN COMMANDMENTS'],
    ['forthe win', 'for the win'],
    ['IntensiveNightcream', 'Intensive Nightcream'],
    ['C0NTROL 1DEA', 'CONTROL IDEA'],
    ['ＴＯＴＡＬ：５', 'TOTAL:5'],
    ['0 Dy. 0 Hr. 15 Hin', '0 Dy. 0 Hr. 15 Min'],
  ])('is mended: %s', (read, printed) => {
    expect(mended(read)).toBe(printed);
  });

  test.each(['Theodore Andersen of Fullerton', 'Inverness, Notting Hill, Ofelia', 'YouTube and GitHub', '3D55 A10 H2O 100ML', 'Mr. B. Smith, 1,234.56', 'Istanbul Atlanta Toronto', 'The Thornby Herald', 'closed because of rain'])('keeps names, codes and numbers: %s', (text) => {
    expect(mended(text)).toBe(text);
  });
});
