const days: [string, RegExp][] = [
  ['monday', /^(mon|mo|lun|lundi|lunes|montag|lunedì)/], ['tuesday', /^(tue|di(?!m)|mar|mardi|martes|dienstag)/], ['wednesday', /^(wed|mi|mer|mié|mittwoch)/],
  ['thursday', /^(thu|thur|do(?!m)|jeu|jue|gio|donnerstag)/], ['friday', /^(fri|fr|ven|vie|freitag)/], ['saturday', /^(sat|sa|sam|sáb|sab|samstag)/], ['sunday', /^(sun|so|dim|dom|sonntag)/],
];
const name = "(?:mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|do|fr|sa|so|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|jueves|viernes|domingo)s?\\.?";
const range = new RegExp(`(?<![\\p{L}])(${name})(?:\\s?(?:-|–|—|to|bis|au|a|through)\\s?(${name}))?(?![\\p{L}])`, 'giu');

/** The days of the week that opening hours speak of, ranges filled in: "Mon-Wed" is three days. English names, lower case. */
export function weekdaysIn(text: string): Set<string> {
  const found = new Set<string>();
  if (/\b(daily|every ?day|all week|7 days|24\s?\/\s?7|täglich|tous les jours|todos los días)\b/i.test(text)) for (const [day] of days) found.add(day);
  if (/\bweek ?days?\b/i.test(text)) for (const [day] of days.slice(0, 5)) found.add(day);
  if (/\bweek ?ends?\b/i.test(text)) for (const [day] of days.slice(5)) found.add(day);
  for (const [, from, to] of text.matchAll(range)) {
    const start = indexOf(from!);
    const end = to ? indexOf(to) : start;
    if (start < 0 || end < 0) continue;
    for (let day = start; ; day = (day + 1) % 7) {
      found.add(days[day]![0]);
      if (day === end) break;
    }
  }
  return found;
}

function indexOf(word: string): number {
  return days.findIndex(([, pattern]) => pattern.test(word.toLowerCase()));
}

/** The day a question's word names, or undefined. */
export function weekdayNamed(word: string): string | undefined {
  return days.find(([day]) => word === day || word === `${day}s`)?.[0];
}
