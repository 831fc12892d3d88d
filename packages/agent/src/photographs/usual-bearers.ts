/**
 * What bears things where no box or colour tells: what they are made to run, float or perch on. `things` are the words of the question or the
 * names of what is seen; with `doing` only where the question says that they do it.
 */
const grazers = /^(?:horse|cow|sheep|goat|zebra|deer|pony|donkey|lamb|calf|bison|buffalo|llama|alpaca)$/;

const bearers: readonly { things: RegExp; doing?: RegExp; name: string; because: string }[] = [
  { things: /^(?:train|tram|railcar|locomotive|streetcar|subway|metro|wagon|freight train|steam train)$/, name: 'rails (railway tracks)', because: 'that is what trains run on' },
  { things: /^(?:boat|ship|canoe|kayak|ferry|yacht|sailboat|gondola|raft)$/, doing: /^(?:float|swim|sail|driv|travel|mov|row|rid)/, name: 'water', because: 'that is what boats float on' },
  { things: /^(?:duck|swan|goose|fish|dolphin|whale|seal|turtle|jellyfish|bird)$/, doing: /^(?:swim|float|div)/, name: 'water', because: 'that is what they swim in' },
  { things: /^(?:bus|truck|lorry|van|taxi|cab|traffic)$/, name: 'a road (street)', because: 'that is what they drive on' },
  { things: /^(?:car|vehicle|motorcycle|motorbike|cyclist|bicycle|bike)$/, doing: /^(?:driv|mov|travel|cycl|rid)/, name: 'a road (street)', because: 'that is what they drive on' },
  { things: /^(?:bird|squirrel|owl|parrot|robin|sparrow|finch|woodpecker|kingfisher|monkey|koala|panda|lemur|sloth|leopard|chickadee|hummingbird)$/, doing: /^(?:sit|perch|rest|stand|sleep|l(?:ie|y))\p{L}* on$/u, name: 'a branch or a tree', because: 'that is where they sit, and nothing else is seen under it' },
];

/** What animals that are said to eat usually eat; undefined for those that eat many things. */
export function usualFood(named: readonly string[]): string | undefined {
  return named.some((noun) => grazers.test(noun)) ? 'grass or hay' : named.includes('giraffe') ? 'leaves' : named.includes('panda') ? 'bamboo' : undefined;
}

/** What usually bears one of these; undefined where nothing usual does. `doing` is the verb of the question with its preposition ("sitting on"). */
export function usualBearer(named: readonly string[], doing: string | undefined): { name: string; because: string } | undefined {
  return bearers.find(({ things, doing: does }) => named.some((noun) => things.test(noun)) && (!does || (doing !== undefined && does.test(doing))));
}
