export { type ErrorCode, errorCodes, type ReplyCode } from './codes.js';
export { describeError, issuesOf, shortList } from './describe-error.js';
export { type ErrorDetails, errorText, isMotcuaError, MotcuaError, type MotcuaErrorInit } from './motcua-error.js';
