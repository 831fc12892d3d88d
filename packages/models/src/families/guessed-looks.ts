/** How loud a sound is in each position of so many samples: the root of the mean square. */
export function loudnessByPosition(samples: Float32Array, samplesPerPosition: number): Float32Array {
  return Float32Array.from({ length: Math.ceil(samples.length / samplesPerPosition) }, (_, position) => {
    const part = samples.subarray(position * samplesPerPosition, (position + 1) * samplesPerPosition);
    return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
  });
}

/**
 * Where a decoder that does not tell where it looked may have looked: as if each letter took the same share of the loudness, so that words lie where there is sound
 * and long ones take longer. One head: for each token, and for the end if there is one (`rows` in all), `[positions]`.
 */
export function guessedLooks(letters: readonly number[], loudness: Float32Array, rows: number): Float32Array[] {
  const positions = loudness.length;
  const total = loudness.reduce((sum, value) => sum + value, 0);
  const said = letters.reduce((sum, count) => sum + Math.max(1, count), 0);
  const begins: number[] = [];
  let [position, heard, before] = [0, 0, 0];
  for (const count of letters) {
    while (position < positions - 1 && heard + loudness[position]! <= (before / said) * total) heard += loudness[position++]!;
    begins.push(position);
    before += Math.max(1, count);
  }
  // The end lies behind the last sound.
  while (position < positions - 1 && heard + loudness[position]! < 0.999 * total) heard += loudness[position++]!;
  begins.push(position);
  return Array.from({ length: rows }, (_, row) => {
    const look = new Float32Array(positions);
    const [from, to] = [begins[row] ?? position, begins[row + 1] ?? positions];
    return look.fill(1, from, Math.max(from + 1, to));
  });
}
