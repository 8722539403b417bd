import { initial } from './0001-initial.js';
import { liveness } from './0002-liveness.js';
import { leaves } from './0003-leaves.js';
import { tombstones } from './0004-tombstones.js';
import { lanesByDestination } from './0005-lanes-by-destination.js';

export interface Migration {
  /** Counts from 1 without gaps. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/** All migrations, oldest first. A released one is never changed: its checksum is recorded in every database. */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'initial', sql: initial },
  { number: 2, name: 'liveness', sql: liveness },
  { number: 3, name: 'leaves', sql: leaves },
  { number: 4, name: 'tombstones', sql: tombstones },
  { number: 5, name: 'lanes-by-destination', sql: lanesByDestination },
];
