import { describe, expect, it } from 'vitest';
import { files, read } from './repository.js';

const mostLines = 400;
const code = files.filter((path) => /\.(ts|tsx|mjs|js|css|py|sh)$/.test(path) && !path.startsWith('packages/pocket/'));
const typed = code.filter((path) => /\.tsx?$/.test(path));
const written = [...code, ...files.filter((path) => /\.(md|json|yaml|yml)$/.test(path) && !path.endsWith('package-lock.json') && !path.startsWith('packages/pocket/'))];

/** `path:line` of every line that matches. */
function findings(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) => read(path).split('\n').flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}`] : [])));
}
const elsewhere = (paths: readonly string[]) => paths.filter((path) => !path.startsWith('checks/'));

describe('what is written here', () => {
  it(`has no file of more than ${mostLines} lines`, () => {
    expect(code.filter((path) => read(path).split('\n').length > mostLines)).toEqual([]);
  });

  it('leaves nothing for later', () => {
    expect(findings(elsewhere(written), /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  it('names no place of one machine', () => {
    const told = elsewhere(written).filter((path) => !/\.test\.tsx?$/.test(path));
    expect(findings(told, /(^|[\s'"`(=])\/(home|Users|root|work|mnt)\/\w/)).toEqual([]);
  });

  it('does not switch off the compiler', () => {
    expect(findings(elsewhere(typed), /@ts-(ignore|nocheck|expect-error)| as any[;,)\].}]|: any\b|<any>/)).toEqual([]);
  });
});

describe('the tests', () => {
  const tests = elsewhere(code).filter((path) => /\.(test|spec)\.tsx?$/.test(path));

  it('are all run', () => {
    expect(findings(tests, /\b(it|test|describe)(\.\w+)*\.(skip|only|todo|fixme|fails)\b/)).toEqual([]);
  });

  it('do not wait for time to pass', () => {
    expect(findings(tests, /\bwaitForTimeout\(|\bsleep\(|setTimeout\(\s*resolve\b/)).toEqual([]);
  });
});

it('folders are named after what the product does', () => {
  expect(files.filter((path) => /(^|\/)(utils?|helpers?|managers?|services?|misc|common)(\/|\.tsx?$)/.test(path))).toEqual([]);
});

it('source files are named in kebab-case', () => {
  expect(elsewhere(typed).filter((path) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.tsx?$/.test(path.slice(path.lastIndexOf('/') + 1)))).toEqual([]);
});
