/** The server as `ocelli serve` runs it, but for the models that can be fetched: SMALL_MODELS says them, as JSON {downloads, env, retrySeconds}. */
import { createServer, readConfig } from '../dist/index.js';

const server = await createServer(readConfig(process.env), { registry: JSON.parse(process.env.SMALL_MODELS) });
process.stdout.write(`Ocelli is ready: ${server.url.replace('127.0.0.1', 'localhost')}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void server.close().finally(() => process.exit(0)));
