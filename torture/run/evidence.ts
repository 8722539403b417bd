import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant, Reply } from '@motcua/core';
import type { Receipt } from './receipt.ts';

/** What a caller was told. It lives outside the worker, so it outlives it. */
export interface Acknowledgement {
  readonly commandId: string;
  readonly caseId: string;
  readonly reply: Reply;
}

/** A stretch of true time in which no engine lived. */
export interface Downtime {
  readonly from: Instant;
  readonly to: Instant;
}

/** Everything that is known of a run besides the database. */
export interface Evidence {
  readonly acknowledgements: readonly Acknowledgement[];
  /** In the order they were written. */
  readonly receipts: readonly Receipt[];
  readonly downtimes: readonly Downtime[];
  /** When the run ended: all that was due then has been fired. */
  readonly until: Instant;
}

export const filesOf = (folder: string) => ({
  acknowledgements: join(folder, 'acknowledgements.jsonl'),
  receipts: join(folder, 'receipts.jsonl'),
});

/** A file that lines are added to, each in one write. */
export interface AppendOnlyFile<Line> {
  append(line: Line): void;
  close(): void;
}

export function appendOnlyFile<Line>(path: string): AppendOnlyFile<Line> {
  const file = openSync(path, 'a');
  return {
    append: (line) => void writeSync(file, `${JSON.stringify(line)}\n`),
    close: () => closeSync(file),
  };
}

export function readLines<Line>(path: string): readonly Line[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
