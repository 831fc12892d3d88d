import type { ValueKind } from './value-patterns.js';

/** What would answer a question about text. */
export interface AskedFor {
  /** Kinds of value that would answer it, the most likely first; empty when words answer it. */
  values: ValueKind[];
  form: 'value' | 'person' | 'organisation' | 'address' | 'name' | 'title' | 'yes-no' | 'kind' | 'statement' | 'language' | 'whole';
  /** The noun asked for: "restaurant" in "what is the name of the restaurant". */
  noun?: string;
  /** The answer stands out by its letters' size or its place. */
  size?: 'large' | 'small';
  place?: 'top' | 'bottom' | 'left' | 'right' | 'middle';
  /** What the unit of a measure must be: degrees for a temperature. */
  unit?: RegExp;
  /** Which end of a span of hours: "from 8 to 18" opens at 8. */
  end?: 'from' | 'to';
}

const identifier = /\b(?:what|which)(?: is| are|'s)?(?: the)? (?:\w+ )*?(room|gate|platform|flight|invoice|order|receipt|table|ticket|bus|route|exit|chapter|section|page|diagram|figure|track|lane|serial|model|account|licen[cs]e|plate|license plate|registration|reference|seat|house|building|unit|lot|item|product|part|version|bib|jersey|player|train|store|shop|terminal|check|transaction|case|volume|issue|lesson|question|problem|exercise|puzzle|level|floor|step|suite|zone|line|street|road|highway|motorway|autobahn|freeway|channel|vehicle|car|taxi)(?: number| no\.?| code| id)\b/;

const units: [RegExp, RegExp][] = [
  [/\btemperature\b|\bhow (hot|cold|warm)\b/, /°|\d ?[cf]\b|degree/i],
  [/\b(weigh|weight|weighs|heavy)\b/, /\d ?(kg|g|gr|mg|lbs?|oz|t|tons?|tonnes?|kilos?|pounds?|grams?|ounces?)\b/i],
  [/\bhow (tall|high|wide|deep|far)\b|\bhow long is (the|this|a) (road|river|bridge|wall|tunnel|trail|route|path|walk|hike|loop|race|cable)\b|\b(height|width|depth|distance)\b/, /\d ?(km|cm|mm|m|met(re|er)s?|miles?|feet|foot|ft|in|inch(es)?|yards?|px|pixels?|floors?)\b/i],
  [/\b(speed|how fast)\b/, /\/|mph|kph|knots|hz/i],
];

/** What kind of thing a question wants to hear, from its form alone. */
export function askedFor(question: string): AskedFor {
  const q = question.toLowerCase().replace(/[’]/g, "'").replace(/[\s?!.]+$/, '');
  const size = /\b(large|largest|big|biggest|huge|main)\b/.test(q) && !/\bhow (large|big|huge)\b/.test(q) ? ('large' as const) : /\b(small|smallest|tiny|fine print)\b/.test(q) ? ('small' as const) : undefined;
  const place = (/\b(?:at|on|in|to) the (?:very )?(top|bottom|left|right|middle|cent(?:re|er)|end|beginning|start)\b|\b(first|last|top|bottom) (?:line|word|row)\b/.exec(q) ?? []).slice(1).find(Boolean);
  const extras = { ...(size ? { size } : {}), ...(place ? { place: placeOf(place) } : {}) };
  const unit = units.find(([asks]) => asks.test(q))?.[1];
  const value = (...values: ValueKind[]): AskedFor => ({ form: 'value', values, ...nounOf(q), ...extras, ...(unit ? { unit } : {}) });
  const words = (form: AskedFor['form']): AskedFor => ({ form, values: [], ...nounOf(q), ...extras });

  if (/\bwhat (does|do|did) (it|this|that|the (text|sign|poster|picture|image|page|screen|label|note|document|banner|plaque|writing))( \w+)? say\b|\bread (it|this|the text|everything|out)\b|\bwhat('s| is) written( (here|there|on (it|this|the \w+)))?$/.test(q) && !/\babout\b/.test(q)) return words('whole');
  if (/\b(which|what) language\b/.test(q)) return words('language');
  if (/\bpercent(age)?s?\b|%|\bper cent\b/.test(q)) return value('percent', 'number');
  if (/\b(what|how (big|large|much)) (is the |was the )?(discount|tax rate|vat rate|(?:annual |yearly )?interest rate|rate of interest|apr)\b/.test(q)) return /\b(?:rate|apr)\b/.test(q) ? value('percent') : value('money', 'percent');
  if (/\be-?mail address\b|\b(what|which)( is|'s)? (the |their |his |her )?(\w+ )?e-?mail$|\be-?mail (is|can|should|of|for|to)\b/.test(q) && !/^(and )?(who|to whom|from whom)\b/.test(q)) return value('email');
  if (/\b(web ?site|url|web address|web ?page|domain|internet address|link|homepage|which site|what site)\b/.test(q) && /\b(what|which|where|name|address|visit|give|find)\b/.test(q)) return value('website');
  if (/\bwhat(?: is|'s| was| were)? the (?:[\w-]+ )?(?:population|attendance|turnout|(?<!(?:frame|exchange|interest|tax|vat|sample|bit|refresh|heart) )rate)\b(?! (?:of exchange|plan|card))/.test(q)) return value('number', 'percent');
  if (/\bip\b|\b(network|subnet)( address| mask| of)\b|\b(netmask|gateway)\b/.test(q) && !/\bname\b/.test(q)) return value('ip', 'website');
  if (/\b(phone|telephone|tel\.?|mobile|fax|hotline|helpline|number (to|should i|do i|can i|i should) (call|ring|dial))\b|\b(emergency|contact|service|support|information|enquiries|booking) number\b|\bcall\b.*\bnumber\b|\bnumber\b.*\bcall\b/.test(q) && (/\b(number|fax|hotline|helpline)\b/.test(q) || !/\b(time|hour|date|amount|price|cost|costs|bill|how much|who|when|provider|company|brand|model|version)\b/.test(q))) return value('phone', 'code-number');
  if (/\b(zip|postal|post) ?code\b|\bzip\b/.test(q)) return value('postcode');
  if (/\b(which|what)( is the| was the)? question\b|\bquestion (is|does|stands|appears)\b|\bwhat does .* ask\b/.test(q)) return value('question');
  if (/\b(quotation|quote|quoted|in quotation marks|in quotes)\b/.test(q)) return value('quotation');
  const quantity = /\bhow much (?!(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|must|may|of|it|to|more|less)\b)(?:\w+ )?(\w+)/.exec(q)?.[1];
  if (/\bhow much (time|longer)\b/.test(q)) return value('duration', 'time', 'number');
  if (quantity && !/\b(money|cash|tax|vat|gst|tip|gratuity|change|discount|interest|rent|deposit|fee|fees|price|cost|salary|pay|dollars?|euros?|pounds?|savings?)\b/.test(q)) return value('measure', 'percent', 'number', 'money');
  if (!/\b(ctrl|alt|shift|cmd|meta)\b|\bf\d{1,2}\b/.test(q) && /\b(shortcut|hotkey|key combination|keys? (do|should|must|can) (i|you|one) press)\b/.test(q)) return value('shortcut');
  if (/\bwhat (?:is|was|are) attached\b|\b(?:what|which)\b.*\battachments?\b/.test(q)) return value('filename');
  if (/\b(which|what) (\w+ )?files?\b(?! (?:system|type|format|size|manager))|\bname of the (\w+ )?file\b(?! (?:system|type|format|manager))|\bfile ?name\b/.test(q)) return value('filename');
  if (/\b(?:which|what) (city|town|country|state|county|village|continent|river|island)\b/.test(q)) return words('kind');
  if (/\b(which|what)( \w+)? version\b|\bversion (of|number|is)\b|\bwhat is the( \w+)? version\b/.test(q) && !/\bdifferen/.test(q)) return value('version', 'code-number');
  if (/\bhow (often|frequently)\b/.test(q)) return words('statement');
  if (/\bhow much\b.*\b(cost|costs|is|are|does|do|was|were|paid|pay|charged?|spent|save)\b|\b(price|cost|fee|fare|subtotal|sub-total|total|tax|vat|gst|tip|gratuity|change|amount|balance|cash|salary|rent|deposit|admission|payment|sum|discount|budget|revenue|profit|turnover|box office|earnings)\b|\b(the|a) (fine|penalty|toll|reward|wage)\b/.test(q) && !/\b(total|number) (number )?of (items|pages|people|pieces|points|words)\b|\bhow many\b/.test(q) && !/\b(who|why|when|what kind|which (day|date|month)|method)\b/.test(q)) return value('money', 'number', ...(/\b(tax|vat|gst|discount|interest|rate)\b/.test(q) ? (['percent'] as const) : []));
  if (/\bwhen (is|are|was) .*\bclosed\b|\bclosed on (which|what)\b/.test(q)) return value('weekday', 'date', 'time');
  if (/\b(what|which|at what|until what|from what) (time|hour)s?\b|\b(opening|business|office|working|visiting|store|shop) (hours|times)\b|\bhours\b.*\b(open|operation)\b|\bwhat are the (\w+ )?hours\b|\bwhen (does|do|is|are|will|did) .*\b(open|opens|close|closes|closed|start|starts|begin|begins|end|ends|leave|leaves|depart|departs|arrive|arrives)\b|\bhow late\b|\btime (is|was) (it|shown|printed|on|given)\b/.test(q)) {
    const end = /\b(close|closes|closed|closing|end|ends|until|late)\b/.test(q) ? ('to' as const) : /\b(open|opens|opening|start|starts|begin|begins)\b/.test(q) && !/\bhours\b/.test(q) ? ('from' as const) : undefined;
    return { ...value('time', 'date', 'weekday'), ...(end ? { end } : {}) };
  }
  if (/\b(which|what) (week)?days?\b|\bon (which|what) days?\b/.test(q) && !/\bdate\b/.test(q)) return value('weekday', 'date');
  if (/\bfrom when\b|\bsince when\b|\bbetween (which|what) (years|dates)\b/.test(q)) return value('year', 'date', 'time');
  if (/\byears?\b/.test(q) && /\b(which|what|in|between)\b/.test(q) && !/\bhow (many|old|long)\b/.test(q)) return value('year', 'date');
  if (/\b(birth|death) ?(date|year)\b/.test(q)) return value('date', 'year');
  if (/\bdates?\b/.test(q)) return value('date', 'year');
  if (/^(and |so )?when\b|\bwhen (was|is|did|does|were|are|will)\b/.test(q)) return value('date', 'year', 'time', 'weekday');
  if (/\bhow long\b/.test(q) && !/\bhow long is (the|this|a) (road|river|bridge|wall|line|track|tunnel|trail|route|path|walk|hike|loop|ride|race|cable|rope|board|snake)\b/.test(q)) return value('duration', 'measure', 'number');
  if (/\bhow (old|far|long|tall|high|deep|heavy|wide|fast|hot|cold|large|big)\b|\b(temperature|speed|weight|height|width|depth|length|distance|volume|capacity|speed limit|age|duration|size|voltage|power|dose|dosage)\b/.test(q)) return value('measure', 'number');
  const numbered = /\bnumber of (?:the|this|that) (\w*[^s\W])\b(?! \w*s\b)|\b(number plate|licen[cs]e plate|registration|plate)\b/.exec(q);
  if (numbered && !/\bhow many\b/.test(q)) return { ...value('code-number', 'number'), noun: numbered[1] ?? 'plate' };
  if (/\bhow (many|much)\b|\bnumber of\b/.test(q)) return value('number');
  if (identifier.test(q)) return { ...value('code-number', 'number'), noun: identifier.exec(q)![1]! };
  if (/\b(what|which) (is the )?(\w+ )?(number|digits?|score|code|pin|rating|grade|result)\b|\bnumber (is|on|does)\b/.test(q)) return value('number', 'code-number');
  if (/\b(which|what) (platform|gate|room|page|level|floor|exit|bus|track|chapter|lane|terminal|table|highway|route|line)\b/.test(q)) return value('code-number', 'number');
  if (/^(?:which|what) (step|page|chapter|volume|part|section|lesson|issue|round|question|exercise|figure|version|edition) (?:is (?:this|it|that|shown)|are we (?:in|on|at))/.test(q)) return value('code-number', 'number');
  if (/\b(address|street address)\b/.test(q) || (/^where\b/.test(q) && !/^where (should|must|may|can|do i|does one)\b/.test(q) && !/\b(go|goes|going|come|comes|from|start|starts|lead|leads)\b/.test(q))) return words('address');
  if (/\bwhat('s| is| are) (the|this|that|these) (\w+) (for|about)$/.test(q)) return words('title');
  if (/\b(title|headline|heading|header|caption)\b/.test(q) && !/\bjob title\b/.test(q)) return words('title');
  if (/\bwho (may|can|must|should|has to|needs|is (allowed|permitted|not allowed|forbidden))\b/.test(q)) return words('statement');
  if (/\bwho (made|drew|took|painted|did) the (pictures?|drawings?|illustrations?|photos?|photographs?|paintings?|cover|translation|music)\b/.test(q)) return words('person');
  if (/\bwho (made|put up|erected|published|issued|organi[sz]e[sd]?|sponsor(s|ed)|produce[sd]|runs|owns|created|placed|manufactures?)\b/.test(q)) return words('organisation');
  if (/^(and )?who (sent|issued|billed|gave)\b.*\b(invoice|bill|receipt|cheque)\b/.test(q)) return words('organisation');
  const thing = /^(?:in |at |from |on |of )?(?:what|which) (?!is\b|are\b|was\b|were\b|'s)(\w+)(?: \w+)? (?:did|does|do|has|have|can|should)\b/.exec(q)?.[1];
  if (/\b(organi[sz]ations?|compan(y|ies)|institution|agency|institute|university|publisher|manufacturer|brand|sponsor|maker|bank|airline|network|association|foundation|ministry|department)\b/.test(q) && /\b(what|which|who|name|whose)\b/.test(q)) return words('organisation');
  if (/\bwhose name\b|\bname of the (person|author|man|woman|writer|player|artist|speaker|owner|doctor|president|cashier|server)\b|^(and )?who(m|se)?\b(?! (side|turn|move))|\bby whom\b|\b(author|writer|editor|composer|director|speaker)\b|\bwhich (person|player|author|artist|man|woman)\b/.test(q) && !/^whose (?!name)/.test(q) && (!thing || /^(person|player|author|artist|man|woman)$/.test(thing))) return words('person');
  if (/\bname of\b|\b(is|was|are) (he|she|it|they|the \w+) (named|called)\b|\bcalled$|\bname (is|of|does|on)\b|\b(what|which) (is|'s) the .*\bname\b|\bwhat('s| is) .* name\b/.test(q)) return words('name');
  if (/\b(?:what|which) (?:\w+ )?(shop|store|restaurant|cafe|café|hotel|supermarket|newspaper|magazine|product|book|film|movie|band|team|event|festival|museum|school|brand|game|app|station|bar|pub|street|road|avenue|square)\b/.test(q) || /\bwhat is (being )?(advertised|sold|the (product|event|topic|subject))\b/.test(q)) {
    if (!/\bsubject\b/.test(q)) return words('name');
  }
  if (/^(is|are|does|do|did|was|were|can|may|should|must|will|has|have|am)\b/.test(q)) return words('yes-no');
  if (/\b(which|what) (\w+ )?(word|text|slogan|motto|message|phrase|letters?|writing)\b/.test(q)) return words('kind');
  if (/\bwhose\b/.test(q) && /\b(cv|resume|card|account|passport|ticket|licen[cs]e|letter|book|profile|page|invoice|bill|badge)\b/.test(q)) return words('person');
  if (/\b(what|which) (\w+)/.test(q) && nounOf(q).noun) return words('kind');
  return words('statement');
}

function placeOf(word: string): NonNullable<AskedFor['place']> {
  if (word === 'first' || word === 'beginning' || word === 'start' || word === 'top') return 'top';
  if (word === 'last' || word === 'end' || word === 'bottom') return 'bottom';
  return word === 'left' || word === 'right' ? word : 'middle';
}

/** The noun in "which NOUN", "name of the NOUN", "what is the NOUN's name". */
function nounOf(q: string): { noun?: string } {
  q = q.replace(/\b(?:kind|type|sort)s? of (?=\w)/, '').replace(/\b(which|what) (?:two|three|four|five|both|all)\b/, '$1');
  const match =
    /\bname of (?:the |this |that )?((?:\w+ )?\w+)/.exec(q) ??
    /^(?:and )?who(?:'s| is| was| are) (?:the |his |her |their |its )((?:\w+ )?\w+)/.exec(q) ??
    /\bwhat(?:'s| is) (?:the|this) (\w+)(?:'s)? (?:name|called)\b/.exec(q) ??
    /^(?:and )?what(?:'s| is| was| are| were) (?:the|his|her|their|its|my|your) ((?:\w+ )?\w+?)(?= (?:of|on|in|for|from|at|to|given|shown|printed|used|here)\b|$)/.exec(q) ??
    /\b(?:what|which) (?!is\b|are\b|was\b|were\b|does\b|do\b|did\b|should\b|can\b|will\b|has\b|have\b|must\b|may\b)((?:\w+ )?\w+?)(?= (?:is|are|was|were|does|do|did|has|have|can|should|must|will|made|wrote|on|in|of|that|won|gives?|shows?|stands?|appears?|comes?|issued|published|to)\b|$)/.exec(q);
  return match ? { noun: match[1]!.trim() } : {};
}
