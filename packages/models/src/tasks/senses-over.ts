import type { PictureTask, PictureTaskValue, TaskName, TaskPiece, TaskRequest, TaskValue } from '@ocelli/protocol';
import type { PictureRef, RecordingRef, Seen, Senses, TaskOptions } from '../perception.js';
import type { RunOptions } from './task-runner.js';

/** Does one request; the value is the one that the request's task makes. */
export type RunTask = (request: TaskRequest, options: RunOptions) => Promise<Seen<unknown>>;

/** The {@link Senses} interface over anything that can do one request. */
export function sensesOver(run: RunTask): Senses {
  const look = <Task extends Exclude<PictureTask, 'answer'>>(task: Task) =>
    async (picture: PictureRef, { signal, region }: TaskOptions = {}) =>
      (await run({ task, picture: named(picture), ...(region ? { region } : {}) }, { signal })) as Seen<PictureTaskValue<Task>>;
  const perform = async <Task extends TaskName>(request: TaskRequest & { task: Task }, options: RunOptions) => (await run(request, options)) as Seen<TaskValue<Task>>;
  const embedTexts: Senses['embedTexts'] = (texts, { signal } = {}) => perform({ task: 'embed', of: { texts: [...texts] } }, { signal });
  const embedPicture: Senses['embedPicture'] = async (picture, { signal, region } = {}) => {
    const { value, uses } = await perform({ task: 'embed', of: { picture: named(picture), ...(region ? { region } : {}) } }, { signal });
    return { value: value[0] ?? [], uses };
  };
  return {
    readBoards: look('read-boards'),
    detect: look('detect'),
    readText: look('read-text'),
    readCodes: look('read-codes'),
    colours: look('colours'),
    classify: look('classify'),
    answer: (picture, question, { signal, region, onText } = {}) =>
      perform({ task: 'answer', picture: named(picture), question, ...(region ? { region } : {}) }, { signal, onPiece: ifKind('text', ({ delta }) => onText?.(delta)) }),
    transcribe: (audio, { signal, language, prompt, urgent, onProgress } = {}) =>
      perform(
        { task: 'transcribe', audio: named(audio), ...(language === undefined ? {} : { language }), ...(prompt === undefined ? {} : { prompt }), ...(urgent ? { urgent } : {}) },
        { signal, onPiece: ifKind('progress', ({ fraction }) => onProgress?.(fraction)) },
      ),
    speak: (text, { signal, voice, speed, rest, onSound } = {}) =>
      perform({ task: 'speak', text, ...(voice === undefined ? {} : { voice }), ...(speed === undefined ? {} : { speed }), ...(rest === undefined ? {} : { rest }) }, { signal, onPiece: ifKind('sound', (sound) => onSound?.(sound)) }),
    embedTexts,
    embedPicture,
    compare: async (picture, words, options) => {
      const seen = await embedPicture(picture, options);
      const meant = await embedTexts(words.map((text) => `a photo of ${text}`), options);
      return { value: meant.value.map((vector) => vector.reduce((sum, x, at) => sum + x * seen.value[at]!, 0)), uses: seen.uses };
    },
  };
}

/** Listens to one kind of piece. */
function ifKind<Kind extends TaskPiece['kind']>(kind: Kind, listen: (piece: TaskPiece & { kind: Kind }) => void): (piece: TaskPiece) => void {
  return (piece) => {
    if (piece.kind === kind) listen(piece as TaskPiece & { kind: Kind });
  };
}

/** Only what crosses: callers pass objects that carry more. */
const named = ({ id, path }: PictureRef | RecordingRef): PictureRef => ({ id, path });
