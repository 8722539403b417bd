// A worker thread that runs cases on a database of its own and tells which statements the store ran, with which
// values, commit by commit. It stands apart, so that listening in does not slow down what is measured.
import { parentPort, workerData } from 'node:worker_threads';
import { createSqliteStore } from '@motcua/store-sqlite';
import BetterSqlite3, { type Statement } from 'better-sqlite3';
import { lifeOf, type SubjectName, startEngine } from './durable-subject.ts';

/** One statement of a commit, with the values it was run with. */
export type Write = readonly [sql: string, values: readonly unknown[]];

const { subject, file } = workerData as { readonly subject: SubjectName; readonly file: string };
const database = new BetterSqlite3(file);
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
const engine = await startEngine(subject, createSqliteStore({ database }));

parentPort?.on('message', async (numbers: readonly number[]) => {
  commits.length = 0;
  writes.length = 0;
  for (const number of numbers) await lifeOf(subject, engine, number);
  parentPort?.postMessage(commits.splice(0));
});
