/** What is asked about what somebody says in a recording. */
export type RecordingIntent =
  | { type: 'words' }
  | { type: 'length' }
  | { type: 'language' }
  | { type: 'voices' }
  | { type: 'summary' }
  | { type: 'end'; which: 'first' | 'last' }
  | { type: 'at'; seconds: number; span: 'around' | 'until' | 'from' }
  | { type: 'mentions'; of: string; asks: 'when' | 'whether' | 'how-often' }
  | { type: 'fact'; question: string };

const noun = /\b(recording|audio|sound ?(file|track)|voice ?(message|memo|note|mail)|memo|voicemail|podcast|interview|lecture|transcript|speaker)s?\b/i;
const heard = /\b(said|saying|mention(s|ed|ing)?|talk(s|ed|ing)? about|spoken|speaking|spoke|transcri(be|pt|ption)|hear(d)?|listen)\b/i;
const perhapsHeard = /\b(says?|speaks?|what language|who (is|are) talking)\b|\bsummar(y|i[sz]e)|\bsum (it|this) up\b|\bhow long\b|\bwrite (it|this|that) down\b/i;

/** Whether a written question is about what is said in a recording, and not one that the recording adds to. Beside pictures, signs and people "say" things too. */
export function speaksOfRecording(text: string, besidePictures = false): boolean {
  return noun.test(text) || heard.test(text) || (!besidePictures && perhapsHeard.test(text));
}

const tell = String.raw`(?:when|where|at what (?:time|point|minute)|how (?:often|many times)|do|does|did|is|are|was|were)`;
const mention = String.raw`(?:mention(?:s|ed|ing)?|talk(?:s|ed|ing)? (?:about|of)|speak(?:s|ing)? (?:about|of)|spoke (?:about|of)|discuss(?:es|ed)?|bring(?:s)? up|say(?:s|ing)?|said|refer(?:s|red)? to|come(?:s)? up)`;
/** "when do they mention the library?", "is a dog mentioned?", "how often is “knot” said?" */
const mentions = [
  new RegExp(String.raw`^(${tell})\b.*?\b${mention}\s+(?:the word\s+|anything about\s+|something about\s+)?(.+?)\W*$`, 'i'),
  new RegExp(String.raw`^(${tell})\s+(?:(?:is|are|was|were|does|do)\s+)?(?:the word\s+)?(.+?)\s+(?:ever\s+)?(?:mentioned|said|discussed|talked about|spoken (?:of|about)|brought up|come up)\b.*$`, 'i'),
];
const pronoun = /^(it|that|this|them|they|something|anything|in (?:it|the|this|that)\b.*|here|there|in it)$/i;

export function understandRecordingQuestion(text: string): RecordingIntent {
  const question = text.trim().replace(/^(please|can you|could you|tell me|so|and|ok(ay)?)[,]?\s+/i, '');
  if (/\bhow long\b(?!.*\b(ago|will|would|takes?)\b)|\bwhat('s| is) the (length|duration)\b|\bhow many (minutes|seconds)\b/i.test(question) && !/\bhow long (does|did|do|has|have|is|was|will) (?!(it|this|that|the (recording|audio|clip|file|memo|speech|interview|lecture|podcast|call|message|voice)|they (talk|speak))\b)/i.test(question)) return { type: 'length' };
  if (/\b(what|which) language\b|\blanguage is (it|this|that|spoken)\b/i.test(question)) return { type: 'language' };
  if (/\b(how many|which) (people|speakers|voices|persons)\b.*\b(speak|talk|heard|hear|are there|there)|\bwho (is|are) (speaking|talking|the speakers?)\b|\bwhose voice\b|\bwho speaks\b/i.test(question)) return { type: 'voices' };
  if (/\bsummar(y|i[sz]e)|\bsum (it|this|that) up\b|\bmain points?\b|\bkey points?\b|\bgist\b|\bin (short|a nutshell)\b|^what('s| is) (it|this|the (recording|audio|interview|lecture|podcast|speech|call)) about\b/i.test(question)) return { type: 'summary' };
  const at = timeIn(question);
  if (at) return at;
  if (/\b(first (thing|words?|sentence)|(how|what) does it (begin|start)|at the (beginning|start)|(begin|start)s? with)\b/i.test(question)) return { type: 'end', which: 'first' };
  if (/\b(last (thing|words?|sentence)|how does it end|at the end|end(s)? with)\b/i.test(question)) return { type: 'end', which: 'last' };
  for (const pattern of mentions) {
    const found = pattern.exec(question);
    const of = found?.[2]?.trim().replace(/^["“”'‘’]+|["“”'‘’]+$/g, '').replace(/\s+(in (it|this|that|the (recording|audio|clip|interview|lecture|podcast|speech|call|memo|message))|here|there)$/i, '').replace(/["“”]/g, '');
    if (!found || !of || pronoun.test(of) || /\b(who|what|which)\b/i.test(found[1]!)) continue;
    const asks = /often|many times/i.test(found[1]!) ? 'how-often' : /^(when|where|at)/i.test(found[1]!) ? 'when' : 'whether';
    return { type: 'mentions', of, asks };
  }
  if (/\bwhat('s| is| was| do(es)?| did)\b.*\b(said|say|says|saying|spoken|heard|hear)\b(?!.*\babout\b)|\btranscri(be|pt|ption)\b|\bwrite (it|this|that) down\b|^what does (it|the (recording|audio|clip|message|memo)) say\b|^(listen|hear|play)\b|^what('s| is) (in|on) (it|this|that|the (recording|audio|clip|message|memo|file))\b/i.test(question)) return { type: 'words' };
  return { type: 'fact', question };
}

/** "at 1:30", "after two minutes", "in the first minute", "around 45 seconds". */
function timeIn(question: string): (RecordingIntent & { type: 'at' }) | undefined {
  const clock = /\b(?:at|around|about|after|from|near)\s+(?:(\d+):)?(\d{1,3}):(\d{2})\b/i.exec(question);
  if (clock) return { type: 'at', seconds: Number(clock[1] ?? 0) * 3_600 + Number(clock[2]) * 60 + Number(clock[3]), span: /^(after|from)/i.test(clock[0]) ? 'from' : 'around' };
  const first = /\b(?:in|during) the first (?:(\w+) )?(second|minute)s?\b/i.exec(question);
  if (first) return { type: 'at', seconds: (numberOf(first[1] ?? 'one') ?? 1) * unitOf(first[2]!), span: 'until' };
  const spoken = /\b(at|around|about|after|from)\s+(?:minute (\w+)|(\w+) (second|minute)s?)\b/i.exec(question);
  const count = spoken ? numberOf((spoken[2] ?? spoken[3])!) : undefined;
  if (!spoken || count === undefined) return undefined;
  return { type: 'at', seconds: count * unitOf(spoken[4] ?? 'minute'), span: /^(after|from)/i.test(spoken[1]!) ? 'from' : 'around' };
}

const unitOf = (unit: string) => (unit.toLowerCase() === 'minute' ? 60 : 1);
const numbers = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
function numberOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word);
  if (/^(a|an|one)$/i.test(word)) return 1;
  const at = numbers.indexOf(word.toLowerCase());
  return at < 0 ? { fifteen: 15, twenty: 20, thirty: 30, forty: 40, fifty: 50 }[word.toLowerCase()] : at;
}
