import { z } from 'zod';

/** zod would probe for `new Function`, which the content-security policy forbids and the browser would report. Must run before any schema is made. */
z.config({ jitless: true });
