import { defineConfig } from 'drizzle-kit';

/** `npx drizzle-kit generate --name what-changed` writes the next migration from src/schema.ts. */
export default defineConfig({ dialect: 'postgresql', schema: './src/schema.ts', out: './migrations' });
