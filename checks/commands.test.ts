import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files, read, root } from './repository.js';

const [start, test] = [...read('README.md').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block.trim());

describe('the two commands of the README', () => {
  it('install, build and start; install and test', () => {
    expect(start).toBe('npm ci && npm start');
    expect(test).toBe('npm ci && npm test');
  });

  it('are what continuous integration runs', () => {
    expect(read('.ci/run').split('\n')).toContain(test);
    expect(statSync(join(root, '.ci/run')).mode & 0o111).not.toBe(0);
  });
});

describe('the documents', () => {
  it('tell every setting of the server, and no other', () => {
    const names = (text: string) => new Set(text.match(/\b(OCELLI_[A-Z_]+|DATABASE_URL|PORT)\b/g));
    expect(names(read('docs/configuration.md'))).toEqual(names(read('apps/server/src/config.ts')));
  });

  it('link only to files that exist', () => {
    const broken = files
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        [...read(path).matchAll(/(?:\]\(|src(?:set)?=")(?!https?:|mailto:|#)([^)#"\s]+)/g)].flatMap(([, target = '']) =>
          files.some((file) => file === join(path, '..', target) || file.startsWith(`${join(path, '..', target).replace(/\/$/, '')}/`)) ? [] : [`${path} -> ${target}`],
        ),
      );
    expect(broken).toEqual([]);
  });
});
