/** motcua: casework with legal deadlines. */
export * from './contract/index.js';
export * from './calendar/index.js';
export * from './deadlines/index.js';
export * from './engine/index.js';
export { errorCodes, errorText, type ErrorDetails, type MotcuaErrorInit } from './error/index.js';
export * from './kernel/index.js';
