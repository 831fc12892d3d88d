import { Router } from 'express';

/** What a supervisor asks. Each check resolves when its part can work, and rejects when it cannot. */
export function healthRoutes(checks: Record<string, () => Promise<unknown>>): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([part, check]) => [part, await check().then(() => 'ready', () => 'not ready')] as const),
    );
    const ready = results.every(([, state]) => state === 'ready');
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready', ...Object.fromEntries(results) });
  });
  return router;
}
