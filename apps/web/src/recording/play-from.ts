/** The player of a recording on the page: the last one, where it is shown more than once. */
const playerOf = (recordingId: string): HTMLAudioElement | undefined => [...document.querySelectorAll<HTMLAudioElement>(`audio[data-recording="${CSS.escape(recordingId)}"]`)].at(-1);

/** Plays a recording from a second on, wherever the page shows it; what else plays stops. False where it is not shown. */
export function playFrom(recordingId: string, seconds: number, player = playerOf(recordingId)): boolean {
  if (!player) return false;
  for (const other of document.querySelectorAll('audio')) if (other !== player) other.pause();
  player.currentTime = seconds;
  // A browser may not let it play before the page was touched; then it stands at the place.
  void player.play().catch(() => undefined);
  player.scrollIntoView({ block: 'nearest' });
  return true;
}
