import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Store } from '@motcua/core/contract';
import { createSqliteStore } from '@motcua/store-sqlite';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { type BenchRow, median, perSecond, perSecondText } from './row.ts';
import { bareCommitOf, createBareWriter } from './store-sqlite-bare.ts';
import { benchItem } from './store-sqlite-item.ts';

export interface StoreBenchOptions {
  /** Cases in each database before measuring. */
  readonly cases?: number;
  /** Commits to measure. */
  readonly commits?: number;
  /** Timers that wait, for the figure that must not depend on them. */
  readonly waiting?: number;
  /** Default: the folder for temporary files; it should be on a real disk. */
  readonly folder?: string;
}

/**
 * The store against better-sqlite3 by hand, in one run: the same rows, the same schema, the same settings
 * (write-ahead log, `synchronous = FULL`), commit by commit in turn.
 */
export async function storeBench(options: StoreBenchOptions = {}): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(options.folder ?? tmpdir(), 'motcua-bench-'));
  const file = join(folder, 'store.db');
  const bareFile = join(folder, 'bare.db');
  const { cases = 2000, waiting = 1_000_000 } = options;
  const store = await filledStore(file, cases);
  await (await filledStore(bareFile, cases)).close();
  const bare = openBare(bareFile);
  try {
    return [
      ...(await commitRows(store, bare, options, cases)),
      await groupRow(store, cases),
      ...readRows(store, bare, cases),
      await claimRow(folder, cases, waiting),
    ];
  } finally {
    bare.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function filledStore(file: string, cases: number): Promise<Store> {
  const store = createSqliteStore({ file });
  await store.open();
  await store.commit(
    Array.from({ length: cases }, (_, number) => ({ ...benchItem(number, 1), ...withoutMessage(number) })),
  );
  return store;
}

function withoutMessage(number: number) {
  const { change } = benchItem(number, 1);
  return change === undefined ? {} : { change: { ...change, outbox: [] } };
}

function openBare(file: string): Database {
  const database = new BetterSqlite3(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('cache_size = -32768');
  database.pragma('wal_autocheckpoint = 4000');
  return database;
}

async function commitRows(
  store: Store,
  bare: Database,
  options: StoreBenchOptions,
  cases: number,
): Promise<BenchRow[]> {
  const { commits = 5000 } = options;
  const warmUp = 1000;
  const writeBare = createBareWriter(bare);
  const rowIds = new Map(bare.prepare<[], [string, number]>('SELECT case_id, id FROM motcua_cases').raw().all());
  const storeTimes: number[] = [];
  const bareTimes: number[] = [];
  for (let commit = 0; commit < warmUp + commits; commit += 1) {
    const item = benchItem(commit % cases, 2 + Math.floor(commit / cases));
    const rows = bareCommitOf(item, rowIds.get(item.caseId) ?? 0);
    const runBare = async () => writeBare(rows);
    const runStore = () => store.commit([item]);
    // In turn, so that neither always pays for what the other left the disk to do.
    const isBareFirst = commit % 2 === 0;
    const first = await timeOf(isBareFirst ? runBare : runStore);
    const second = await timeOf(isBareFirst ? runStore : runBare);
    if (commit < warmUp) continue;
    bareTimes.push(isBareFirst ? first : second);
    storeTimes.push(isBareFirst ? second : first);
  }
  const perStore = 1000 / median(storeTimes);
  const perBare = 1000 / median(bareTimes);
  const ratio = perStore / perBare;
  return [
    {
      measure: 'bare better-sqlite3 transaction of the same rows (FULL)',
      value: perSecondText(perBare),
      reach: '',
      reached: true,
    },
    {
      measure: 'store.commit of one item (FULL)',
      value: perSecondText(perStore),
      ratio,
      reach: 'at least 0.75 of bare inserts of the same rows',
      reached: ratio >= 0.75,
    },
  ];
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Opens cases in groups of 64, as the engine does under load. */
async function groupRow(store: Store, cases: number): Promise<BenchRow> {
  const size = 64;
  const rates: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const batch = Array.from({ length: size }, (_, step) => benchItem(cases + round * size + step, 1));
    const start = performance.now();
    await store.commit(batch);
    rates.push((size / (performance.now() - start)) * 1000);
  }
  return {
    measure: 'items in commits of 64 (FULL, cases opened)',
    value: perSecondText(median(rates)),
    reach: '',
    reached: true,
  };
}

/** `load` and `reply` do their work before they return, so calling them is all there is to measure. */
function readRows(store: Store, bare: Database, cases: number): BenchRow[] {
  const tenant = 'hanoi';
  const ids = Array.from({ length: cases }, (_, number) => benchItem(number, 1));
  const envelope = bare.prepare('SELECT envelope FROM motcua_cases WHERE tenant = ? AND case_id = ?').pluck();
  const reply = bare.prepare('SELECT reply FROM motcua_commands WHERE tenant = ? AND command_id = ?').pluck();
  let turn = 0;
  const next = () => {
    turn = (turn + 1) % cases;
    return ids[turn] as { caseId: string; commandId: string };
  };
  const rates = perSecond(
    {
      load: () => store.cases.load({ tenant, caseId: next().caseId }),
      bareLoad: () => JSON.parse(envelope.get(tenant, next().caseId) as string),
      reply: () => store.cases.reply({ tenant, commandId: next().commandId }),
      bareReply: () => JSON.parse(reply.get(tenant, next().commandId) as string),
    },
    { roundMs: 100 },
  );
  const microseconds = (rate = Number.NaN): number => 1_000_000 / rate;
  const rowOf = (measure: string, ours: number, raw: number): BenchRow => ({
    measure,
    value: `${ours.toFixed(1)} µs, raw statement ${raw.toFixed(1)} µs`,
    ratio: raw / ours,
    reach: 'at most 3 µs over the raw statement',
    reached: ours - raw <= 3,
  });
  return [
    rowOf('cases.load', microseconds(rates.load), microseconds(rates.bareLoad)),
    rowOf('cases.reply', microseconds(rates.reply), microseconds(rates.bareReply)),
  ];
}

/** The same claim on two stores, in turn: with no other timers, and with very many that wait. */
async function claimRow(folder: string, cases: number, waiting: number): Promise<BenchRow> {
  const fewStore = await filledStore(join(folder, 'few.db'), cases);
  const manyStore = await filledStore(join(folder, 'many.db'), cases);
  addWaitingTimers(join(folder, 'many.db'), waiting);
  const times = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < 1000; round += 1) {
    times.few.push(await claimTime(fewStore));
    times.many.push(await claimTime(manyStore));
  }
  await fewStore.close();
  await manyStore.close();
  const few = median(times.few);
  const many = median(times.many);
  return {
    measure: `claim and release of 10 timers, ${waiting.toLocaleString('en')} more waiting`,
    value: `${many.toFixed(0)} µs, without them ${few.toFixed(0)} µs`,
    ratio: few / many,
    reach: 'does not depend on the number waiting',
    reached: many <= few * 1.5,
  };
}

function addWaitingTimers(file: string, waiting: number): void {
  const database = new BetterSqlite3(file);
  database
    .prepare(
      `INSERT INTO motcua_timers (tenant, case_id, key, fire_at)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT 'hanoi', 'waiting-' || i, 'deadline/result/1/due/1', 4000000000000 + i * 1000 FROM n`,
    )
    .run(waiting);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

async function claimTime(store: Store): Promise<number> {
  const now = Date.UTC(2027, 0, 1);
  const owner = 'bench';
  const start = performance.now();
  const claims = await store.timers.claim({ now, leaseUntil: now + 60_000, limit: 10, owner });
  await store.timers.release({ owner, claims });
  return (performance.now() - start) * 1000;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const { measure, value, ratio } of await storeBench()) {
    console.log(`${measure}: ${value}${ratio === undefined ? '' : ` (ratio ${ratio.toFixed(2)})`}`);
  }
}
