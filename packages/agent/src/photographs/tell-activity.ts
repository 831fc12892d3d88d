import { declined, hedged, type Answer } from '../answers/answer.js';
import { counted, link, withArticle } from '../answers/wording.js';
import { meaningOf } from './label-meanings.js';
import { sightingOf, thingMarks } from './seen-things.js';
import { alsoSeen, type ThingsView } from './tell-things.js';

interface Sport {
  name: string;
  /** The detector's classes and the classifier's labels that only this sport needs. */
  things?: string[];
  labels?: string[];
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
  { name: 'gymnastics', labels: ['balance beam', 'horizontal bar', 'parallel bars'] },
  { name: 'weightlifting', labels: ['barbell', 'dumbbell'] },
  { name: 'boxing', labels: ['punching bag'] },
  { name: 'billiards', labels: ['pool table'] },
  { name: 'dog sledding', labels: ['dogsled'] },
  { name: 'bobsleigh', labels: ['bobsled'] },
  { name: 'motor racing', labels: ['racer'] },
];

const leastMass = 0.15;

/** What sport it is, from its equipment. What people do otherwise is beyond both models, and is said to be. */
export function tellActivity(view: ThingsView, { whether = false } = {}): Answer {
  const people = sightingOf(view.detections, ['person']).found.length > 0;
  const seen = sports
    .map((sport) => {
      const { found } = sightingOf(view.detections, sport.things ?? []);
      const mass = (sport.labels ?? []).reduce((sum, label) => sum + (view.labels?.find((one) => one.label === label)?.score ?? 0), 0);
      return { sport, found, mass, belief: 1 - (1 - Math.min(1, mass)) * (1 - Math.max(0, ...found.map(({ score }) => score)) * 0.9) };
    })
    .filter(({ found, mass }) => (found.length > 0 && people) || mass >= leastMass)
    .sort((one, other) => other.belief - one.belief);
  const [best] = seen;
  const ball = sightingOf(view.detections, ['sports ball']).found;
  const group = `${view.key}equipment`;
  if (best && !whether) {
    const { sport, found } = best;
    const from = found.length > 0 ? `I see ${link(counted(found.length, found[0]!.label), group)}${people ? ' and people' : ''}` : `the picture looks like ${link(withArticle(meaningOf(sport.labels![0]!)?.name ?? sport.name), group)}`;
    return hedged(`Probably **${sport.name}**: ${from}.`, found.length > 0 ? thingMarks(view.attachmentId, found, group) : [{ kind: 'fact', id: group, group, attachmentId: view.attachmentId, label: 'looks like', value: sport.labels![0]!, score: Math.min(1, best.mass), box: [0, 0, 1, 1] }]);
  }
  if (ball.length > 0 && people && !whether) return hedged(`Probably **a ball game**: I see ${link(counted(ball.length, 'sports ball'), group)} and people.`, thingMarks(view.attachmentId, ball, group));
  return declined(`I can't tell: I find people and things, but not what they do, wear or feel.${alsoSeen(view)}`);
}
