import { ErrorBody } from '@ocelli/protocol';
import { z } from 'zod';

/** What the server tells its database process. */
export const PgliteOrder = z.object({ type: z.literal('close') });
export type PgliteOrder = z.infer<typeof PgliteOrder>;

/** What the database process says about its start. */
export const PgliteReport = z.discriminatedUnion('type', [z.object({ type: z.literal('ready') }), z.object({ type: z.literal('failed'), error: ErrorBody })]);
export type PgliteReport = z.infer<typeof PgliteReport>;
