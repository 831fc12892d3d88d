import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretKey } from './secret-key.js';
import { SignedValue } from './signed-value.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocelli-key-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the key that signs cookies', () => {
  it('is made once, whoever asks first, and only its user can read it', async () => {
    const data = join(folder, 'new');
    const keys = await Promise.all(Array.from({ length: 4 }, () => secretKey(data)));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(keys[0]).toHaveLength(32);
    expect(await secretKey(data)).toEqual(keys[0]);
    expect(await readdir(data)).toEqual(['cookie-key']);
    expect((await stat(join(data, 'cookie-key'))).mode & 0o777).toBe(0o600);
    expect(await secretKey(join(folder, 'other'))).not.toEqual(keys[0]);
  });

  it('is not replaced when it is damaged, because that would make everybody a stranger', async () => {
    await writeFile(join(folder, 'cookie-key'), 'half a key');
    await expect(secretKey(folder)).rejects.toThrow(/cookie-key does not hold a key of 32 bytes; remove it/);
  });
});

describe('a signed value', () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const sealed = new SignedValue(key, 'owner').seal('anna');

  it('is what was signed', () => {
    expect(new SignedValue(key, 'owner').open(sealed)).toBe('anna');
  });

  it.each([
    ['with another key', new SignedValue(other, 'owner'), sealed],
    ['for another purpose', new SignedValue(key, 'pass'), sealed],
    ['changed', new SignedValue(key, 'owner'), sealed.replace('anna', 'bert')],
    ['cut', new SignedValue(key, 'owner'), sealed.slice(0, -1)],
    ['longer', new SignedValue(key, 'owner'), `${sealed}.x`],
    ['unsigned', new SignedValue(key, 'owner'), 'anna'],
    ['with an empty signature', new SignedValue(key, 'owner'), 'anna.'],
    ['with nothing signed', new SignedValue(key, 'owner'), sealed.slice(4)],
    ['absent', new SignedValue(key, 'owner'), undefined],
  ])('is nothing when it is %s', (_, signed, value) => {
    expect(signed.open(value)).toBeNull();
  });
});
