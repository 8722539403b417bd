import { commitFunctions, commitTypes } from './commit-function.js';
import { commitParts } from './commit-parts.js';
import { queueFunctions } from './queue-functions.js';
import { settlementFunctions } from './settlement-functions.js';
import { tables } from './tables.js';

export const initial = [tables, commitTypes, commitParts, commitFunctions, queueFunctions, settlementFunctions].join(
  '',
);
