import { afterAll } from 'vitest';

declare global {
  /** Of the worker and not of this module: as a setup file it is loaded again for each file of tests, while its importers may be kept. */
  var testLeftovers: (() => unknown)[] | undefined;
}
const leftovers = (globalThis.testLeftovers ??= []);

/** Does `work` when the tests of this file are done, the latest first: wherever it is called, unlike `afterAll`, which a test or a hook calls in vain. */
export function afterwards(work: () => unknown): void {
  leftovers.push(work);
}

// A setup file of vitest: this is registered for each file of tests.
afterAll(async () => {
  for (const work of leftovers.splice(0).reverse()) await work();
});
