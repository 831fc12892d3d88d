/** Postgres keeps neither NUL nor half a surrogate pair; a QR code may hold either. Both become the replacement character. */
export function storableText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\ufffd');
}

/** The same for every string in a JSON value. */
export function storableJson<T>(value: T): T {
  return JSON.parse(toStorableJson(value)) as T;
}

export function toStorableJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storableText(part) : part));
}
