import { describe, expect, it } from 'vitest';
import { read, workspaces } from './repository.js';

interface Locked {
  version?: string;
  resolved?: string;
  link?: boolean;
  license?: string;
  dev?: boolean;
}
const locked = Object.entries((JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }).packages);
const copiesOf = (name: string) => locked.filter(([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`)).map(([path]) => path);
const isOurs = (path: string, { link }: Locked) => link === true || !path.includes('node_modules/');

describe('the lockfile', () => {
  it.each(['onnxruntime-node', 'sharp', '@huggingface/transformers', 'zod', 'react'])('has one copy of %s', (name) => {
    expect(copiesOf(name)).toEqual([`node_modules/${name}`]);
  });

  it('has no second model runtime', () => {
    expect(locked.map(([path]) => path).filter((path) => /node_modules\/(@tensorflow\/|tesseract\.js|onnxruntime-node-)/.test(path))).toEqual([]);
  });

  it('names no host that packages were fetched from', () => {
    expect(locked.filter(([path, one]) => !isOurs(path, one) && one.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });

  it('holds nothing that an MIT project must not ship', () => {
    const forbidden = /(?<!L)GPL|AGPL|SSPL|BUSL|\bNC\b|non-?commercial|UNLICENSED/i;
    const bad = locked.filter(([path, one]) => !isOurs(path, one) && one.dev !== true && forbidden.test(one.license ?? '') && !/\bOR\b/.test(one.license ?? ''));
    expect(bad.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });
});

describe('the packages of this repository', () => {
  it('pin the native libraries, the model runtime and the database exactly', () => {
    const exact = /^(onnxruntime-node|sharp|@huggingface\/transformers|@electric-sql\/.*|@vladmandic\/human|@gutenye\/ocr-models|zxing-wasm|libheif-js|next|playwright|@playwright\/test)$/;
    const loose = [...workspaces].flatMap(([folder, { dependencies }]) =>
      Object.entries(dependencies ?? {}).filter(([name, range]) => exact.test(name) && !/^\d/.test(range)).map(([name, range]) => `${folder}: ${name} ${range}`),
    );
    expect(loose).toEqual([]);
  });

  it('have one version', () => {
    const wrong = [...workspaces].filter(([, pkg]) => Object.entries(pkg.dependencies ?? {}).some(([name, range]) => /^(@ocelli\/|ocelli$)/.test(name) && range !== '0.1.0'));
    expect(wrong.map(([folder]) => folder)).toEqual([]);
  });
});
