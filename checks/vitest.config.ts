import { defineConfig } from 'vitest/config';

// What fails is a list of places: all of it is shown.
export default defineConfig({ test: { include: ['*.test.{ts,mjs}'], testTimeout: 60_000, chaiConfig: { truncateThreshold: 0 } } });
