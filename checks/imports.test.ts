import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, packageOf } from './imports.js';
import { filesIn, read, rootPackage, workspaces, type PackageJson } from './repository.js';

/** Which packages of this repository each may import: data flows one way. `pocket` is data, and protocol stands first. */
const mayImport: Record<string, readonly string[]> = {
  'packages/protocol': [],
  'packages/pocket': [],
  'packages/media': ['@ocelli/protocol'],
  'packages/store': ['@ocelli/protocol'],
  'packages/models': ['@ocelli/protocol', '@ocelli/media', '@ocelli/pocket'],
  'packages/agent': ['@ocelli/protocol', '@ocelli/media', '@ocelli/models'],
  'apps/server': ['@ocelli/protocol', '@ocelli/media', '@ocelli/store', '@ocelli/models', '@ocelli/agent'],
  'apps/web': ['@ocelli/protocol'],
  'apps/cli': ['@ocelli/protocol', '@ocelli/media', '@ocelli/store', '@ocelli/models', '@ocelli/agent', '@ocelli/server'],
  bench: ['@ocelli/protocol', '@ocelli/media', '@ocelli/store', '@ocelli/models', '@ocelli/agent', '@ocelli/server'],
  e2e: ['@ocelli/protocol', '@ocelli/media'],
};

const locked = (JSON.parse(read('package-lock.json')) as { packages: Record<string, { peerDependencies?: Record<string, string> }> }).packages;
/** Whether a library of the package asks for `name` beside it, as next does for react-dom. */
const isAskedFor = (name: string, pkg: PackageJson) => Object.keys(pkg.dependencies ?? {}).some((other) => locked[`node_modules/${other}`]?.peerDependencies?.[name] !== undefined);

/** Whether a package of ours names this part of it among its exports. */
const isOffered = (specifier: string) => {
  const offered = [...workspaces.values()].find(({ name }) => name === packageOf(specifier))?.exports ?? {};
  return './*' in offered || specifier.replace(packageOf(specifier), '.') in offered;
};
const ours = new Set([...workspaces.values()].map(({ name }) => name));
const isTest = (path: string) => /^e2e\/|\.(test|spec|config)\.(ts|tsx|mjs)$|\/(test-support|fixtures)\//.test(path);

interface Import {
  path: string;
  specifier: string;
}
const importsIn = (folder: string): Import[] =>
  filesIn(folder, '.ts', '.tsx', '.mjs', '.js').flatMap((path) => importsOf(read(path)).map((specifier) => ({ path, specifier })));
const isRelative = ({ specifier }: Import) => specifier.startsWith('.');
/** `@/` is the web app's name for its own source folder. */
const isForeign = (one: Import) => !isRelative(one) && !one.specifier.startsWith('node:') && !one.specifier.startsWith('@/');
const shown = ({ path, specifier }: Import) => `${path} imports ${specifier}`;

describe.each([...workspaces])('%s', (folder, pkg) => {
  const found = importsIn(folder);

  it('imports only packages that stand before it', () => {
    const allowed = mayImport[folder];
    expect(allowed, `say in ${import.meta.filename} where ${folder} stands`).toBeDefined();
    const backward = found.filter(({ specifier }) => ours.has(packageOf(specifier)) && packageOf(specifier) !== pkg.name && !allowed?.includes(packageOf(specifier)));
    expect(backward.map(shown)).toEqual([]);
  });

  it('declares what it imports', () => {
    const own = new Set([pkg.name, ...Object.keys(pkg.dependencies ?? {})]);
    const forTests = new Set([...Object.keys(pkg.devDependencies ?? {}), ...Object.keys(rootPackage.devDependencies ?? {}), '@vitest/runner']);
    const undeclared = found.filter((one) => isForeign(one) && !own.has(packageOf(one.specifier)) && !(isTest(one.path) && forTests.has(packageOf(one.specifier))));
    expect(undeclared.map(shown)).toEqual([]);
  });

  it('imports what it declares', () => {
    const sources = filesIn(folder, '.ts', '.tsx', '.mjs', '.js', '.css').map(read);
    const unused = Object.keys(pkg.dependencies ?? {}).filter((name) => !isAskedFor(name, pkg) && !sources.some((source) => source.includes(`'${name}`) || source.includes(`"${name}`)));
    expect(unused).toEqual([]);
  });

  it('reaches into no other package', () => {
    const inside = found.filter((one) => ours.has(packageOf(one.specifier)) && packageOf(one.specifier) !== one.specifier && !isOffered(one.specifier));
    const outside = found.filter((one) => {
      const target = `${posix.join(posix.dirname(one.path), one.specifier)}/`;
      // What draws the training pictures is also the tests' ground truth, and what helps one package's tests may help another's.
      const forTests = isTest(one.path) && /^training\/|\/test-support\//.test(target);
      return isRelative(one) && !target.startsWith(`${folder}/`) && !forTests;
    });
    expect([...inside, ...outside].map(shown)).toEqual([]);
  });

  it('names the parts of Node with node:', async () => {
    const { builtinModules } = await import('node:module');
    expect(found.filter(({ specifier }) => builtinModules.includes(specifier)).map(shown)).toEqual([]);
  });
});
