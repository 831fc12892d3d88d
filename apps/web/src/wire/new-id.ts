/** A fresh id of 22 characters (128 random bits). `crypto.randomUUID` would need a secure context, which plain HTTP in a home network is not. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
