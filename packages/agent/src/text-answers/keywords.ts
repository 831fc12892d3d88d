import { isEnglishWord, sensesOf, synonymsOf } from '../languages/wordnet.js';
import { likeness, plainLetters, standsIn, stem, stemsOf, wordsIn } from './word-matching.js';
import type { AskedFor } from './asked-for.js';
import type { PlacedLine } from './page-layout.js';
import type { ValueKind } from './value-patterns.js';
import { weekdayNamed, weekdaysIn } from './weekdays.js';

/** A word of a question that the answer's line, or its label, may carry. */
export interface Keyword {
  word: string;
  /** Stems that mean it outright. */
  stems: string[];
  /** Stems of words that mean about the same. */
  near: string[];
  /** Phrases of labels and signs that mean it. */
  phrases: string[];
  /** How telling it is on this page: rare words tell more. */
  weight: number;
  /** The preposition before it in the question ("from his mother"), which the answer's sentence may repeat. */
  lead?: string;
  /** A word of the trade ("name", "number", "sign"): it helps where it is printed, and says nothing where it is not. */
  weak: boolean;
}

/** Words of questions that say nothing about where the answer stands. */
const emptyWords = new Set(
  ('a an the this that these those it its it\'s he she they them their his her my your our i we you is are was were be been being am do does did has have had can could will would shall should may might must ' +
    'what which who whom whose when where why how many much long far old there here in on at of for to from by with about into over under above below behind between and or not if as so than then any some all each every ' +
    'please tell give me show say says said read reads written write print printed shown shows display displayed appear appears appearing mention mentioned mentions state stated states list listed lists given according exactly ' +
    'see seen visible find found get got look looks use used one ones someone anyone take takes taken place held happen happens put up')
    .split(' '),
);

/** Words that name the picture's kind or the answer's rather than what is asked about. */
const weakWords = new Set(
  ('picture pictures image images photo photograph photographs screenshot scan name named names call called word words text texts line lines number numbers value thing things type kind sort people person title sign poster banner plaque board page paragraph document receipt bill label screen wall ' +
    'big large largest biggest small digits letters book paper card cover advertisement ad notice article').split(' '),
);

/** What labels print for what people ask: each row is one meaning. Stems for single words, phrases as they are printed. */
const meanings: { words: string[]; printed: string[] }[] = [
  { words: ['total', 'sum', 'overall', 'altogether', 'bill'], printed: ['total', 'amount due', 'balance due', 'grand total', 'total due', 'amount', 'to pay', 'summe', 'gesamt', 'gesamtbetrag', 'betrag', 'totale', 'totaal', 'montant', 'importe', 'net to pay', '合計', '合计', '합계', 'jumlah', 'ttc'] },
  { words: ['subtotal', 'net'], printed: ['subtotal', 'sub total', 'sub-total', 'zwischensumme', 'sous-total', 'net', '小計'] },
  { words: ['tax', 'vat', 'gst'], printed: ['tax', 'tax1', 'vat', 'gst', 'mwst', 'ust', 'tva', 'iva', 'btw', 'sst', 'hst', 'pst', 'sales tax', '税'] },
  { words: ['tip', 'gratuity', 'service'], printed: ['tip', 'gratuity', 'service charge', 'svc', 'pourboire'] },
  { words: ['cash', 'paid', 'pay', 'given', 'tendered'], printed: ['cash', 'paid', 'tendered', 'payment', 'bar', 'visa', 'card', 'credit', 'espèces', 'efectivo', 'contanti'] },
  { words: ['change', 'returned'], printed: ['change', 'change due', 'rückgeld', 'zurück', 'rendu', 'cambio', 'resto'] },
  { words: ['discount', 'savings', 'saving', 'saved', 'save', 'reduction', 'off'], printed: ['discount', 'savings', 'save', 'saved', 'off', 'rabatt', 'remise', 'sale', 'coupon', 'promo'] },
  { words: ['items', 'item', 'bought', 'purchased', 'articles', 'products', 'quantity'], printed: ['item', 'items', 'qty', 'quantity', 'item count', 'items sold', 'articles', 'artikel', 'pcs', 'no of items', 'total items'] },
  { words: ['phone', 'telephone', 'call', 'hotline', 'contact'], printed: ['tel', 'phone', 'telephone', 'mobile', 'mob', 'call', 'ph', 'fon', 'telefon', 'tél', 'hotline', 'contact', 'whatsapp', 'helpline'] },
  { words: ['mobile', 'cell', 'cellphone'], printed: ['mobile', 'mob', 'cell', 'cellphone', 'handy', 'whatsapp'] },
  { words: ['fax'], printed: ['fax', 'telefax'] },
  { words: ['address', 'located', 'location', 'street', 'road'], printed: ['address', 'street', 'road', 'ave', 'avenue', 'blvd', 'rd', 'st', 'str', 'straße', 'lane', 'drive', 'rue', 'via', 'calle', '路', '街'] },
  { words: ['open', 'opens', 'opening', 'hours', 'opened'], printed: ['open', 'opening', 'hours', 'opening hours', 'business hours', 'öffnungszeiten', 'geöffnet', 'heures', 'ouvert', 'horario', 'abierto', 'orario', 'aperto', '営業時間', 'closed', 'geschlossen', 'fermé', 'cerrado', 'chiuso'] },
  { words: ['close', 'closes', 'closed', 'closing', 'shut'], printed: ['close', 'closed', 'closes', 'closing', 'geschlossen', 'fermé', 'cerrado', 'chiuso', 'until', 'till'] },
  { words: ['author', 'wrote', 'writer', 'written', 'editor'], printed: ['author', 'written by', 'edited by', 'a novel by', 'a play by', 'words by', 'text by'] },
  { words: ['publisher', 'published', 'issued', 'organisation', 'organization', 'company', 'sponsor', 'made'], printed: ['published by', 'publisher', 'verlag', 'press', 'issued by', 'presented by', 'sponsored by', '©', 'copyright', 'organised by', 'organized by', 'powered by'] },
  { words: ['forbidden', 'prohibited', 'banned', 'disallowed', 'forbid', 'prohibit', 'avoid', 'not'], printed: ['no', 'not', 'do not', "don't", 'prohibited', 'forbidden', 'strictly', 'verboten', 'interdit', 'défense de', 'prohibido', 'vietato', 'proibido', '禁止', '금지', 'not allowed', 'avoid', 'never'] },
  { words: ['allowed', 'permitted', 'enter', 'admitted', 'may', 'access'], printed: ['only', 'no', 'not', 'authorised', 'authorized', 'permit', 'except', 'holders', 'residents', 'members', 'staff', 'customers', 'visitors', 'admittance', 'entry', 'allowed', 'permitted', 'prohibited'] },
  { words: ['warning', 'danger', 'dangerous', 'caution', 'warn', 'warns', 'warned', 'hazard'], printed: ['warning', 'danger', 'caution', 'beware', 'achtung', 'attention', 'peligro', 'pericolo', 'vorsicht', 'gefahr', '注意', '危険', '주의'] },
  { words: ['won', 'win', 'winner', 'wins', 'victory', 'victorious', 'beat'], printed: ['won', 'wins', 'winner', 'victorious', 'victory', 'champion', 'champions', 'defeats', 'defeated', 'beat', 'is victorious', 'gewinnt'] },
  { words: ['lost', 'loser', 'loses'], printed: ['lost', 'loses', 'defeated', 'resigned', 'resigns', 'time out'] },
  { words: ['price', 'cost', 'costs', 'charge', 'fee', 'fare', 'expensive'], printed: ['price', 'cost', 'fee', 'fare', 'admission', 'preis', 'prix', 'precio', 'prezzo', 'rate', 'only', 'from'] },
  { words: ['date', 'day', 'when'], printed: ['date', 'datum', 'fecha', 'data', 'dated', 'on', '日付'] },
  { words: ['expire', 'expires', 'expiry', 'expiration', 'best'], printed: ['exp', 'expiry', 'expires', 'best before', 'use by', 'valid until', 'bbe', 'mhd', 'valid thru'] },
  { words: ['sent', 'send', 'sender', 'start', 'starts', 'depart', 'departs', 'departure', 'leave', 'leaves', 'origin', 'begin', 'begins'], printed: ['from', 'sender', 'departure', 'departs', 'dep', 'abfahrt', 'départ', 'salida', 'von'] },
  { words: ['recipient', 'addressed', 'billed', 'customer', 'buyer'], printed: ['to', 'bill to', 'billed to', 'invoice to', 'ship to', 'customer', 'sold to', 'attn'] },
  { words: ['arrive', 'arrives', 'arrival'], printed: ['arrival', 'arrives', 'arr', 'ankunft', 'arrivée', 'llegada'] },
  { words: ['perform', 'performs', 'performing', 'plays', 'play', 'sing', 'sings', 'star', 'stars', 'starring'], printed: ['with', 'feat', 'featuring', 'starring', 'live', 'presents', 'performed by'] },
  { words: ['distance', 'length'], printed: ['distance', 'length', 'distanz', 'strecke', 'lange', 'longueur', 'longitud'] },
  { words: ['stored', 'store', 'kept', 'keep', 'storage'], printed: ['store', 'keep', 'storage', 'storage conditions'] },
  { words: ['speed', 'limit'], printed: ['speed', 'limit', 'speed limit', 'km/h', 'mph', 'maximum', 'max'] },
  { words: ['level', 'floor', 'storey', 'story'], printed: ['level', 'floor', 'lvl', 'fl', 'storey', 'etage', 'étage', 'stock', 'piso', 'lift'] },
  { words: ['cashier', 'server', 'waiter', 'served', 'clerk', 'operator'], printed: ['cashier', 'server', 'served by', 'clerk', 'operator', 'staff', 'bediener', 'kassierer', 'waiter', 'associate', 'salesperson', 'sales associate', 'sales person', 'sales rep', 'your server', 'host', 'assisted by'] },
  { words: ['seller', 'vendor', 'supplier', 'sold', 'sells', 'merchant'], printed: ['sold by', 'seller', 'vendor', 'supplier', 'merchant', 'verkaufer', 'vendeur', 'vendedor', 'shipped by'] },
  { words: ['height', 'tall'], printed: ['height', 'hgt', 'ht'] },
  { words: ['weight', 'weigh', 'weighs', 'heavy'], printed: ['weight', 'wgt', 'wt', 'net weight', 'net wt'] },
  { words: ['guests', 'customers', 'covers'], printed: ['guests', 'covers', 'pax', 'guest', 'persons', 'gst'] },
  { words: ['invoice', 'order', 'transaction', 'ticket'], printed: ['invoice', 'inv', 'order', 'trans', 'ticket', 'check', 'chk', 'receipt', 'bill no', 'ref', 'rechnung', 'doc no'] },
  { words: ['sale', 'deal', 'offer'], printed: ['sale', 'offer', 'deal', 'special', 'promotion', 'off'] },
  { words: ['toilet', 'toilets', 'bathroom', 'restroom', 'wc'], printed: ['toilet', 'toilets', 'restroom', 'wc', 'washroom', 'restrooms', 'lavatory'] },
  { words: ['exit', 'way'], printed: ['exit', 'way out', 'ausgang', 'sortie', 'salida', 'uscita', '出口'] },
  { words: ['entrance', 'entry', 'enter'], printed: ['entrance', 'entry', 'way in', 'eingang', 'entrée', 'entrada', 'ingresso', '入口', 'admittance'] },
  { words: ['born', 'birth', 'birthday'], printed: ['born', 'birth', 'dob', 'date of birth', 'geboren', 'b.', 'né'] },
  { words: ['died', 'death'], printed: ['died', 'death', 'gestorben', 'd.', 'mort'] },
  { words: ['lived', 'live'], printed: ['lived', 'live', 'lived here', 'residence', 'home', 'wohnte'] },
  { words: ['risk', 'reduce'], printed: ['risk', 'reduce', 'lower'] },
  { words: ['destination', 'heading', 'going', 'go', 'goes', 'leads', 'lead', 'direction'], printed: ['to', 'towards', 'direction', 'destination', 'nach', 'via'] },
  { words: ['title', 'headline', 'heading'], printed: ['chapter', 'title'] },
  { words: ['licence', 'license', 'licensed'], printed: ['licence', 'license', 'lizenz', 'licencia', 'licenza', 'licenca'] },
  { words: ['owner', 'holder', 'belongs', 'belong'], printed: ['owner', 'holder', 'account holder', 'inhaber', 'kontoinhaber', 'titulaire', 'titular', 'intestatario', 'proprietario'] },
  { words: ['receives', 'receive', 'payee', 'recipient', 'beneficiary'], printed: ['payee', 'recipient', 'beneficiary', 'empfanger', 'pay to', 'beneficiaire'] },
  { words: ['sends', 'sender', 'sent'], printed: ['from', 'mail from', 'sender', 'absender', 'expediteur', 'remitente', 'mittente'] },
  { words: ['deadline', 'due', 'owed', 'owe'], printed: ['deadline', 'due', 'due date', 'pay by', 'fallig', 'echeance', 'vencimiento', 'scadenza'] },
  { words: ['language', 'languages'], printed: ['language', 'languages', 'sprache', 'sprachen', 'langue', 'langues', 'idioma', 'idiomas', 'lingua', 'lingue'] },
  { words: ['spanish'], printed: ['espagnol', 'spanisch', 'spagnolo', 'espanol', 'espanhol'] },
  { words: ['english'], printed: ['anglais', 'englisch', 'inglese', 'ingles'] },
  { words: ['french'], printed: ['francais', 'franzosisch', 'francese', 'frances'] },
  { words: ['german'], printed: ['allemand', 'deutsch', 'tedesco', 'aleman'] },
  { words: ['current', 'latest', 'newest'], printed: ['current', 'latest', 'aktuell', 'aktuelle', 'actuelle', 'actual', 'attuale'] },
  { words: ['developer', 'developed', 'develops'], printed: ['developer', 'developed by', 'entwickler', 'developpeur', 'desarrollador', 'sviluppatore'] },
  { words: ['updated', 'revised', 'modified'], printed: ['updated', 'last updated', 'last modified', 'revised', 'stand', 'mise a jour', 'actualizado', 'aggiornato'] },
  { words: ['people', 'persons', 'servings', 'serves', 'serve', 'portions'], printed: ['serves', 'servings', 'yield', 'makes', 'persone', 'personen', 'personnes', 'personas', 'pers', 'portionen', 'portions', 'porzioni'] },
  { words: ['needed', 'need', 'required', 'requires', 'require', 'needs'], printed: ['ingredients', 'requirements', 'ingredienti', 'zutaten', 'ingredientes'] },
  { words: ['borrowed', 'borrow', 'lent', 'loan'], printed: ['loan', 'loan amount', 'principal', 'credit'] },
  { words: ['bank'], printed: ['bank', 'institution', 'branch', 'banque', 'banco', 'banca'] },
  { words: ['volume'], printed: ['volume', 'vol', 'tome', 'tomus', 'band', 'tomo'] },
  { words: ['shares', 'stocks', 'pieces'], printed: ['quantity', 'shares', 'qty', 'units'] },
  { words: ['supervises', 'supervised', 'supervisor', 'advisor'], printed: ['supervisor', 'advisor', 'adviser', 'relatore', 'betreuer', 'tutor', 'directeur'] },
  { words: ['surname'], printed: ['last name', 'surname', 'family name', 'nachname', 'apellido', 'apellidos', 'cognome'] },
  { words: ['shortcut', 'hotkey'], printed: ['shortcut', 'hotkey'] },
  { words: ['often', 'frequently'], printed: ['frequency', 'every', 'interval', 'per'] },
  { words: ['job', 'profession', 'occupation', 'work', 'works'], printed: ['profession', 'occupation', 'position', 'job', 'job title', 'beruf', 'metier', 'professione', 'profesion'] },
  { words: ['installed', 'running'], printed: ['installed', 'running'] },
];

/** What a question means without saying it. */
const impliedWords: [RegExp, string][] = [
  [/\bhow long is (the|this|a) (road|river|bridge|wall|tunnel|trail|route|path|walk|hike|loop|race|cable)\b/i, 'distance'],
  [/\bwho(m)?\b.*\b(for|to)\s*\??$|\bto whom\b|\b(addressed|sent|billed|issued|made out) to\b/i, 'recipient'],
  [/\bwho (has to|must|should|needs to) pay\b/i, 'recipient'],
  [/\bwho (may|can|is (allowed|permitted))\b/i, 'allowed'],
];

/** Words that say what kind of value is wanted: a date needs no label "date" to be one. */
const kindWords: Partial<Record<ValueKind, string>> = {
  date: 'date dates day', year: 'year years date', time: 'time times hour hours', phone: 'phone telephone mobile', email: 'email mail e-mail', website: 'website site web url link address',
  percent: 'percent percentage', postcode: 'zip code postcode postal', weekday: 'day days weekday',
};

/** The telling words of a question, weighed by how rare they are on the page; the noun that is asked for weighs most. */
export function keywordsOf(question: string, lines: readonly PlacedLine[], { values, form, noun: asked }: AskedFor): Keyword[] {
  const noun = form === 'value' ? asked : undefined;
  const ofKind = new Set((kindWords[values[0] ?? 'number'] ?? '').split(' '));
  const implied = impliedWords.filter(([asks]) => asks.test(question)).map(([, word]) => word);
  const words = [...new Set([...wordsIn(question).map((word) => word.replace(/['’]s?$/, '')), ...implied])];
  return words
    .filter((word) => !emptyWords.has(plainLetters(word)) || isThing(question, word) || isDone(question, word, lines))
    .map((word) => {
      const lower = plainLetters(word);
      const stems = [...stemsOf(lower), ...(ordinals.has(lower) ? [ordinals.get(lower)!] : [])];
      const groups = meanings.filter(({ words: meant }) => meant.includes(lower) || meant.some((other) => stems.includes(stem(other))));
      const near = [...new Set([...wordNetSynonyms(lower).flatMap((synonym) => (synonym.includes(' ') ? [] : [stem(synonym)]))])].filter((one) => !stems.includes(one) && one.length > 2);
      const counted = values[0] === 'number' && new RegExp(`\\bhow many (?:\\w+ )?${lower.replace(/[^\p{L}\p{N}]/gu, '.')}\\b`, 'i').test(question);
      const weak = !counted && (weakWords.has(lower) || ofKind.has(lower));
      const lead = leadOf(question, word);
      const keyword: Keyword = { word: lower, ...(lead ? { lead } : {}), stems, near: weak ? [] : near, phrases: groups.flatMap(({ printed }) => printed.map(plainLetters)), weight: 1, weak };
      const carriers = lines.filter((line) => matchOf(keyword, line.text) > 0.5).length;
      const kind = (/\d/.test(word) ? 1.5 : 1) * (noun && stems.includes(stem(noun)) ? 1.8 : 1) * (isOnlyVerb(lower) ? 0.75 : 1) * (isName(question, word) ? 1.6 : 1) * (carriers === 0 && asked !== undefined && stems.includes(stem(asked)) ? 0.3 : 1);
      keyword.weight = (weak ? (carriers > 0 ? 0.2 : 0) : kind) * (0.35 + 1 / (1 + Math.log2(1 + carriers)));
      return keyword;
    })
    .filter(({ weight }) => weight > 0);
}

/** Forms number their parts: "1st dose". */
const ordinals = new Map(Object.entries({ first: '1st', second: '2nd', third: '3rd', fourth: '4th', fifth: '5th' }));

const prepositions = 'of|in|on|at|from|to|for|by|with|over|under|after|before|between|without|against|into|during';

function leadOf(question: string, word: string): string | undefined {
  return new RegExp(`\\b(${prepositions}) (?:\\p{L}+ )?${word.replace(/[^\p{L}\p{N}]/gu, '.')}`, 'iu').exec(question)?.[1]?.toLowerCase();
}

/** How many keywords stand in a text behind the preposition that they have in the question. */
export function leadsIn(text: string, keywords: readonly Keyword[]): number {
  return keywords.filter(({ lead, word }) => lead && new RegExp(`\\b${lead} (?:\\p{L}+ )?${word.slice(0, 4).replace(/[^\p{L}\p{N}]/gu, '.')}`, 'iu').test(plainLetters(text))).length;
}

/** Whether only weak words of a question are printed, so that labels cannot tell where its answer stands. */
export function areWeak(keywords: readonly Keyword[]): boolean {
  return keywords.every(({ weak }) => weak);
}

/** "The show" is a thing, where "show me" asks. */
function isThing(question: string, word: string): boolean {
  return /^(show|list|print|state|place|read|look|display|find)s?$/i.test(word) && new RegExp(`\\b(the|an?|this|that|his|her|their|your|my) ${word}\\b`, 'i').test(question);
}

/** A capital inside a question makes a name, which tells more than other words where it is printed. */
function isName(question: string, word: string): boolean {
  return /^\p{Lu}/u.test(word) && question.indexOf(word) > 0 && !/[.?!]\s+$/.test(question.slice(0, question.indexOf(word)));
}

/** "What should students show": the verb that ends a question is what it asks about, where it is printed. */
function isDone(question: string, word: string, lines: readonly PlacedLine[]): boolean {
  if (/^used?$/i.test(word) && /\bused? (for|to|as)\b/i.test(question)) return lines.some(({ text }) => /\bused?\b/i.test(text));
  return new RegExp(`\\b(?:should|must|can|may|do|does|did) (?:\\p{L}+ ){1,3}(?:show|use|take|find|get|give|list|put|hold|print)\\b[^\\p{L}]*$`, 'iu').test(question) && new RegExp(`\\b${word}\\P{L}*$`, 'iu').test(question) && lines.some(({ text }) => wordsIn(text).some((read) => stem(read) === stem(word)));
}

/** What is done tells less than what it is done to. */
function isOnlyVerb(word: string): boolean {
  const forms = [word, ...stemsOf(word)];
  return !forms.some((form) => sensesOf(form, 'noun').length > 0) && forms.some((form) => sensesOf(form, 'verb').length > 0);
}

function wordNetSynonyms(word: string): string[] {
  if (word.length < 3 || /\d/.test(word)) return [];
  return (['noun', 'verb', 'adj'] as const).flatMap((pos) => {
    for (const form of [word, ...stemsOf(word)]) if (sensesOf(form, pos).length > 0) return synonymsOf(form, pos, 2);
    return [];
  });
}

/** How well a text carries a keyword: 1 the word itself, less for a synonym, 0 not at all. */
export function matchOf(keyword: Keyword, text: string): number {
  const day = weekdayNamed(keyword.word);
  if (day) return weekdaysIn(text).has(day) ? 1 : 0;
  const words = wordsIn(text).flatMap((word) => (/[-/'’.@&]|\d\p{L}|\p{L}\d|\p{Ll}\p{Lu}{2}/u.test(word) ? [word, ...word.split(/[-/'’.@&]|(?<=\d)(?=\p{L})|(?<=\p{L})(?=\d)|(?<=\p{Ll})(?=\p{Lu}{2})/u)] : [word]));
  let best = 0;
  for (const read of words) {
    for (const wanted of keyword.stems) best = Math.max(best, /^\d+$/.test(wanted) ? sameNumber(wanted, read) : likeness(wanted, read));
    if (best === 1) return 1;
  }
  if (best >= 0.7) return best;
  const plain = ` ${words.map(plainLetters).join(' ')} `;
  if (keyword.phrases.some((phrase) => (/[^\x00-\x7f]/.test(phrase) ? plainLetters(text).includes(phrase) : plain.includes(` ${phrase} `)))) best = Math.max(best, 0.75);
  if (best < 0.65 && words.some((word) => abbreviates(word, keyword.word))) best = 0.65;
  if (best < 0.7 && keyword.near.some((synonym) => words.some((word) => stem(word) === synonym))) best = Math.max(best, 0.6);
  if (best < 0.65 && (keyword.stems.some((wanted) => standsIn(wanted, text)) || keyword.phrases.some((phrase) => phrase.length > 4 && standsIn(phrase, text)))) best = 0.65;
  return best;
}

/** "pts" for points, "qty" for quantity: the first letter and some that follow, and no word itself. */
function abbreviates(read: string, word: string): boolean {
  const short = plainLetters(read);
  if (!/^[a-z]{3,5}$/.test(short) || word.length < short.length + 2 || short[0] !== word[0] || isEnglishWord(short)) return false;
  let at = 0;
  for (const letter of word) if (letter === short[at]) at += 1;
  return at === short.length;
}

function sameNumber(wanted: string, read: string): number {
  if (wanted === read) return 1;
  const digits = read.replace(/\D/g, '');
  return digits !== '' && Number(digits) === Number(wanted) ? 0.8 : 0;
}

/** How much of the question's telling words a text carries: 0..1 of their weights. */
export function carriedBy(text: string, keywords: readonly Keyword[]): number {
  const whole = keywords.reduce((sum, { weight }) => sum + weight, 0);
  if (whole === 0 || text === '') return 0;
  return keywords.reduce((sum, keyword) => sum + keyword.weight * matchOf(keyword, text), 0) / whole;
}
