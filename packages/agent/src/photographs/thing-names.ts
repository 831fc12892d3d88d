import { isKindOf, sensesOf, singularOf } from '../languages/wordnet.js';

/** The detector's classes (COCO), and the WordNet lemma that means the same; null where WordNet's first sense means something else. */
const lemmas: Record<string, string | null> = {
  person: 'person', bicycle: 'bicycle', car: 'car', motorcycle: 'motorcycle', airplane: 'airplane', bus: 'bus', train: null, truck: 'truck', boat: 'boat',
  'traffic light': 'traffic light', 'fire hydrant': 'fire hydrant', 'stop sign': 'street sign', 'parking meter': 'parking meter', bench: 'bench', bird: 'bird', cat: 'cat', dog: 'dog',
  horse: 'horse', sheep: 'sheep', cow: 'cow', elephant: 'elephant', bear: 'bear', zebra: 'zebra', giraffe: 'giraffe', backpack: 'backpack', umbrella: 'umbrella', handbag: 'handbag',
  tie: 'necktie', suitcase: 'suitcase', frisbee: 'frisbee', skis: 'ski', snowboard: 'snowboard', 'sports ball': 'ball', kite: null, 'baseball bat': 'baseball bat',
  'baseball glove': 'baseball glove', skateboard: 'skateboard', surfboard: 'surfboard', 'tennis racket': 'tennis racket', bottle: 'bottle', 'wine glass': 'wineglass', cup: 'cup', fork: 'fork',
  knife: 'knife', spoon: 'spoon', bowl: 'bowl', banana: 'banana', apple: 'apple', sandwich: 'sandwich', orange: 'orange', broccoli: 'broccoli', carrot: 'carrot', 'hot dog': 'hot dog',
  pizza: 'pizza', donut: 'doughnut', cake: 'cake', chair: 'chair', couch: 'couch', 'potted plant': null, bed: 'bed', 'dining table': 'table', toilet: 'toilet', tv: 'television',
  laptop: 'laptop', mouse: 'computer mouse', remote: 'remote control', keyboard: 'keyboard', 'cell phone': 'cellular telephone', microwave: 'microwave', oven: 'oven', toaster: 'toaster',
  sink: 'sink', refrigerator: 'refrigerator', book: 'book', clock: 'clock', vase: 'vase', scissors: 'scissors', 'teddy bear': 'teddy', 'hair drier': 'hand blower', toothbrush: 'toothbrush',
};

/** What people call the classes, beyond their names and plurals. */
const synonyms: Record<string, string[]> = {
  person: ['people', 'persons', 'human', 'humans', 'human being', 'human beings', 'someone', 'somebody', 'anyone', 'anybody', 'folks', 'folk', 'individual', 'individuals', 'pedestrian', 'pedestrians', 'face', 'faces', 'passers-by', 'crowd', 'head', 'heads', 'persones', 'leute', 'menschen', 'mensch', 'personen', 'personnes', 'gens', 'personas', 'gente', 'persone', 'pessoas', 'mensen', 'osób', 'ludzi', 'osoby', 'osoba'],
  bicycle: ['bike', 'bikes', 'cycle', 'cycles', 'push bike'], car: ['automobile', 'auto', 'autos', 'cab', 'cabs', 'taxi', 'taxis', 'sedan', 'suv', 'voiture', 'voitures', 'coche', 'coches', 'carros'],
  motorcycle: ['motorbike', 'motorbikes', 'scooter', 'scooters', 'moped'], airplane: ['plane', 'planes', 'aeroplane', 'aeroplanes', 'aircraft', 'jet', 'jets', 'airplanes'],
  bus: ['coach', 'coaches', 'buses', 'busses'], train: ['locomotive', 'tram', 'trains', 'railway'], truck: ['lorry', 'lorries', 'pickup', 'van', 'vans'], boat: ['ship', 'ships', 'sailboat', 'sailboats', 'canoe', 'kayak', 'yacht', 'ferry'],
  'traffic light': ['stoplight', 'traffic signal', 'traffic lights', 'stop light'], 'fire hydrant': ['hydrant', 'hydrants'], 'stop sign': ['stop signs'],
  cat: ['kitten', 'kitty', 'cats', 'katze', 'katzen', 'chat', 'chats', 'gato', 'gatos', 'gatto', 'gatti'], dog: ['puppy', 'puppies', 'doggy', 'hund', 'hunde', 'chien', 'chiens', 'perro', 'perros', 'cane', 'cani'],
  cow: ['cattle', 'bull', 'calf', 'ox'], sheep: ['lamb', 'lambs', 'ewe'], horse: ['pony', 'ponies', 'mare', 'foal'], backpack: ['rucksack', 'rucksacks', 'knapsack'], handbag: ['purse', 'purses'],
  suitcase: ['luggage', 'baggage', 'trunk'], tie: ['neckties', 'necktie'], 'sports ball': ['ball', 'balls', 'football', 'footballs', 'basketball', 'soccer ball', 'tennis ball', 'volleyball'], frisbee: ['frisbees', 'disc'],
  'tennis racket': ['racket', 'rackets', 'racquet', 'racquets'], 'wine glass': ['wineglass', 'wine glasses', 'goblet'], cup: ['mug', 'mugs', 'teacup', 'cups'], donut: ['doughnut', 'doughnuts'],
  couch: ['sofa', 'sofas', 'settee', 'lounge'], 'potted plant': ['plant', 'plants', 'houseplant', 'pot plant', 'potted plants', 'flowerpot', 'pot', 'pots', 'flower pot', 'flower pots'], 'dining table': ['table', 'tables', 'desk', 'desks'], tv: ['television', 'televisions', 'tvs', 'monitor', 'monitors', 'screen', 'screens', 'telly'],
  laptop: ['notebook computer', 'laptops', 'computer', 'computers'], 'cell phone': ['phone', 'phones', 'mobile', 'mobile phone', 'mobile phones', 'smartphone', 'smartphones', 'cellphone', 'cell phones', 'iphone'], remote: ['remote control', 'remotes', 'controller'],
  refrigerator: ['fridge', 'fridges', 'freezer'], clock: ['watch', 'clocks'], 'teddy bear': ['teddy', 'stuffed animal', 'stuffed bear', 'teddies'], 'hair drier': ['hair dryer', 'hairdryer', 'blow dryer'], 'hot dog': ['hotdog', 'hotdogs'],
  skis: ['ski'], microwave: ['microwave oven'], book: ['books'], broccoli: ['broccolis'], orange: ['oranges'],
};

/** Words for groups of classes that WordNet draws elsewhere or not at all. */
const groups: Record<string, string[]> = {
  vehicle: ['bicycle', 'car', 'motorcycle', 'airplane', 'bus', 'train', 'truck', 'boat'],
  animal: ['bird', 'cat', 'dog', 'horse', 'sheep', 'cow', 'elephant', 'bear', 'zebra', 'giraffe'],
  pet: ['cat', 'dog', 'bird'],
  fruit: ['banana', 'apple', 'orange'],
  vegetable: ['broccoli', 'carrot'],
  food: ['banana', 'apple', 'sandwich', 'orange', 'broccoli', 'carrot', 'hot dog', 'pizza', 'donut', 'cake'],
  furniture: ['chair', 'couch', 'bed', 'dining table', 'bench'],
  seat: ['chair', 'couch', 'bench'],
  cutlery: ['fork', 'knife', 'spoon'],
  utensil: ['fork', 'knife', 'spoon'],
  bag: ['backpack', 'handbag', 'suitcase'],
  device: ['tv', 'laptop', 'cell phone', 'remote', 'keyboard', 'mouse', 'microwave'],
  electronics: ['tv', 'laptop', 'cell phone', 'remote', 'keyboard', 'mouse'],
  appliance: ['microwave', 'oven', 'toaster', 'refrigerator'],
  glass: ['wine glass', 'cup'],
  toy: ['teddy bear', 'kite', 'frisbee'],
};

/** The word that WordNet has for one of the detector's classes; undefined where its first sense means something else. */
export function lemmaOf(label: string): string | undefined {
  return lemmas[label] ?? undefined;
}

/** What a noun means to the detector. */
export interface NamedThings {
  /** Classes to look for. */
  labels: string[];
  /** exact: the noun is the class; group: it spans several; narrower: the detector cannot tell it from others of the class ("spaniel"). */
  fit: 'exact' | 'group' | 'narrower';
  /** The noun in the singular, as answers say it. */
  noun: string;
}

const byName = new Map<string, string>();
for (const label of Object.keys(lemmas)) {
  for (const name of [label, `${label}s`, ...(synonyms[label] ?? [])]) byName.set(name, label);
}

/** People of a sex, age or trade: seen as people, without what makes them so. */
const peopleWords = /^(m[ae]n|wom[ae]n|boys?|girls?|child(ren)?|kids?|bab(y|ies)|toddlers?|adults?|guys?|lad(y|ies)|gentlem[ae]n|students?|teachers?|doctors?|nurses?|soldiers?|workers?|players?|skiers?|riders?|cyclists?|runners?|swimmers?|surfers?|dancers?|singers?|musicians?|tourists?|customers?|drivers?|passengers?|spectators?|teenagers?|seniors?|famil(y|ies)|couples?|teams?|friends?|bride|groom|police(m[ae]n)?|officers?)$/;

/** The detector's classes that a noun names, in singular or plural; undefined when it knows none. */
export function thingsNamed(words: string): NamedThings | undefined {
  const name = words.toLowerCase().trim();
  const label = byName.get(name);
  if (label && !(name in groups)) return { labels: [label], fit: 'exact', noun: label };
  if (peopleWords.test(name)) return { labels: ['person'], fit: 'narrower', noun: singularOf(name) };
  const singular = singularOf(name);
  const group = groups[singular];
  if (group) return { labels: group, fit: 'group', noun: singular };
  const singularLabel = byName.get(singular);
  if (singularLabel) return { labels: [singularLabel], fit: 'exact', noun: singularLabel };
  if (sensesOf(singular, 'noun').length === 0) {
    const last = name.split(' ').at(-1)!;
    return last === name ? undefined : thingsNamed(last);
  }
  const wider = Object.entries(lemmas).find(([, lemma]) => lemma !== null && isKindOf(singular, lemma, 1));
  if (wider && !tooWide.has(singular)) return { labels: [wider[0]], fit: 'narrower', noun: singular };
  const members = Object.entries(lemmas).flatMap(([known, lemma]) => (lemma !== null && known !== 'person' && isKindOf(lemma, singular, 1) ? [known] : []));
  return members.length > 0 && members.length <= 20 && !tooWide.has(singular) ? { labels: members, fit: 'group', noun: singular } : undefined;
}

/** Nouns so wide that a count of them would mean nothing. */
const tooWide = new Set(['thing', 'object', 'item', 'entity', 'artifact', 'instrumentality', 'whole', 'unit', 'matter', 'structure', 'part', 'piece', 'equipment', 'container', 'implement', 'tool', 'color', 'colour', 'side', 'figure', 'sign', 'line', 'letter', 'word', 'number', 'page', 'name', 'square', 'star', 'speaker', 'model', 'driver', 'star']);
