/** motcua: casework with legal deadlines. */

export * from './calendar/index.js';
export * from './contract/index.js';
export * from './deadlines/index.js';
export * from './engine/index.js';
export { type ErrorDetails, errorCodes, errorText, type MotcuaErrorInit } from './error/index.js';
export * from './kernel/index.js';
