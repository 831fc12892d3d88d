import { defineConfig } from 'vitest/config';

/** Tests run the built command with real models: one file at a time. */
export default defineConfig({ test: { include: ['src/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 90_000, fileParallelism: false } });
