'use client';
import { Crop, ImageOff, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import { imageUrl } from '@/wire/rest';
import { Tip } from '@/design/tip';
import { RegionDialog } from '@/picture/region-dialog';
import { useDrafts, type TrayPicture } from './drafts';

/** The pictures that go with the next question. */
export function PictureTray({ draftKey, pictures }: { draftKey: string; pictures: readonly TrayPicture[] }) {
  if (pictures.length === 0) return null;
  return (
    <ul aria-label="Attached pictures" className="flex flex-wrap gap-2.5 px-3.5 pt-3.5">
      {pictures.map((picture) => <TrayItem key={picture.key} draftKey={draftKey} picture={picture} />)}
    </ul>
  );
}

function TrayItem({ draftKey, picture }: { draftKey: string; picture: TrayPicture }) {
  const { remove, retry, setRegion } = useDrafts.getState();
  const [choosing, setChoosing] = useState(false);
  const name = picture.state === 'ready' ? picture.attachment.name : picture.name;
  const failed = picture.state === 'failed';
  return (
    <li className={`group relative flex h-16 items-center overflow-hidden rounded-xl border bg-sunken ${failed ? 'border-problem' : 'border-line-strong'}`}>
      <Thumbnail key={picture.state} picture={picture} />
      {picture.state === 'uploading' && (
        <>
          <span className="absolute inset-0 bg-surface/55" />
          <span role="progressbar" aria-label={`Uploading ${name}`} aria-valuenow={Math.round(picture.share * 100)} aria-valuemin={0} aria-valuemax={100} className="absolute inset-x-2 bottom-2 h-1 overflow-hidden rounded-full bg-line-strong">
            <span className="block h-full rounded-full bg-ink transition-[width]" style={{ width: `${Math.max(6, picture.share * 100)}%` }} />
          </span>
        </>
      )}
      {failed && (
        <span className="flex items-center gap-2 pr-9 pl-2.5">
          <span role="alert" className="line-clamp-3 w-44 text-xs leading-4 text-problem">{picture.failure.message}</span>
          <Tip text="Retry"><button type="button" className="icon-button" aria-label={`Retry uploading ${name}`} onClick={() => retry(draftKey, picture.key)}><RotateCw size={15} /></button></Tip>
        </span>
      )}
      {picture.state === 'ready' && (
        <span className="flex items-center pr-9 pl-1">
          <Tip text={picture.region ? 'Change the part you ask about' : 'Ask about a part'}>
            <button type="button" className="icon-button" aria-label={`Ask about a part of ${name}`} aria-pressed={picture.region !== undefined} onClick={() => setChoosing(true)}>
              <Crop size={15} />
              {picture.region && <span className="pr-1">part</span>}
            </button>
          </Tip>
        </span>
      )}
      <Tip text="Remove">
        <button type="button" aria-label={`Remove ${name}`} onClick={() => remove(draftKey, picture.key)} className="absolute top-1 right-1 rounded-full border border-line bg-surface p-1 text-ink-soft hover:text-ink">
          <X size={12} />
        </button>
      </Tip>
      {picture.state === 'ready' && (
        <RegionDialog picture={picture.attachment} open={choosing} initial={picture.region} onClose={() => setChoosing(false)} onChoose={(region) => setRegion(draftKey, picture.key, region)} />
      )}
    </li>
  );
}

/** The browser's own preview until the server has one; some types, such as HEIC, only the server can show. */
function Thumbnail({ picture }: { picture: TrayPicture }) {
  const [broken, setBroken] = useState(false);
  if (broken) return <span className="grid size-16 place-items-center text-ink-faint"><ImageOff size={18} aria-hidden="true" /></span>;
  const source = picture.state === 'ready' ? imageUrl(picture.attachment.id, 320) : picture.preview;
  const region = picture.state === 'ready' ? picture.region : undefined;
  return (
    <span className="relative size-16 shrink-0">
      <img src={source} alt={picture.state === 'ready' ? picture.attachment.name : picture.name} onError={() => setBroken(true)} className="size-16 object-fill" />
      {region && (
        <span className="absolute rounded-xs outline-2 outline-iris" style={{ left: `${region[0] * 100}%`, top: `${region[1] * 100}%`, width: `${(region[2] - region[0]) * 100}%`, height: `${(region[3] - region[1]) * 100}%`, boxShadow: '0 0 0 99px rgb(20 16 8 / .45)', clipPath: 'none' }} />
      )}
    </span>
  );
}
