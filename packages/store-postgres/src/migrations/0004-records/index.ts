import { commitFunction } from './commit-function.js';
import { commitTypes } from './commit-types.js';
import { sealFunctions } from './seal-functions.js';
import { recordTables } from './tables.js';

export const records = [recordTables, commitTypes, commitFunction, sealFunctions].join('');
