import type { FileAsk, Intent } from './intent.js';
import type { QuestionWords } from './question-words.js';

/** Questions about codes, the file, its colours, all of the text, or the picture as a whole. */
export function understandPicture({ text, raw }: QuestionWords): Intent | undefined {
  if (/\b(qr|bar ?codes?|data ?matrix|ean|upc|isbn code|aztec)\b/.test(text) && !/\bwhat is an? (qr|bar ?code)\b/.test(text)) return { about: 'code' };
  if (/^(what does |read )?(the |this )?code( say)?$|\bwhat does (the|this) code say\b|\b(scan|decode|read) (the|this) code\b/.test(text)) return { about: 'code' };
  const file = fileAsk(text);
  if (file) return { about: 'file', ask: file };
  if (/\b(black and white|black-and-white|b&w|greyscale|grayscale|monochrome|in colou?r|a colou?r (?:photo|photograph|picture|image))\b/.test(text)) return { about: 'colours', ask: 'grey', ...(/ or /.test(text) || !/^(?:is|are|was|were)\b/.test(text) ? {} : { claim: /\b(?:in|a) colou?r\b/.test(text) ? 'colour' : 'grey' }) };
  if (/\bcolou?rs?\b.*\bbackground\b|\bbackground colou?r\b/.test(text)) return { about: 'things', ask: 'colour', noun: 'background' };
  const ofThing = /\bcolou?rs? of (?:the|this|that|his|her|its|their) (?!picture|image|photo|photograph|scene|whole|background)/.test(text);
  if (!ofThing && /\b(main|dominant|primary|most common|prevailing|prominent|list|name|palette of)\b.*\bcolou?rs\b|\b(what|which) colou?rs (are (there|in|used|shown|visible)|can|do you|does (it|this|the (picture|image|photo))|make up)\b|^(what|which) colou?rs( are (they|these|those))?$|\bits colou?rs\b|\bcolou?rs of (?:the|this|that) (?:picture|image|photo|photograph|scene)\b|\bcolou?r (scheme|palette)\b|\bpalette\b|\b(what|which) colou?r is (the (picture|image|photo|photograph)|(it|this|that) (mostly|mainly|overall))\b|\b(what|which) colou?r (dominates|prevails|is (dominant|prevalent|most common))\b|\b(main|dominant) colou?r\b|^colou?rs?$|\bhauptfarben\b|\bcouleurs? (principales?|dominantes?)\b|\bcolores principales\b/.test(text)) return { about: 'colours', ask: 'main' };

  const language = /\b(?:say|says|read|reads|written|printed|text|words?)\b.*\bin (english|german|french|spanish|italian|portuguese|dutch|polish|chinese|japanese|korean|russian|arabic|greek|hebrew|thai|hindi)$/.exec(text)?.[1];
  if (language && !/\btranslat|\bmean\b|^how\b/.test(text)) return { about: 'text', ask: 'read', language: language.charAt(0).toUpperCase() + language.slice(1) };
  const contains = /\b(?:is|are) there (?:the |a )?(?:word|words|phrase|text|number) "?(.+?)"?(?: (?:in|on|here|anywhere)\b.*)?$|\b(?:does|do) (?:it|this|the (?:text|sign|page|picture|image|poster|document)) (?:say|mention|contain|include) (?:the (?:word|phrase) )?"?(.+?)"?$|\b(?:do|can) you see the (?:word|phrase|number) "?(.+?)"?(?: (?:in|on|here)\b.*)?$|\bis the (?:word|phrase) "?(.+?)"? (?:there|here|in|on|mentioned|written|shown)\b/.exec(text);
  // "What does the sign say kills?" asks for more than whether the word is there.
  const wanted = /^(?:and |so )?(?:what|which|who|whose|where|when|why|how)\b/.test(text) ? undefined : contains?.slice(1).find((group) => group !== undefined);
  if (wanted) return { about: 'text', ask: 'contains', word: asTyped(raw, wanted) };
  const times = /\bhow (?:many times|often) (?:does|do|is|are|can) (?:the (?:word|name|number|phrase|letters?) )?(?!(?:it|this|that|he|she|they)\b)"?(.+?)"? (?:appear|occur|show up|mentioned|written|stand|come up|used|repeated|be (?:seen|found|read)|printed)\b|\b(?:count|number of) (?:the )?(?:occurrences|appearances) of "?(.+?)"?$/.exec(text);
  const repeated = times?.slice(1).find((group) => group !== undefined);
  if (repeated) return { about: 'text', ask: 'count-word', word: asTyped(raw, repeated) };
  if (readsAloud.test(text)) return { about: 'text', ask: 'read' };

  if (/^(please )?(describe|explain|caption|summari[sz]e)\b.*|\bwhat('s| is| do you see| can you see| can be seen| does)( (in|on|shown|here|going|there))?( in| on)? ?(this|the|that|my)? ?(picture|image|photo|photograph|screenshot|pic)?( show| depict| contain)?$|^what('s| is| are)? (this|that|it|these|shown|here|in it|there)( here)?$|^what (do|can) you see( here| there)?$|\btell me (about|what you see)\b|^(look|look at this|see|caption|analy[sz]e( this| it)?)$|\bwas (ist|siehst du|zeigt)\b.*\b(bild|foto|hier|das)\b|^was ist das$|\bqu'est-ce (que c'est|qu'on voit)\b|\bque vois-tu\b|\bqu[eé] (es esto|hay en la (imagen|foto)|ves)\b|\bcosa (c'è|vedi)\b|\bo que (é isto|há na)\b/u.test(text)) return { about: 'overview' };
  return undefined;
}

const readsAloud =
  /^(please )?(can you |could you )?(read|transcribe|ocr|extract)\b(?!.*\b(board|position|code)\b).*|\bwhat (does|do|did) (it|this|that|they|he|she|these|the (?:\w+ )?(?:text|sign|signs|poster|picture|image|photo|page|screen|screenshot|label|note|document|banner|plaque|writing|letter|card|board|paper|billboard|receipt|ticket|caption|notice|inscription|sticker|flyer)) (?:actually )?say\b(?! (?:about|on|regarding|to))|\bwhat('s| is) (written|printed|the text|the writing)\b(?! about| next| under| above| below| beside| on the (left|right|top|bottom))|^(and )?what text\b.*$|^text$|\bwas steht\b.*|\blies\b.*\bvor\b|\bqu'est-ce qui est écrit\b|\bque dit\b|\bqu[eé] dice\b|\bqu[eé] pone\b|\bcosa (dice|c'è scritto)\b|\bo que (diz|está escrito)\b|\bwat staat er\b/u;

function fileAsk(text: string): FileAsk | undefined {
  const picture = /\b(picture|image|photo|photograph|file|screenshot|it|this|that|taken|shot)\b/.test(text);
  const when = /^(and )?when\b.*\b(taken|shot|photographed|captured)\b|\bwhen (was|were|is|did) (it|this|that|the (?:picture|photo|image|photograph|shot)|you)\b.*\b(taken|shot|made|captured|take(?! (?:effect|place|part|off|over))|photographed|created)\b|\b(date|time|day|year) (it|this|the \w+) was (taken|shot)\b|\bwhen (was )?(it )?taken\b|\bwhich (year|day|date) was (it|this|the (picture|photo|image)) taken\b|\bhow old is (this|the) (picture|photo|image|photograph)\b|\bwann wurde\b.*\baufgenommen\b/.test(text);
  const camera = /\b(camera|lens|phone|device|exposure|aperture|shutter|iso|f-stop|focal length|make and model)\b/.test(text) && /\b(what|which|with|used|taken|shot|settings?)\b/.test(text) && !/\bhow many\b|\bcamera (?:is |was )?(?:standing|mounted|placed|on|sitting)\b|\bcan you see\b|\bwhere is\b|\bcall\b|\bnumber\b/.test(text) && /\b(camera|lens|exposure|aperture|shutter|iso|focal|taken|shot|took)\b/.test(text);
  if (when && camera) return 'when-and-camera';
  if (when) return 'taken-at';
  if (camera) return 'camera';
  if (!/ or /.test(text) && /\bwhere (was|were|is) (it|this|that|the (?:picture|photo|image|photograph)|they)\b.*\b(taken|shot|photographed)\b|\b(gps|coordinates|geo ?tag|location data|latitude|longitude)\b|\bwhere (was )?(it )?taken\b|\bwo wurde\b.*\baufgenommen\b/.test(text)) return 'place';
  if (/\bhow (big|large|wide|tall|high|heavy) is (it|this|that|the (?:picture|image|photo|photograph|file|screenshot))(?=$| (?:file|here|now|again)\b)|\b(resolution|dimensions?|pixels?|megapixels?|file ?size|aspect ratio)\b|\bsize of (the|this) (picture|image|photo|file|photograph)\b|\bwie (groß|gross) ist (das|dieses) (bild|foto)\b|\bhow many (megabytes|mb|kb|bytes|kilobytes|pixels|megapixels)\b/.test(text) && (picture || !/\bscreen|tv|monitor\b/.test(text))) return 'size';
  if (/\b(file ?(format|type)|image format|what format|which format|is (it|this) an? (jpe?g|png|webp|gif|heic|tiff)|what (kind|type) of file|animated|how many frames)\b/.test(text)) return 'format';
  if (/\b(file ?name|name of (the|this) file|what is (the|this) file called)\b/.test(text)) return 'name';
  if (/\b(metadata|exif|file (facts|info|information|details|data)|about (the|this) file|software was used|which software|edited with)\b/.test(text)) return 'everything';
  return undefined;
}

/** The same words as they were typed, with their capitals. */
function asTyped(raw: string, lower: string): string {
  const at = raw.toLowerCase().indexOf(lower);
  return at < 0 ? lower : raw.slice(at, at + lower.length);
}
