/** The conversation that the address names: `/?c=<id>`. */
export function conversationInAddress(): string | null {
  const id = new URLSearchParams(location.search).get('c');
  return id !== null && /^[A-Za-z0-9_-]{8,64}$/.test(id) ? id : null;
}

/** Names a conversation (null: a new one) in the address, as a step of the browser's history or in place of the current one. */
export function setAddress(id: string | null, { replace = false } = {}): void {
  const next = id === null ? '/' : `/?c=${id}`;
  if (next === location.pathname + location.search) return;
  if (replace) history.replaceState(history.state, '', next);
  else history.pushState(null, '', next);
}
