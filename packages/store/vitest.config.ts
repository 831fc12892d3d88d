import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['test-support/empty-store.ts'],
    setupFiles: ['test-support/clean-up.ts'],
    // The database is a process of its own, and its first start writes some thousand files.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
