export { errorCodes, type ErrorCode, type ReplyCode } from './codes.js';
export { errorText, isMotcuaError, MotcuaError, type ErrorDetails, type MotcuaErrorInit } from './motcua-error.js';
