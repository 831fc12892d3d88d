import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['../../packages/store/test-support/empty-store.ts'],
    setupFiles: ['../../packages/store/test-support/clean-up.ts'],
    // Each file has a server with a database process of its own, some of them several, one after the other.
    // What they import is large and keeps nothing between tests: loaded once for all files of a worker.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
