import { cardinal, ordinal, year } from './number-words.js';

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const monthName = `(?:${months.join('|')}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.?`;
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const dayName = '(?:Sun|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat)';
const clock = '(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?';

/** Dates and times of day, however they are written; where it is not certain which number is the month, they are read as they stand. */
export function spellDates(text: string): string {
  return dates(times(stamps(text)));
}

/** As machines and cameras write them: "2024-05-17T09:30:00Z", "2024:05:17 09:30:00". */
function stamps(text: string): string {
  return text
    .replace(new RegExp(`(?<![\\w-])(\\d{4})([-:/])(0[1-9]|1[0-2])\\2(0[1-9]|[12]\\d|3[01])(?:T| )(?=${clock})`, 'g'), (_, y: string, __: string, m: string, d: string) => `${dated(y, m, d)}, at `)
    .replace(new RegExp(`(?<=, at )(${clock})(?:\\.\\d+)?(?:(Z)|[+-]\\d\\d:?\\d\\d)?`, 'g'), '$1');
}

const dated = (y: string, m: string, d: string) => `${months[Number(m) - 1]} ${ordinal(d)}, ${year(y)}`;

function times(text: string): string {
  const seconds = (digits: string | undefined) => (digits === undefined || digits === '00' ? '' : ` and ${cardinal(digits)} second${digits === '01' ? '' : 's'}`);
  return text
    .replace(new RegExp(`(?<![\\d:])(${clock}(?:\\s?[ap]\\.?m\\b\\.?)?)\\s?[-–—]\\s?(?=${clock}(?![\\d:]))`, 'gi'), '$1 to ')
    .replace(/\b(\d{1,2}):([0-5]\d)\s?h(?:rs?|ours?)?\b/g, (_, hours: string, minutes: string) => `${cardinal(hours)} ${hours === '1' ? 'hour' : 'hours'} and ${cardinal(minutes)} minutes`)
    .replace(/\b([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?:\s?([ap])\.?m\b\.?)?(?![\d:])/gi, (_, hour: string, minute: string, second: string | undefined, half: string | undefined) => {
      const past = minute === '00' ? (half || second ? '' : Number(hour) > 12 ? ' hundred' : " o'clock") : minute.startsWith('0') ? ` oh ${cardinal(minute)}` : ` ${cardinal(minute)}`;
      if (Number(hour) === 0 && past === " o'clock") return 'midnight';
      return `${cardinal(hour)}${past}${seconds(second)}${half ? ` ${half.toUpperCase()}M` : ''}`;
    })
    .replace(/\b(1[0-2]|[1-9])\s?([ap])\.?m\b\.?/gi, (_, hour: string, half: string) => `${cardinal(hour)} ${half.toUpperCase()}M`);
}

function dates(text: string): string {
  const monthFull = (name: string) => months.find((month) => month.startsWith(name.slice(0, 3)))!;
  const dayFull = (name: string) => days.find((day) => day.startsWith(name.slice(0, 3)))!;
  return text
    .replace(/\b(\d{4})([-/])(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])\b(?!-)/g, (_, y: string, __: string, m: string, d: string) => dated(y, m, d))
    .replace(/(?<![\d.])(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.(\d{4})(?![\d.]\d)/g, (_, d: string, m: string, y: string) => dated(y, m, d))
    .replace(/(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4}|\d\d)(?![\d/])/g, (all, first: string, second: string, y: string) => {
      const [a, b] = [Number(first), Number(second)];
      if (a > 31 || b > 31 || a === 0 || b === 0 || (a > 12 && b > 12)) return all;
      const said = y.length === 4 ? year(y) : cardinal(y);
      if (a > 12) return `${months[b - 1]} ${ordinal(first)}, ${said}`;
      return b > 12 || a === b ? `${months[a - 1]} ${ordinal(second)}, ${said}` : `${cardinal(first)}, ${cardinal(second)}, ${said}`;
    })
    .replace(new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\.? (${monthName})(?:,? (\\d{4}))?\\b`, 'g'), (_, d: string, m: string, y: string | undefined) => `the ${ordinal(d)} of ${monthFull(m)}${y ? `, ${year(y)}` : ''}`)
    .replace(new RegExp(`\\b(${monthName}) (\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:,? (\\d{4})\\b)?`, 'g'), (_, m: string, d: string, y: string | undefined) => `${monthFull(m)} ${ordinal(d)}${y ? `, ${year(y)}` : ''}`)
    .replace(new RegExp(`\\b(${monthName}) (\\d{4})\\b`, 'g'), (_, m: string, y: string) => `${monthFull(m)} ${year(y)}`)
    .replace(new RegExp(`\\b(${dayName})\\.?\\s?[-–—]\\s?(${dayName})\\b\\.?`, 'g'), (_, from: string, to: string) => `${dayFull(from)} to ${dayFull(to)}`)
    .replace(/\b(1[1-9]\d\d|20\d\d)\s?[-–—]\s?(1[1-9]\d\d|20\d\d|\d\d)(?![\d,.-]\d|\w| (?:[a-z]+s|people)\b)/g, (all, from: string, to: string) => (to.length === 2 || Number(to) > Number(from) ? `${year(from)} to ${to.length === 2 ? cardinal(to) : year(to)}` : all))
    .replace(/\b(Q[1-4]|FY) ?(20\d\d)\b/g, (_, part: string, y: string) => `${part} ${year(y)}`)
    .replace(/(?<![\w'])'(\d)0s\b/g, (_, decade: string) => `${cardinal(`${decade}0`).replace(/y$/, 'ie')}s`)
    .replace(/\b(\d{3})0s\b/g, (_, decade: string) => `${year(`${decade}0`).replace(/y$/, 'ie')}s`);
}
