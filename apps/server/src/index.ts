export { readConfig, type ServerConfig } from './config.js';
export { createServer, type OcelliServer, type ServerParts } from './create-server.js';
export type { Answerer } from './answering.js';
