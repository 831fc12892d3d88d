#!/usr/bin/env node
// Committed, because npm links no bin whose file is missing at install time; the command itself is built into dist/.
import('../dist/main.js').catch((error) => {
  if (error?.code === 'ERR_MODULE_NOT_FOUND' && String(error.message).includes('dist/main.js')) {
    console.error('ocelli is not built yet. Run: npm run build');
    process.exit(1);
  }
  throw error;
});
