'use client';
import { AudioLines, CircleAlert, Crop, ImageOff, X } from 'lucide-react';
import { useState } from 'react';
import type { ErrorCode } from '@/wire/protocol';
import { imageUrl } from '@/wire/rest';
import { Tip } from '@/design/tip';
import { RegionDialog } from '@/picture/region-dialog';
import { RegionOnThumbnail } from '@/picture/region-on-thumbnail';
import { minutes } from '@/recording/heard-words';
import { useDrafts, type TrayPicture } from './drafts';

/** What trying again does not change: the file itself is the problem. */
const hopeless = new Set<ErrorCode>(['unsupported_media', 'broken_media', 'too_large', 'too_many_pixels', 'bad_request']);

/** The pictures and recordings that go with the next question. */
export function PictureTray({ draftKey, pictures }: { draftKey: string; pictures: readonly TrayPicture[] }) {
  if (pictures.length === 0) return null;
  const failed = pictures.filter((picture): picture is Extract<TrayPicture, { state: 'failed' }> => picture.state === 'failed');
  return (
    <div className="flex flex-col gap-2 px-3.5 pt-3.5">
      <ul aria-label="Attached pictures" className="tray">
        {pictures.map((picture) => <TrayItem key={picture.key} draftKey={draftKey} picture={picture} />)}
      </ul>
      {failed.map(({ key, name, failure }) => (
        <p key={key} role="alert" className="flex flex-wrap items-baseline gap-x-3 text-[13px] text-problem">
          <span className="min-w-0 wrap-anywhere"><span className="font-semibold">{name}</span>: {failure.message}</span>
          {!hopeless.has(failure.code) && <button type="button" className="text-button" aria-label={`Retry uploading ${name}`} onClick={() => useDrafts.getState().retry(draftKey, key)}>Retry</button>}
        </p>
      ))}
    </div>
  );
}

function TrayItem({ draftKey, picture }: { draftKey: string; picture: TrayPicture }) {
  const { remove, setRegion } = useDrafts.getState();
  const [choosing, setChoosing] = useState(false);
  const name = picture.state === 'ready' ? picture.attachment.name : picture.state === 'recorded' ? picture.recording.name : picture.name;
  return (
    <li className="tray-item" data-state={picture.state} title={name}>
      {picture.state === 'recorded' ? <Sound name={name} seconds={picture.recording.seconds} /> : <Thumbnail key={picture.state} picture={picture} />}
      {picture.state === 'uploading' && (
        <>
          <span className="tray-veil">{Math.round(picture.share * 100)} %</span>
          <span role="progressbar" aria-label={`Uploading ${name}`} aria-valuenow={Math.round(picture.share * 100)} aria-valuemin={0} aria-valuemax={100} className="tray-progress">
            <span style={{ width: `${Math.max(6, picture.share * 100)}%` }} />
          </span>
        </>
      )}
      {picture.state === 'failed' && <span className="tray-veil text-problem"><CircleAlert size={20} aria-hidden="true" /></span>}
      {picture.state === 'ready' && (
        <Tip text={picture.region ? 'Change the part you ask about' : 'Ask about a part'}>
          <button type="button" className="tray-button tray-crop" aria-label={`Ask about a part of ${name}`} aria-pressed={picture.region !== undefined} onClick={() => setChoosing(true)}><span><Crop size={13} /></span></button>
        </Tip>
      )}
      <Tip text="Remove">
        <button type="button" className="tray-button tray-remove" aria-label={`Remove ${name}`} onClick={() => remove(draftKey, picture.key)}><span><X size={13} /></span></button>
      </Tip>
      {picture.state === 'ready' && (
        <RegionDialog picture={picture.attachment} open={choosing} initial={picture.region} onClose={() => setChoosing(false)} onChoose={(region) => setRegion(draftKey, picture.key, region)} />
      )}
    </li>
  );
}

function Sound({ name, seconds }: { name: string; seconds: number }) {
  return (
    <span className="tray-recording" role="img" aria-label={`Recording: ${name}, ${minutes(seconds)}`}>
      <AudioLines size={20} aria-hidden="true" />
      <span aria-hidden="true">{name}</span>
      <span className="tabular-nums" aria-hidden="true">{minutes(seconds)}</span>
    </span>
  );
}

/** The browser's own preview until the server has one; some types, such as HEIC, only the server can show. */
function Thumbnail({ picture }: { picture: Exclude<TrayPicture, { state: 'recorded' }> }) {
  const [broken, setBroken] = useState(false);
  const Icon = 'name' in picture && /\.(wav|mp3|m4a|aac|og[ga]|opus|flac|weba)$/i.test(picture.name) ? AudioLines : ImageOff;
  if (broken) return <span className="grid size-full place-items-center text-ink-faint"><Icon size={18} aria-hidden="true" /></span>;
  const ready = picture.state === 'ready' ? picture : undefined;
  const source = ready ? imageUrl(ready.attachment.id, 320) : 'preview' in picture ? picture.preview : '';
  const size = ready ? { aspectRatio: `${ready.attachment.width} / ${ready.attachment.height}` } : {};
  // With a part, the whole picture has to be seen; without, filling the tile looks better.
  return (
    <span className={ready?.region ? 'tray-whole' : 'size-full'}>
      <span className={ready?.region ? `relative overflow-hidden ${ready.attachment.width > ready.attachment.height ? 'w-full' : 'h-full'}` : 'block size-full'} style={ready?.region ? size : {}}>
        <img src={source} alt={ready ? ready.attachment.name : 'name' in picture ? picture.name : ''} onError={() => setBroken(true)} className="size-full object-cover" />
        {ready?.region && <RegionOnThumbnail region={ready.region} />}
      </span>
    </span>
  );
}
