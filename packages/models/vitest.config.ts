import { defineConfig } from 'vitest/config';

/** Tests run real models: one file at a time, so that they do not measure each other. */
export default defineConfig({ test: { include: ['src/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false } });
