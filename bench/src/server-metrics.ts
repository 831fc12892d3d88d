/** What the server says of its own event loop, in milliseconds, since it was last asked. */
export interface LoopDelay {
  p50: number;
  p99: number;
  max: number;
}

/** Reads /metrics; reading starts a new period. The delays count the probe's own interval of about 2 ms in. */
export async function loopDelay(url: string): Promise<LoopDelay> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const ms = (name: string): number => {
    const [, seconds] = new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)$`, 'm').exec(text) ?? [];
    if (seconds === undefined) throw new Error('The server does not tell the delay of its event loop.');
    return Number(seconds) * 1000;
  };
  return { p50: ms('p50'), p99: ms('p99'), max: ms('max') };
}

/** What the server says of its work on spoken questions since it was started. */
export interface ListeningMetrics {
  /** Questions that were heard, and how many of them had their last words within 350 ms of the decision that the speaker is done. */
  heard: number;
  soon: number;
  /** Seconds that those last words took, and that Whisper took for all its answers, of which there were `decodings`. */
  lastWords: number;
  decoding: number;
  decodings: number;
}

export async function listeningMetrics(url: string): Promise<ListeningMetrics> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (series: string): number => Number(text.split('\n').find((line) => line.startsWith(`${series} `))?.split(' ')[1] ?? 0);
  return {
    heard: value('ocelli_last_words_seconds_count'),
    soon: value('ocelli_last_words_seconds_bucket{le="0.35"}'),
    lastWords: value('ocelli_last_words_seconds_sum'),
    decoding: value('ocelli_inference_seconds_sum{task="transcribe"}'),
    decodings: value('ocelli_inference_seconds_count{task="transcribe"}'),
  };
}
