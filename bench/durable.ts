import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createSqliteStore } from '@motcua/store-sqlite';
import BetterSqlite3, { type Database, type Statement } from 'better-sqlite3';
import { machineMs } from './durable-machine.ts';
import type { Write } from './durable-recorder.ts';
import { lifeOf, type SubjectName, startEngine, subjects } from './durable-subject.ts';
import { type BenchRow, median, perSecondText } from './row.ts';

const REACH = 0.8;
/** Commits in one turn, and turns; the compiler needs some ten thousand transitions to settle. */
const COMMITS = 750;
const TURNS = 24;
const WARM_UP = 14;

/**
 * Durable transitions through the engine, one caller, `synchronous = FULL`, against bare commits of the same rows: the
 * very statements and values the store ran for each transition are recorded on a first database, and run again by
 * hand, each commit in one transaction, on a database of its own. Nothing is read, decided or turned into JSON there.
 * The two take turns, a block of cases at a time.
 */
export async function durableBench(): Promise<readonly BenchRow[]> {
  return [...(await measure('permit')), ...(await measure('dossier'))];
}

async function measure(subject: SubjectName): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-durable-'));
  const workerData = { subject, file: join(folder, 'recorded.db') };
  const recorder = new Worker(new URL('durable-recorder.ts', import.meta.url), { workerData });
  try {
    const engine = await startEngine(subject, createSqliteStore({ file: join(folder, 'engine.db') }));
    const bare = await bareWriter(join(folder, 'bare.db'));
    const ours: number[] = [];
    const theirs: number[] = [];
    const lives = Math.round(COMMITS / (subjects[subject].steps(0).length + 1));
    for (let turn = 0; turn < TURNS; turn += 1) {
      const numbers = Array.from({ length: lives }, (_, index) => turn * lives + index);
      recorder.postMessage(numbers);
      const [commits] = (await once(recorder, 'message')) as [readonly (readonly Write[])[]];
      const mine = await timeOf(async () => {
        for (const number of numbers) await lifeOf(subject, engine, number);
      });
      const other = await timeOf(async () => {
        for (const commit of commits) bare.write(commit);
      });
      if (turn < WARM_UP) continue;
      ours.push(mine / commits.length);
      theirs.push(other / commits.length);
    }
    await engine.stop();
    bare.close();
    const perEngine = 1000 / median(ours);
    const perBare = 1000 / median(theirs);
    const ratio = perEngine / perBare;
    const perBound = 1000 / (median(theirs) + (await machineMs(subject)));
    return [
      {
        measure: `durable transitions of ${subjects[subject].name}, SQLite FULL, one caller`,
        value: `${perSecondText(perEngine)}, bare commits of the same rows ${perSecondText(perBare)}`,
        ratio,
        reach: `at least ${REACH} of bare commits`,
        reached: ratio >= REACH,
      },
      {
        measure:
          'what bare commits after bare XState would make, each as fast as alone: nothing parsed, checked or turned into JSON',
        value: perSecondText(perBound),
        ratio: perBound / perBare,
        reach: '',
        reached: true,
      },
    ];
  } finally {
    await recorder.terminate();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface BareWriter {
  readonly write: (writes: readonly Write[]) => void;
  readonly close: () => void;
}

/** What a programmer would write who needs no engine: the same statements, in one transaction. */
async function bareWriter(file: string): Promise<BareWriter> {
  const empty = createSqliteStore({ file });
  await empty.open();
  await empty.close();
  const database: Database = new BetterSqlite3(file);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'cache_size = -32768', 'wal_autocheckpoint = 4000'])
    database.pragma(pragma);
  const statements = new Map<string, Statement<unknown[]>>();
  const prepared = (sql: string): Statement<unknown[]> => {
    const known = statements.get(sql) ?? database.prepare<unknown[]>(sql);
    statements.set(sql, known);
    return known;
  };
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  return {
    write(writes) {
      begin.run();
      for (const [sql, values] of writes) prepared(sql).run(...values);
      commit.run();
    },
    close: () => void database.close(),
  };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const { measure: what, value, ratio } of await durableBench()) console.log(what, value, ratio);
}
