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
