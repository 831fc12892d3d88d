/** `vector` at unit length, in place; one that is nothing but zeros stays so. */
export function toUnitLength(vector: Float32Array): Float32Array {
  let squares = 0;
  for (let index = 0; index < vector.length; index++) squares += vector[index]! * vector[index]!;
  if (squares === 0) return vector;
  return scaled(vector, 1 / Math.sqrt(squares));
}

function scaled(vector: Float32Array, scale: number): Float32Array {
  for (let index = 0; index < vector.length; index++) vector[index]! *= scale;
  return vector;
}

/** Adds `weight x vector` to `sum`, in place. */
export function addTo(sum: Float32Array, vector: Float32Array, weight = 1): void {
  for (let index = 0; index < sum.length; index++) sum[index]! += weight * vector[index]!;
}

export function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += one[index]! * other[index]!;
  return sum;
}

/** Vectors one after another, each times its weight, together at unit length. */
export function joined(parts: readonly { vector: Float32Array; weight: number }[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { vector }) => sum + vector.length, 0));
  let [at, squares] = [0, 0];
  for (const { vector, weight } of parts) {
    // Not "for of", which is four times slower over typed arrays.
    for (let index = 0; index < vector.length; index++) {
      const value = weight * vector[index]!;
      whole[at++] = value;
      squares += value * value;
    }
  }
  return squares === 0 ? whole : scaled(whole, 1 / Math.sqrt(squares));
}
