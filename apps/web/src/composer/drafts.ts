import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { z } from 'zod';
import { Attachment, Box, limits, OcelliError, Recording, type ErrorBody } from '@/wire/protocol';
import { newId } from '@/wire/new-id';
import type { ShownAttachment } from '@/conversation/send-turn';
import { upload } from './upload';

/** A picture or a recording on its way into a question. */
export type TrayPicture =
  | { key: string; state: 'uploading'; name: string; preview: string; share: number }
  | { key: string; state: 'failed'; name: string; preview: string; failure: ErrorBody }
  | { key: string; state: 'ready'; attachment: Attachment; region?: Box }
  | { key: string; state: 'recorded'; recording: Recording };

export interface Draft {
  text: string;
  pictures: TrayPicture[];
  /** Set while an earlier question is edited: what the new one will stand beside. */
  editing?: { parentId: string | null };
}

const emptyDraft: Draft = { text: '', pictures: [] };

interface Drafts {
  drafts: Record<string, Draft>;
  setText(of: string, text: string): void;
  /** Starts uploading; returns how many pictures did not fit into one question. */
  addFiles(of: string, files: File[]): number;
  addAttachment(of: string, attachment: ShownAttachment): boolean;
  setRegion(of: string, key: string, region: Box | undefined): void;
  remove(of: string, key: string): void;
  retry(of: string, key: string): void;
  edit(of: string, draft: Draft): void;
  clear(of: string): void;
}

/** Bytes and cancel buttons of uploads that have not succeeded yet: they cannot be part of what is stored. */
const underWay = new Map<string, { file: File; abort: AbortController }>();

const StoredDraft = z.object({
  text: z.string(),
  pictures: z.array(
    z.discriminatedUnion('state', [
      z.object({ key: z.string(), state: z.literal('ready'), attachment: Attachment, region: Box.optional() }),
      z.object({ key: z.string(), state: z.literal('recorded'), recording: Recording }),
    ]),
  ),
});

/** What has been written and attached but not sent, per conversation. Kept in the browser. */
export const useDrafts = create<Drafts>()(
  persist(
    (set, get) => {
      const change = (of: string, how: (draft: Draft) => Draft): void => {
        set(({ drafts }) => ({ drafts: { ...drafts, [of]: how(drafts[of] ?? emptyDraft) } }));
      };
      const changePicture = (of: string, key: string, how: (picture: TrayPicture) => TrayPicture): void =>
        change(of, (draft) => ({ ...draft, pictures: draft.pictures.map((picture) => (picture.key === key ? how(picture) : picture)) }));

      const begin = async (of: string, key: string, file: File): Promise<void> => {
        const abort = new AbortController();
        underWay.set(key, { file, abort });
        try {
          const uploaded = await upload(file, {
            signal: abort.signal,
            onProgress: (share) => changePicture(of, key, (picture) => (picture.state === 'uploading' ? { ...picture, share } : picture)),
          });
          underWay.delete(key);
          changePicture(of, key, (picture) => {
            if ('preview' in picture) URL.revokeObjectURL(picture.preview);
            return 'seconds' in uploaded ? { key, state: 'recorded', recording: uploaded } : { key, state: 'ready', attachment: uploaded };
          });
        } catch (cause) {
          const failure = OcelliError.from(cause).toBody();
          changePicture(of, key, (picture) => (picture.state === 'uploading' ? { key, state: 'failed', name: picture.name, preview: picture.preview, failure } : picture));
        }
      };

      return {
        drafts: {},
        setText: (of, text) => change(of, (draft) => ({ ...draft, text })),

        addFiles(of, files) {
          const room = limits.attachmentsPerTurn - (get().drafts[of]?.pictures.length ?? 0);
          const taken = files.slice(0, Math.max(0, room));
          const added = taken.map((file) => ({ key: newId(), state: 'uploading' as const, name: file.name, preview: URL.createObjectURL(file), share: 0 }));
          change(of, (draft) => ({ ...draft, pictures: [...draft.pictures, ...added] }));
          added.forEach(({ key }, at) => void begin(of, key, taken[at]!));
          return files.length - taken.length;
        },

        addAttachment(of, { region, ...attachment }) {
          const pictures = get().drafts[of]?.pictures ?? [];
          const known = pictures.find((picture) => picture.state === 'ready' && picture.attachment.id === attachment.id);
          if (known) {
            changePicture(of, known.key, (picture) => (picture.state === 'ready' ? { ...picture, region } : picture));
            return true;
          }
          if (pictures.length >= limits.attachmentsPerTurn) return false;
          change(of, (draft) => ({ ...draft, pictures: [...draft.pictures, { key: newId(), state: 'ready', attachment, region }] }));
          return true;
        },

        setRegion: (of, key, region) => changePicture(of, key, (picture) => (picture.state === 'ready' ? { ...picture, region } : picture)),

        remove(of, key) {
          underWay.get(key)?.abort.abort();
          underWay.delete(key);
          change(of, (draft) => ({
            ...draft,
            pictures: draft.pictures.filter((picture) => {
              if (picture.key === key && 'preview' in picture) URL.revokeObjectURL(picture.preview);
              return picture.key !== key;
            }),
          }));
        },

        retry(of, key) {
          const waiting = underWay.get(key);
          if (!waiting) return;
          changePicture(of, key, (picture) =>
            picture.state === 'failed' ? { key, state: 'uploading', name: picture.name, preview: picture.preview, share: 0 } : picture,
          );
          void begin(of, key, waiting.file);
        },

        edit: (of, draft) => set(({ drafts }) => ({ drafts: { ...drafts, [of]: draft } })),

        clear: (of) =>
          set(({ drafts }) => {
            const { [of]: _cleared, ...others } = drafts;
            return { drafts: others };
          }),
      };
    },
    {
      name: 'ocelli.drafts',
      partialize: ({ drafts }) => ({
        drafts: Object.fromEntries(
          Object.entries(drafts)
            .map(([of, { text, pictures }]) => [of, { text, pictures: pictures.filter(({ state }) => state === 'ready' || state === 'recorded') }] as const)
            .filter(([, draft]) => draft.text || draft.pictures.length),
        ),
      }),
      // What lies in local storage may be of another version of this page, or edited by hand.
      merge: (stored, current) => {
        const checked = z.object({ drafts: z.record(z.string(), StoredDraft) }).safeParse(stored);
        return checked.success ? { ...current, ...checked.data } : current;
      },
    },
  ),
);

/** The draft of one conversation; a new conversation's is kept under `new` until its first question is sent. */
export const draftOf = (state: Pick<Drafts, 'drafts'>, of: string): Draft => state.drafts[of] ?? emptyDraft;
