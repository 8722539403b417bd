import { commitFunctions, commitTypes } from './commit-function.js';
import { queueFunctions } from './queue-functions.js';
import { settlementFunctions } from './settlement-functions.js';
import { tables } from './tables.js';

export const initial = [tables, commitTypes, commitFunctions, queueFunctions, settlementFunctions].join('');
