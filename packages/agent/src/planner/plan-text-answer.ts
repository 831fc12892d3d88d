import { answered, declined } from '../answers/answer.js';
import { quoted } from '../answers/picture-text.js';
import { link } from '../answers/wording.js';
import type { TurnInput } from '../turn.js';
import type { TextAsk } from './intent.js';
import { useEach, type Plan } from './plan.js';
import type { PictureScope } from './resolve-pictures.js';

export function* planTextAnswer(_ask: TextAsk, turn: TurnInput, scopes: PictureScope[]): Plan {
  const [finding] = yield* useEach('read_text', scopes.slice(0, 1).map((scope) => ({ ...scope })));
  const lines = finding?.reading.lines ?? [];
  if (lines.length === 0) return declined("I can't find any text in this picture.");
  const attachmentId = turn.pictures[finding!.picture - 1]!.id;
  return answered(
    `It says: ${link(quoted(lines.map((line) => line.text).join(' ')), 'lines')}`,
    lines.slice(0, 200).map((line, index) => ({ kind: 'text', id: `line-${index + 1}`, group: 'lines', attachmentId, label: 'text', ...line })),
  );
}
