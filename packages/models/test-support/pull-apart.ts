/** Pulls in a process of its own, to be killed. Argument: {modelsDir, downloads, env} as JSON. Says "ready" and then each state, a line each. */
import { ModelDownload, pullDownloads } from '@ocelli/models';
import { z } from 'zod';

const given = z.object({ modelsDir: z.string(), downloads: z.array(ModelDownload), env: z.record(z.string(), z.string()) }).parse(JSON.parse(process.argv[2] as string));
let said = '';
const outcomes = await pullDownloads(undefined, {
  ...given,
  onProgress: ({ id, state }) => {
    const now = `${id} ${state}`;
    if (now !== said) console.log((said = now));
  },
});
console.log(JSON.stringify(outcomes.map((outcome) => ('error' in outcome ? outcome.error.code : outcome.status))));
