'use client';
import { ArrowUp, Camera, ImagePlus, Images, Pencil, Square } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useEffect, useLayoutEffect, useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import { limits, OcelliError, type Recording } from '@/wire/protocol';
import { imageUrl } from '@/wire/rest';
import { say } from '@/design/toasts';
import { Tip } from '@/design/tip';
import { setAddress } from '@/conversation/address';
import { useConnection } from '@/conversation/connection';
import { useBranch, useConversation } from '@/conversation/conversation-store';
import { lastAnswered } from '@/conversation/message-tree';
import { sendTurn, stop } from '@/conversation/send-turn';
import { picturesOf } from '@/picture/pictures-of-branch';
import { wasSpoken } from '@/reading-aloud/follow-answers';
import { ReadingBar } from '@/reading-aloud/reading-bar';
import { HandsFreeBar } from '@/voice/hands-free-bar';
import { HandsFreeButton } from '@/voice/hands-free-button';
import { keepSound } from '@/voice/kept-sound';
import { ListeningPanel } from '@/voice/listening-panel';
import { hearsLive } from '@/voice/microphone';
import { MicrophoneButton } from '@/voice/microphone-button';
import { endSpeaking } from '@/voice/speaking';
import { SpeakingTrouble } from '@/voice/speaking-problem';
import { useSpaceBar } from '@/voice/use-space-bar';
import { useSpokenQuestion } from '@/voice/use-spoken-question';
import { useVoiceSettings } from '@/voice/voice-settings';
import { draftOf, useDrafts, type Draft } from './drafts';
import { PictureTray } from './picture-tray';
import { fileTypes } from './upload';

/** Where the draft of the open conversation is kept. */
export const useDraftKey = (): string => useConversation((state) => (state.status === 'new' ? 'new' : state.id));

/** Adds files to the open conversation's draft and says when some had to stay out. */
export function attachFiles(draftKey: string, files: File[]): void {
  const left = files.length === 0 ? 0 : useDrafts.getState().addFiles(draftKey, files);
  if (left > 0) say(`One question takes up to ${limits.attachmentsPerTurn} files; ${left} did not fit.`);
}

/** Why the draft cannot be sent as it is; null when it can. */
function obstacle(draft: Draft): string | null {
  if (draft.pictures.some(({ state }) => state === 'uploading')) return 'Waiting for the upload to finish';
  if (draft.pictures.some(({ state }) => state === 'failed')) return 'Retry or remove what failed';
  if (draft.pictures.filter(({ state }) => state === 'recorded').length > limits.recordingsPerTurn) return `One question takes up to ${limits.recordingsPerTurn} recordings`;
  if (draft.text.length > limits.questionCharacters) return `Shorten the question to ${limits.questionCharacters} characters`;
  if (draft.text.trim() === '' && draft.pictures.length === 0) return 'Write a question or add a picture';
  return null;
}

export function Composer() {
  const draftKey = useDraftKey();
  const draft = useDrafts((state) => draftOf(state, draftKey));
  const { setText, clear, addAttachment } = useDrafts.getState();
  const branch = useBranch();
  const stopping = useConversation((state) => state.stopping);
  const online = useConnection((state) => state.status !== 'offline');
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);

  const last = branch.at(-1);
  const running = last?.role === 'assistant' && last.status === 'running' && !stopping.includes(last.runId) ? last : undefined;
  const why = obstacle(draft);
  const earlier = picturesOf(branch);

  useLayoutEffect(() => {
    if (!field.current) return;
    field.current.style.height = 'auto';
    field.current.style.height = `${Math.min(field.current.scrollHeight, 220)}px`;
  }, [draft.text]);

  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches || draft.editing) field.current?.focus();
  }, [draftKey, draft.editing]);

  const ask = (text: string, kept: Recording[] = []): string => {
    const { status, id } = useConversation.getState();
    const questionId = sendTurn({
      text: text.trim(),
      parentId: draft.editing ? draft.editing.parentId : lastAnswered(branch),
      attachments: draft.pictures.flatMap((picture) =>
        picture.state === 'ready' ? [picture.region ? { ...picture.attachment, region: picture.region } : picture.attachment] : [],
      ),
      recordings: [...draft.pictures.flatMap((picture) => (picture.state === 'recorded' ? [picture.recording] : [])), ...kept],
    });
    if (status === 'new') setAddress(id);
    clear(draftKey);
    field.current?.focus();
    return questionId;
  };
  const send = (): void => {
    if (why === null && !running) ask(draft.text);
  };

  /** Where the sound is kept, it is the question: its words are heard in it once more. */
  const sendSpoken = async (text: string, sound: Uint8Array<ArrayBuffer>): Promise<void> => {
    if (!useVoiceSettings.getState().keepSound) return wasSpoken(ask(text));
    const kept = await keepSound(sound).catch((cause: unknown) => {
      say(`The sound of your question could not be kept. ${OcelliError.from(cause).message}`, { tone: 'problem' });
      return null;
    });
    wasSpoken(kept ? ask('', [kept]) : ask(text));
  };

  const spoken = useSpokenQuestion({
    draftKey,
    subject: () => {
      const { status, id } = useConversation.getState();
      return { conversationId: status === 'new' ? null : id, attachments: draft.pictures.flatMap((picture) => (picture.state === 'ready' ? [{ id: picture.attachment.id }] : [])) };
    },
    mayBeSent: (text) => draft.text.trim() === '' && !draft.editing && !running && obstacle({ ...draft, text }) === null,
    onSend: (text, sound) => void sendSpoken(text, sound),
    onWait: (text) => {
      setText(draftKey, [draft.text.trim(), text].filter(Boolean).join(' '));
      field.current?.focus();
    },
  });
  const spaceBar = useSpaceBar({ enabled: spoken.available && !spoken.busy && draft.text === '', onStart: spoken.start, onHold: spoken.setHeld, onSpace: () => setText(draftKey, ' ') });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (spaceBar.onKeyDown(event)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && draft.editing) {
      clear(draftKey);
    }
  };

  const onPaste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    attachFiles(draftKey, files);
  };

  return (
    <form className="composer" aria-label="Ask" onSubmit={(event) => { event.preventDefault(); if (spoken.busy) endSpeaking(); else send(); }}>
      {draft.editing && (
        <div className="flex items-center gap-2 px-4 pt-3 text-[13px] text-iris-text">
          <Pencil size={13} aria-hidden="true" /> Editing an earlier question
          <button type="button" className="text-button ml-auto" onClick={() => clear(draftKey)}>Cancel</button>
        </div>
      )}
      <SpeakingTrouble />
      <ReadingBar />
      <HandsFreeBar />
      <PictureTray draftKey={draftKey} pictures={draft.pictures} />
      {spoken.toCheck && !spoken.busy && <p role="status" className="check-words">{spoken.toCheck}</p>}
      {spoken.busy && <ListeningPanel held={spoken.held} />}
      <textarea
        ref={field}
        rows={1}
        aria-label="Question"
        placeholder={earlier.length > 0 ? 'Ask a follow-up…' : 'Ask about a picture…'}
        // Still there while somebody speaks, so that whoever holds its space bar keeps the focus.
        className={spoken.busy ? 'sr-only' : 'block max-h-55 w-full resize-none bg-transparent px-4 pt-3.5 pb-1.5 text-[16px] leading-6 placeholder:text-ink-faint focus-visible:shadow-none focus-visible:outline-none'}
        readOnly={spoken.busy}
        value={draft.text}
        maxLength={limits.questionCharacters}
        onChange={(event) => { setText(draftKey, event.target.value); spoken.checked(); }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <div className="flex items-center gap-0.5 px-2.5 pt-1 pb-2.5">
        <Tip text="Add pictures or a recording">
          <button type="button" className="icon-button" aria-label="Add pictures" onClick={() => picker.current?.click()}><ImagePlus size={18} /></button>
        </Tip>
        <button type="button" className="icon-button hidden pointer-coarse:inline-flex" aria-label="Take a photo" onClick={() => camera.current?.click()}><Camera size={18} /></button>
        {earlier.length > 0 && (
          <DropdownMenu.Root>
            <Tip text="Use an earlier picture">
              <DropdownMenu.Trigger className="icon-button" aria-label="Use an earlier picture"><Images size={18} /></DropdownMenu.Trigger>
            </Tip>
            <DropdownMenu.Portal>
              <DropdownMenu.Content className="menu max-h-80 overflow-auto" side="top" align="start" sideOffset={8}>
                {earlier.map((picture, at) => (
                  <DropdownMenu.Item key={picture.id} className="menu-item" onSelect={() => addAttachment(draftKey, picture)}>
                    <img src={imageUrl(picture.id, 96)} alt="" className="size-9 rounded-md border border-line object-cover" />
                    <span className="min-w-0"><span className="block">Picture {at + 1}</span><span className="block max-w-48 truncate text-xs text-ink-faint">{picture.name}</span></span>
                  </DropdownMenu.Item>
                ))}
              </DropdownMenu.Content>
            </DropdownMenu.Portal>
          </DropdownMenu.Root>
        )}
        {draft.text.length > limits.questionCharacters - 300 && (
          <span className="ml-2 text-xs text-ink-faint tabular-nums">{limits.questionCharacters - draft.text.length} left</span>
        )}
        <span className="ml-auto pr-2 text-xs text-ink-faint" aria-hidden="true"><span className="hidden sm:inline">{online ? '' : 'Offline: sends when back'}</span></span>
        {spoken.available && hearsLive() && <HandsFreeButton onStart={spoken.converse} />}
        {spoken.available && <MicrophoneButton onStart={spoken.start} onHold={spoken.setHeld} />}
        {running ? (
          <Tip text="Stop"><button type="button" className="send-button" aria-label="Stop" onClick={() => void stop(running.runId)}><Square size={13} fill="currentColor" /></button></Tip>
        ) : (
          <Tip text={spoken.busy ? 'Done speaking' : (why ?? 'Send')}>
            <button type="submit" className="send-button" aria-label="Send" aria-disabled={!spoken.busy && why !== null}><ArrowUp size={18} strokeWidth={2.4} /></button>
          </Tip>
        )}
      </div>
      <input ref={picker} type="file" multiple hidden accept={fileTypes} aria-label="Pictures" onChange={(event) => { attachFiles(draftKey, [...(event.target.files ?? [])]); event.target.value = ''; }} />
      <input ref={camera} type="file" hidden accept="image/*" capture="environment" aria-label="Camera" onChange={(event) => { attachFiles(draftKey, [...(event.target.files ?? [])]); event.target.value = ''; }} />
    </form>
  );
}
