/** Bytes as people say them: "71 MB", "4.2 MB", "1.3 GB". Decimal, as package registries and disks count. */
export function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 9.95e6) return `${Math.round(bytes / 1e6)} MB`;
  if (bytes >= 1e5) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(bytes > 0 ? 1 : 0, Math.round(bytes / 1e3))} kB`;
}

/** "34 of 71 MB": the unit once, the whole in its usual form. */
export function sizeOf(received: number, total: number): string {
  const [whole = '', unit = ''] = size(total).split(' ');
  const scale = { kB: 1e3, MB: 1e6, GB: 1e9 }[unit] ?? 1;
  const digits = whole.includes('.') ? 1 : 0;
  return `${(received / scale).toFixed(digits)} of ${whole} ${unit}`;
}

export const rate = (bytesPerSecond: number): string => `${size(bytesPerSecond)}/s`;

/** "about 40 seconds", in steps that do not flicker. */
export function time(seconds: number): string {
  if (seconds < 10) return 'a few seconds';
  if (seconds < 90) return `about ${Math.ceil(seconds / 10) * 10} seconds`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} minutes`;
  return `about ${Math.round(seconds / 3600)} hours`;
}

/** Whole percents, 100 only when all is there. */
export function percent(received: number, total: number): number {
  return total === 0 ? 0 : Math.min(received < total ? 99 : 100, Math.floor((100 * received) / total));
}
