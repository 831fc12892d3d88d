import { ModelsAction, ModelsSettings } from '@ocelli/protocol';
import express, { Router } from 'express';
import type { RateLimit } from '../rate-limit.js';
import type { MachineModels } from './machine-models.js';

/** REST about the machine's models, as the protocol documents it (rest.ts); mounted at /models. */
export function modelRoutes(models: MachineModels, limit: RateLimit): Router {
  const router = Router();
  const json = express.json({ limit: '4kb' });
  router.get('/', async (_request, response) => void response.json(await models.report()));
  router.post('/', json, async (request, response) => {
    limit.count(response.locals.ownerId);
    await models.act(ModelsAction.parse(request.body));
    response.json(await models.report());
  });
  router.put('/settings', json, async (request, response) => {
    limit.count(response.locals.ownerId);
    await models.set(ModelsSettings.parse(request.body));
    response.json(await models.report());
  });
  return router;
}
