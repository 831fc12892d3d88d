/** The one door to the protocol in the browser: schemas are made after zod was told not to compile them. */
import './without-eval';

export * from '@ocelli/protocol';
