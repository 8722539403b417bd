import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { createEngine, type Engine, rulesAuthorizer } from '@motcua/core';
import { dossierWorkflow } from '@motcua/core/dossier';
import { createMemoryNotifier } from '@motcua/core/memory';
import { createSqliteStore } from '@motcua/store-sqlite';
import BetterSqlite3, { type Database, type Statement } from 'better-sqlite3';
import { counter, input, MINUTE_MS, START, steps, TENANT } from './dossier-run.ts';
import { type BenchRow, median, perSecondText } from './row.ts';

const REACH = 0.8;
const DOSSIERS = 400;
const WARM_UP = 50;

/** One statement of a commit, with the values it was run with. */
type Write = readonly [sql: string, values: readonly unknown[]];

/**
 * Durable transitions through the engine, one caller, `synchronous = FULL`, against bare commits of the same rows: the
 * very statements and values the store ran for each transition are recorded on a first database, and run again by
 * hand, each commit in one transaction, on a database of its own. The two take turns, dossier by dossier.
 */
export async function durableBench(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-durable-'));
  try {
    const commits = await record(folder);
    const engine = await startEngine(createSqliteStore({ file: join(folder, 'engine.db') }));
    const bare = await bareWriter(join(folder, 'bare.db'));
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let number = 0; number < DOSSIERS; number += 1) {
      const mine = await timeOf(() => lifeOf(engine, number));
      const own = commits[number] ?? [];
      const other = await timeOf(async () => own.forEach(bare.write));
      if (number < WARM_UP) continue;
      ours.push(mine / own.length);
      theirs.push(other / own.length);
    }
    await engine.stop();
    bare.close();
    const perEngine = 1000 / median(ours);
    const perBare = 1000 / median(theirs);
    const ratio = perEngine / perBare;
    return [
      {
        measure: 'durable transitions, SQLite FULL, one caller',
        value: `${perSecondText(perEngine)}, bare commits of the same rows ${perSecondText(perBare)}`,
        ratio,
        reach: `at least ${REACH} of bare commits`,
        reached: ratio >= REACH,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startEngine(store: Parameters<typeof createEngine>[0]['store']): Promise<Engine> {
  const clock = { now: () => now, sleepUntil: () => new Promise<void>(() => {}) };
  const engine = createEngine({
    workflows: [dossierWorkflow()],
    store,
    calendars: [vietnamCalendar()],
    clock,
    authorizer: rulesAuthorizer({ isWithin: () => true }),
    adapters: { letters: createMemoryNotifier({ topics: ['letter.issued'] }) },
  });
  await engine.start({ background: false });
  return engine;
}

let now = START;

/** One dossier from submission to the citizen's hands; the clock says the same in every run. */
async function lifeOf(engine: Engine, number: number): Promise<void> {
  now = START + number * MINUTE_MS;
  const caseId = `D${number}`;
  const check = ({ status, ...rest }: { readonly status: string }) => {
    if (status !== 'accepted') throw new Error(`the benchmark's command was not accepted: ${JSON.stringify(rest)}`);
  };
  check(
    await engine.open({
      tenant: TENANT,
      workflow: 'dossier',
      caseId,
      commandId: `${caseId}/open`,
      actor: counter,
      input: input(number),
    }),
  );
  for (const [index, [actor, event]] of steps(number).entries()) {
    now += MINUTE_MS / 60;
    check(await engine.send({ tenant: TENANT, caseId, commandId: `${caseId}/${index}`, actor, event }));
  }
}

/** The writes of every commit of every dossier, as the store made them. */
async function record(folder: string): Promise<readonly (readonly (readonly Write[])[])[]> {
  const database = new BetterSqlite3(join(folder, 'recorded.db'));
  database.pragma('journal_mode = WAL');
  const writes: Write[] = [];
  const commits: Write[][] = [];
  const prepare = database.prepare.bind(database);
  database.prepare = ((sql: string) => {
    const statement = prepare(sql) as Statement<unknown[]>;
    const run = statement.run.bind(statement);
    if (/^\s*(INSERT|UPDATE|DELETE)/u.test(sql)) {
      statement.run = (...values: unknown[]) => {
        writes.push([sql, values]);
        return run(...values);
      };
    } else if (/^\s*COMMIT/u.test(sql)) {
      statement.run = () => {
        if (writes.length > 0) commits.push(writes.splice(0));
        return run();
      };
    }
    return statement;
  }) as typeof database.prepare;
  const engine = await startEngine(createSqliteStore({ database }));
  const recorded: Write[][][] = [];
  writes.length = 0;
  commits.length = 0;
  for (let number = 0; number < DOSSIERS; number += 1) {
    await lifeOf(engine, number);
    recorded.push(commits.splice(0));
  }
  await engine.stop();
  database.close();
  return recorded;
}

/** What a programmer would write who needs no engine: the same statements, in one transaction. */
async function bareWriter(
  file: string,
): Promise<{ readonly write: (writes: readonly Write[]) => void; readonly close: () => void }> {
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

if (argv[1] === fileURLToPath(import.meta.url)) console.table(await durableBench());
