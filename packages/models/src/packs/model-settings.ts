import { OcelliError } from '@ocelli/protocol';
import { z } from 'zod';
import { PackId } from '../catalogue/model-entry.js';
import { defaultModelsDir } from './models-dir.js';

export interface ModelSettings {
  /** Where fetched models lie. */
  modelsDir: string;
  /** Packs whose models may be used and fetched; pocket is always one of them. */
  packs: PackId[];
  /** Nothing is fetched. */
  offline: boolean;
}

const flag = z.enum(['', '0', '1', 'false', 'true', 'no', 'yes'], { error: 'must be 0 or 1' }).default('');
const Environment = z.object({
  OCELLI_PACKS: z
    .string()
    .default('pocket,registry')
    .transform((text) => text.split(',').map((part) => part.trim()).filter(Boolean))
    .pipe(z.array(z.enum(PackId.options, { error: `must be names out of ${PackId.options.join(', ')}, with commas between them` }))),
  OCELLI_OFFLINE: flag.transform((word) => word === '1' || word === 'true' || word === 'yes'),
});

/** Reads what is set about models; for the places that read their environment. Throws `bad_request`, naming the variable. */
export function readModelSettings(env: Record<string, string | undefined>): ModelSettings {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const what = parsed.error.issues.map(({ path, message }) => `${path[0]?.toString()}: ${message}`).join('; ');
    throw new OcelliError('bad_request', `The configuration is wrong. ${what}`);
  }
  const { OCELLI_PACKS: packs, OCELLI_OFFLINE: offline } = parsed.data;
  return { modelsDir: defaultModelsDir(env), packs: PackId.options.filter((id) => id === 'pocket' || packs.includes(id)), offline };
}
