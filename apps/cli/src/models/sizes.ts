/** Bytes as people read them: `71 MB`. */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return `${size < 1 && size > 0 ? size.toFixed(1) : Math.round(size)} MB`;
}

/** A duration to wait for: `40 s`, `3 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 90 * 60 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
