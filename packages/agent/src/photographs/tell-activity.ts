import type { Box, Detection } from '@ocelli/protocol';
import { declined, hedged, type Answer } from '../answers/answer.js';
import { counted, link, withArticle } from '../answers/wording.js';
import { meaningOf } from './label-meanings.js';
import { classifierWouldKnow } from './missing-classifier.js';
import { leastSeen, sightingOf, thingMarks } from './seen-things.js';
import { alsoSeen, type ThingsView } from './tell-things.js';

interface Sport {
  name: string;
  /** The detector's classes and the classifier's labels that only this sport needs. */
  things?: string[];
  labels?: string[];
  /** Labels that stand in for others need this much belief. */
  least?: number;
}

const sports: readonly Sport[] = [
  { name: 'soccer (football)', labels: ['soccer ball'] },
  { name: 'basketball', labels: ['basketball'] },
  { name: 'volleyball', labels: ['volleyball'] },
  { name: 'American football', labels: ['football helmet'] },
  { name: 'rugby', labels: ['rugby ball'] },
  { name: 'golf', labels: ['golf ball', 'golfcart'] },
  { name: 'table tennis', labels: ['ping-pong ball'] },
  { name: 'croquet', labels: ['croquet ball'] },
  { name: 'ice hockey', labels: ['puck'] },
  { name: 'tennis', things: ['tennis racket'], labels: ['racket', 'tennis ball'] },
  { name: 'baseball', things: ['baseball bat', 'baseball glove'], labels: ['baseball', 'ballplayer'] },
  { name: 'skiing', things: ['skis'], labels: ['ski', 'ski mask', 'alp'] },
  { name: 'snowboarding', things: ['snowboard'] },
  { name: 'surfing', things: ['surfboard'] },
  { name: 'skateboarding', things: ['skateboard'] },
  { name: 'frisbee', things: ['frisbee'] },
  { name: 'kite flying', things: ['kite'] },
  { name: 'horse riding', things: ['horse'] },
  { name: 'cycling', things: ['bicycle'], labels: ['mountain bike', 'bicycle-built-for-two'] },
  { name: 'motorcycling', things: ['motorcycle'] },
  { name: 'rowing or canoeing', labels: ['canoe', 'paddle'] },
  { name: 'diving', labels: ['scuba diver', 'snorkel'] },
  { name: 'swimming', labels: ['swimming trunks', 'bathing cap'] },
  { name: 'gymnastics', labels: ['horizontal bar', 'parallel bars'], least: 0.5 },
  { name: 'weightlifting', labels: ['barbell', 'dumbbell'] },
  { name: 'boxing', labels: ['punching bag'] },
  { name: 'billiards', labels: ['pool table'] },
  { name: 'dog sledding', labels: ['dogsled'] },
  { name: 'bobsleigh', labels: ['bobsled'] },
  { name: 'motor racing', labels: ['racer'] },
];

/** What people do with what they touch; where they ride it, little of it shows. */
const doings: readonly { things: string[]; words: string; least: number }[] = [
  { things: ['horse'], words: 'riding a horse', least: 0.25 },
  { things: ['bicycle'], words: 'riding a bicycle (cycling)', least: 0.25 },
  { things: ['motorcycle'], words: 'riding a motorcycle', least: 0.25 },
  { things: ['surfboard'], words: 'surfing', least: 0.25 },
  { things: ['skateboard'], words: 'skateboarding', least: 0.25 },
  { things: ['skis'], words: 'skiing', least: 0.25 },
  { things: ['snowboard'], words: 'snowboarding', least: 0.25 },
  { things: ['cell phone'], words: 'using a phone', least: 0.35 },
  { things: ['laptop', 'keyboard'], words: 'working at a computer', least: 0.4 },
  { things: ['book'], words: 'reading', least: 0.45 },
  { things: ['pizza', 'sandwich', 'hot dog', 'donut', 'cake'], words: 'eating', least: 0.45 },
  { things: ['kite'], words: 'flying a kite', least: 0.3 },
];

/** What somebody does with what they touch; undefined where nothing tells. */
export function doingWith({ detections }: ThingsView): { words: string; thing: Detection } | undefined {
  // A rider is half hidden too: a faint body beside what it rides is one.
  const people = detections.things.filter(({ label, score }) => label === 'person' && score >= leastSeen);
  for (const { things, words, least } of doings) {
    const thing = detections.things.find(({ label, score, box }) => things.includes(label) && score >= least && people.some((person) => overlaps(person.box, box)));
    if (thing) return { words, thing };
  }
  return undefined;
}

const overlaps = (one: Box, other: Box) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];

const leastMass = 0.15;
/** Another sport with so much of the first one's belief is told beside it. */
const rival = 0.35;

/** What sport it is, from its equipment. What people do otherwise is beyond both models, and is said to be. */
export function tellActivity(view: ThingsView, { whether = false } = {}): Answer {
  const people = sightingOf(view.detections, ['person']).found.length > 0;
  const [best, second] = sportsIn(view, people);
  const ball = sightingOf(view.detections, ['sports ball']).found;
  const group = `${view.key}equipment`;
  if (best && !whether) {
    const { sport, found } = best;
    const from = found.length > 0 ? `I see ${link(counted(found.length, found[0]!.label), group)}${people ? ' and people' : ''}` : `the picture looks like ${link(withArticle(meaningOf(sport.labels![0]!)?.name ?? sport.name), group)}`;
    const other = second && found.length === 0 && second.found.length === 0 && second.mass >= rival * best.mass ? ` or ${second.sport.name}` : '';
    return hedged(`Probably **${sport.name}${other}**: ${from}.`, found.length > 0 ? thingMarks(view.attachmentId, found, group) : [{ kind: 'fact', id: group, group, attachmentId: view.attachmentId, label: 'looks like', value: sport.labels![0]!, score: Math.min(1, best.mass), box: [0, 0, 1, 1] }]);
  }
  if (ball.length > 0 && people && !whether) return hedged(`Probably **a ball game**: I see ${link(counted(ball.length, 'sports ball'), group)} and people.`, thingMarks(view.attachmentId, ball, group));
  const doing = whether ? undefined : doingWith(view);
  if (doing) return hedged(`Probably **${doing.words}**: I see ${link(withArticle(doing.thing.label), group)} with a person.`, thingMarks(view.attachmentId, [doing.thing], group));
  return declined(`I can't tell: I find people and things, but not what they do, wear or feel.${alsoSeen(view)}${view.labels === undefined && !whether ? classifierWouldKnow : ''}`);
}
/** Which sports the equipment speaks for, most believed first. */
function sportsIn(view: ThingsView, people: boolean) {
  return sports
    .map((sport) => {
      const { found } = sightingOf(view.detections, sport.things ?? []);
      const mass = (sport.labels ?? []).reduce((sum, label) => sum + (view.labels?.find((one) => one.label === label)?.score ?? 0), 0);
      return { sport, found, mass, belief: 1 - (1 - Math.min(1, mass)) * (1 - Math.max(0, ...found.map(({ score }) => score)) * 0.9) };
    })
    .filter(({ sport, found, mass }) => (found.length > 0 && people) || mass >= (sport.least ?? leastMass))
    .sort((one, other) => other.belief - one.belief);
}

/** "The sport is probably baseball.", where a description shows people at one; empty where it does not. */
export function tellSport(view: ThingsView): string {
  const [best] = sightingOf(view.detections, ['person']).found.length > 0 ? sportsIn(view, true) : [];
  return best && best.belief >= sureSport ? `The sport is probably ${best.sport.name}.` : '';
}

/** A description names a sport from this belief on. */
const sureSport = 0.4;
