import type { FileFacts } from '@ocelli/protocol';
import exifr from 'exifr';

export type CameraFacts = Pick<FileFacts, 'takenAt' | 'camera' | 'lens' | 'exposure' | 'gps' | 'software'>;

/** Only these are read: a block of a million made-up entries costs a walk over it and no more. */
const pick = [
  'Make', 'Model', 'Software', 'DateTimeOriginal', 'CreateDate', 'OffsetTimeOriginal', 'LensModel', 'ExposureTime', 'FNumber', 'ISO', 'FocalLength',
  'GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef',
];
const longestText = 100;

/**
 * What the camera wrote into a file: `bytes` is a block of EXIF (a TIFF header first) or a TIFF file. Texts come without
 * control characters and capped, numbers only where they make sense; a broken block gives what can be read of it, at worst nothing.
 */
export async function cameraFacts(bytes: Uint8Array): Promise<CameraFacts> {
  let tags: Record<string, unknown>;
  try {
    tags = { ...((await exifr.parse(bytes, { pick, reviveValues: false, translateValues: false })) as unknown as object | undefined) };
  } catch {
    return {};
  }
  const facts = { takenAt: takenAt(tags), camera: withMaker(text(tags.Make), text(tags.Model)), lens: text(tags.LensModel), exposure: exposure(tags), gps: gps(tags), software: text(tags.Software) };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const clean = value.slice(0, 10 * longestText).replace(/\0.*$/s, '').replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu, ' ').replace(/\s+/g, ' ').trim();
  return [...clean].slice(0, longestText).join('').trim() || undefined;
}

function positive(value: unknown): number | undefined {
  const number: unknown = Array.isArray(value) || ArrayBuffer.isView(value) ? (value as unknown as ArrayLike<unknown>)[0] : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 && number < 1e7 ? number : undefined;
}

/** When the shutter was released, as the camera's clock said: ISO 8601, with an offset only where the camera knew one. */
function takenAt(tags: Record<string, unknown>): string | undefined {
  for (const written of [text(tags.DateTimeOriginal), text(tags.CreateDate)]) {
    const parts = /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?/.exec(written ?? '');
    if (!parts) continue;
    const iso = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6] ?? '00'}`;
    const date = new Date(`${iso}Z`);
    // A clock that was never set says year 0 or a 31st of February.
    if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 19) !== iso || date.getUTCFullYear() < 1826) continue;
    return iso + (/^[+-]\d{2}:\d{2}$/.exec(text(tags.OffsetTimeOriginal) ?? '')?.[0] ?? '');
  }
  return undefined;
}

/** "Canon" and "Canon EOS 5D" are one name; "NIKON CORPORATION" and "NIKON D70" too; "Apple" and "iPhone 12" stay two. */
function withMaker(make: string | undefined, model: string | undefined): string | undefined {
  if (!make || !model) return model ?? make;
  const short = make.replace(/[\s,]+(imaging|optical|electric|electronics|techwin|corporation|corp|company|co|ltd|inc|gmbh|ag)\b.*$/i, '');
  const first = model.split(/[\s_-]/)[0]!.toLowerCase();
  return make.toLowerCase().split(/[\s,_-]+/).includes(first) || model.toLowerCase().startsWith(short.toLowerCase()) ? model : `${short} ${model}`.slice(0, longestText);
}

/** "1/250 s, f/2.8, ISO 100, 50 mm", of what is known. */
function exposure(tags: Record<string, unknown>): string | undefined {
  const [seconds, f, iso, mm] = [tags.ExposureTime, tags.FNumber, tags.ISO, tags.FocalLength].map(positive);
  const parts = [
    seconds && (seconds < 0.3 ? `1/${Math.round(1 / seconds)} s` : `${rounded(seconds)} s`),
    f && `f/${rounded(f)}`,
    iso && `ISO ${Math.round(iso)}`,
    mm && `${rounded(mm)} mm`,
  ].filter(Boolean);
  return parts.join(', ') || undefined;
}

const rounded = (value: number) => String(Math.round(value * 10) / 10);

function gps(tags: Record<string, unknown>): FileFacts['gps'] {
  const { latitude, longitude } = tags;
  if (typeof latitude !== 'number' || typeof longitude !== 'number' || !(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) return undefined;
  // A receiver without a fix writes zeros; nobody photographs in the Gulf of Guinea at exactly 0, 0.
  return latitude === 0 && longitude === 0 ? undefined : { latitude, longitude };
}
