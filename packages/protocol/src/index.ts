export * from './geometry.js';
export * from './errors.js';
export * from './perception.js';
export * from './evidence.js';
export * from './conversation.js';
export * from './run-events.js';
export * from './socket.js';
export * from './worker.js';
export { imageSizes, ConversationList, ConversationPatch, SearchQuery, SearchResults, Me, Samples, BoardCorrections, ErrorResponse } from './rest.js';
