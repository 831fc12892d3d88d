import { answered, declined, type Answer } from '../answers/answer.js';
import { quoted } from '../answers/picture-text.js';
import { counted, link } from '../answers/wording.js';
import { boxAround } from '../boards/square-quads.js';
import type { FindingOf } from '../tools/tool-result.js';
import type { TurnInput } from '../turn.js';
import { useEach, type Plan } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';
import { severalAnswers } from './several-answers.js';

/** Longest code text that an answer shows in full. */
const mostCharacters = 600;

/** Reads QR, bar and matrix codes and shows what they say, as text. */
export function* planCodeAnswer(turn: TurnInput, scopes: PictureScope[]): Plan {
  const findings = yield* useEach('read_code', scopes.map((scope) => ({ ...scope })));
  return severalAnswers(findings.map((finding) => ({ name: `picture ${finding.picture}`, answer: tellCodes(turn.pictures[finding.picture - 1]!.id, finding) })));
}

function tellCodes(attachmentId: string, { codes, picture }: FindingOf<'read_code'>): Answer {
  if (codes.length === 0) return declined("I can't find a QR, bar or matrix code that I can read in this picture.");
  const id = (index: number) => `p${picture}-code-${index + 1}`;
  const told = codes.map(({ format, text }, index) => `${link(`the ${codeName(format)}`, id(index))} says ${quoted(text, mostCharacters)}`);
  const marks = codes.map(({ format, text, quad }, index) => ({ kind: 'code' as const, id: id(index), group: 'codes', attachmentId, label: codeName(format), score: 1, box: boxAround(quad), text, format, quad }));
  return answered(codes.length === 1 ? `${told[0]!.replace('[the', '[The')}.` : `I read ${link(counted(codes.length, 'code'), 'codes')}: ${told.join('; ')}.`, marks);
}

/** "QRCode" is a QR code to people; the striped ones are bar codes. */
function codeName(format: string): string {
  if (/qr/i.test(format)) return 'QR code';
  if (/matrix|aztec|pdf417|maxicode/i.test(format)) return `${format.replace(/[^\w -]/g, '')} code`;
  return `bar code (${format.replace(/[^\w -]/g, '')})`;
}
