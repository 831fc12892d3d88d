import { describe, expect, it } from 'vitest';
import { outcomeOf, useFolder } from '../test-support/accepting.js';
import { hostileFiles } from '../test-support/hostile-files.js';

useFolder();
const files = await hostileFiles();

describe('files made to be refused, to break something, or to pass for something else', () => {
  it('are two hundred and no two of them the same', () => {
    expect(files.length).toBeGreaterThanOrEqual(200);
    expect(new Set(files.map(({ bytes }) => bytes.toString('base64'))).size).toBe(files.length);
  });

  it.each(files.map(({ name, outcome, bytes }) => ({ name, outcome, bytes })))('$name: $outcome', async ({ bytes, outcome }) => {
    expect(await outcomeOf(bytes)).toBe(outcome);
  });
});
