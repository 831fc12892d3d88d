import { defineConfig } from 'vitest/config';

/** Pictures are decoded by the built package, whose worker is a file of its own; one test file at a time, as they share the decoder's threads. */
export default defineConfig({ test: { include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false } });
