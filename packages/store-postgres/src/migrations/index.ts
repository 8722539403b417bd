import { initial } from './0001-initial.js';
import { leaves } from './0002-leaves.js';
import { settleTogether } from './0003-settle-together.js';
import { records } from './0004-records/index.js';
import { disposal } from './0005-disposal.js';
import { auditBound } from './0006-audit-bound.js';
import { lanesByDestination } from './0007-lanes-by-destination.js';

export interface Migration {
  /** Counts from 1 without gaps. */
  readonly number: number;
  readonly name: string;
  /** `{schema}` stands for the quoted name of the schema. */
  readonly sql: string;
}

/** All migrations, oldest first. A released one is never changed: its checksum is recorded in every database. */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'initial', sql: initial },
  { number: 2, name: 'leaves', sql: leaves },
  { number: 3, name: 'settle-together', sql: settleTogether },
  { number: 4, name: 'records', sql: records },
  { number: 5, name: 'disposal', sql: disposal },
  { number: 6, name: 'audit-bound', sql: auditBound },
  { number: 7, name: 'lanes-by-destination', sql: lanesByDestination },
];
