import { defineConfig } from 'vitest/config';

/** Generous: the machine may be busy, and the first question loads a dictionary. */
export default defineConfig({ test: { include: ['src/**/*.test.ts'], testTimeout: 60_000 } });
