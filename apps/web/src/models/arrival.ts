import type { ErrorBody, ModelCard } from '@/wire/protocol';

/** Models on their way, as one thing. */
export interface Arrival {
  state: 'fetching' | 'paused' | 'failed';
  /** Those that are not there yet. */
  missing: ModelCard[];
  receivedBytes: number;
  totalBytes: number;
  bytesPerSecond: number | null;
  secondsLeft: number | null;
  error: ErrorBody | null;
  /** When the next try is. */
  retryAt: string | null;
}

const underWay = (card: ModelCard): boolean => ['waiting', 'fetching', 'unpacking'].includes(card.install.state);
const wanted = (card: ModelCard): boolean => underWay(card) || card.install.state === 'paused' || card.install.state === 'failed';

/**
 * What the models on their way amount to; null when there are none. Of those that belong together, the ones that are there already
 * count as whole, so that the share never falls when one arrives.
 */
export function arrivalOf(cards: readonly ModelCard[]): Arrival | null {
  const missing = cards.filter(wanted);
  if (missing.length === 0) return null;
  const together = cards.filter((card) => missing.includes(card) || (card.when === 'start' && card.install.state === 'ready' && missing.some(({ when }) => when === 'start')));
  const amounts = together.map(({ install, fetchBytes }) => ('totalBytes' in install && install.totalBytes > 0 ? [install.receivedBytes, install.totalBytes] : [install.state === 'ready' ? fetchBytes : 0, fetchBytes]) as [number, number]);
  const receivedBytes = amounts.reduce((sum, [received]) => sum + received, 0);
  const totalBytes = amounts.reduce((sum, [, total]) => sum + total, 0);
  const failure = missing.map(({ install }) => install).find((install) => install.state === 'failed');
  const state = missing.some(underWay) ? 'fetching' : failure ? 'failed' : 'paused';
  const bytesPerSecond = missing.map(({ install }) => (install.state === 'fetching' ? install.bytesPerSecond : null)).find((one) => one !== null) ?? null;
  const left = missing.reduce((sum, card) => sum + (underWay(card) && 'totalBytes' in card.install ? card.install.totalBytes - card.install.receivedBytes : 0), 0);
  return {
    state, missing, receivedBytes, totalBytes, bytesPerSecond,
    secondsLeft: bytesPerSecond ? left / bytesPerSecond : null,
    error: failure?.state === 'failed' ? failure.error : null,
    retryAt: failure?.state === 'failed' ? failure.retryAt : null,
  };
}

/** What all of these let Ocelli do, as a sentence's end: "hear, see and speak". */
export function givesOf(cards: readonly ModelCard[]): string {
  const gives = [...new Set(cards.map((card) => card.gives))];
  return gives.length < 2 ? (gives[0] ?? '') : `${gives.slice(0, -1).join(', ')} and ${gives.at(-1)}`;
}

/** A model's name, and what it is for where the title says so: "Whisper tiny.en", "spoken English". */
export function nameOf({ title }: Pick<ModelCard, 'title'>): { name: string; kind: string } {
  const at = title.indexOf(', ');
  return at < 0 ? { name: title, kind: '' } : { name: title.slice(0, at), kind: title.slice(at + 2) };
}
