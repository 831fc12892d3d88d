/** Frames of a running median over what a head looked at. */
const medianFrames = 7;

/**
 * When each token begins, in positions; the last entry is where the last token ends. `looks`: for each token and the end, where each alignment head of the
 * decoder looked, `[heads, positions]`. The heads' mean is followed by dynamic time warping, as openai/whisper does (timing.py).
 */
export function tokenTimes(looks: readonly Float32Array[], heads: number, positions: number): number[] {
  const rows = looks.length;
  if (rows === 0 || positions === 0) return [];
  const mean = looks.map(() => new Float64Array(positions));
  for (let head = 0; head < heads; head++) {
    const weights = looks.map((look) => look.subarray(head * positions, (head + 1) * positions));
    standardise(weights, positions);
    for (const [row, values] of weights.entries()) {
      const smooth = runningMedian(values);
      for (let at = 0; at < positions; at++) mean[row]![at]! += smooth[at]! / heads;
    }
  }
  return beginnings(mean, positions);
}

/** Each position's mean over the tokens becomes 0, its deviation 1; in place. */
function standardise(weights: readonly Float32Array[], positions: number): void {
  for (let at = 0; at < positions; at++) {
    let sum = 0;
    let squares = 0;
    for (const row of weights) {
      sum += row[at]!;
      squares += row[at]! ** 2;
    }
    const mean = sum / weights.length;
    const deviation = Math.sqrt(Math.max(squares / weights.length - mean ** 2, 1e-20));
    for (const row of weights) row[at] = (row[at]! - mean) / deviation;
  }
}

/** At both ends the values are mirrored. The window is kept sorted as it moves: sorting it anew each time took longer than the rest of the work. */
function runningMedian(values: Float32Array): Float32Array {
  const half = medianFrames >> 1;
  const last = values.length - 1;
  if (last < half) return values;
  const at = (place: number) => values[place < 0 ? -place : place > last ? 2 * last - place : place]!;
  const window = Float32Array.from({ length: medianFrames }, (_, n) => at(n - half - 1)).sort();
  const smooth = new Float32Array(values.length);
  for (let centre = 0; centre <= last; centre++) {
    const [leaves, comes] = [at(centre - half - 1), at(centre + half)];
    let place = 0;
    while (window[place] !== leaves) place++;
    for (; place > 0 && window[place - 1]! > comes; place--) window[place] = window[place - 1]!;
    for (; place < medianFrames - 1 && window[place + 1]! < comes; place++) window[place] = window[place + 1]!;
    window[place] = comes;
    smooth[centre] = window[half]!;
  }
  return smooth;
}

/** The path of the largest sum through `[rows, positions]` that goes on by a row, a position, or both; where it enters each row, and its end. */
function beginnings(gains: readonly Float64Array[], positions: number): number[] {
  const rows = gains.length;
  const width = positions + 1;
  const cost = new Float64Array((rows + 1) * width).fill(Infinity);
  const came = new Uint8Array((rows + 1) * width);
  cost[0] = 0;
  for (let row = 1; row <= rows; row++) {
    for (let at = 1; at <= positions; at++) {
      const here = row * width + at;
      const [both, down, along] = [cost[here - width - 1]!, cost[here - width]!, cost[here - 1]!];
      came[here] = both < down && both < along ? 0 : down < both && down < along ? 1 : 2;
      cost[here] = Math.min(both, down, along) - gains[row - 1]![at - 1]!;
    }
  }
  const starts = new Array<number>(rows).fill(0);
  for (let [row, at] = [rows, positions]; row > 0 && at > 0; ) {
    starts[row - 1] = at - 1;
    const step = came[row * width + at]!;
    if (step !== 2) row--;
    if (step !== 1) at--;
  }
  return starts;
}
