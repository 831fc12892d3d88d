import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['../../packages/store/test-support/empty-store.ts'],
    // Each file has a server with a database process of its own, some of them several, one after the other.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
