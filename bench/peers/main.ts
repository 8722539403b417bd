// `pnpm bench:peers`: the same work on the same server in one run, beside the peers. Nothing here fails on a slow machine.
//   --seconds 10 --timers 200000 --terms 100000 --cases 100000 --only throughput,timers,lateness,processes,waiting
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { execArgv, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbeddedServer } from '../../packages/store-postgres/test/server/embedded-server.ts';
import { options } from './options.ts';
import { findPgbench, preparePgbench, runPgbench } from './pgbench.ts';

type Result = Readonly<Record<string, number>>;

const { seconds = '10', timers = '200000', terms = '100000', cases = '100000', only = '' } = options();
const settings = { shared_buffers: '512MB', max_wal_size: '4GB', max_connections: '200' };
const server = await startEmbeddedServer(settings);
let databases = 0;

/** A database of its own for each run. */
async function freshDatabase(): Promise<string> {
  databases += 1;
  const admin = new pg.Client({ connectionString: `${server.url}/postgres` });
  await admin.connect();
  await admin.query(`CREATE DATABASE bench_${databases}`);
  await admin.query('CHECKPOINT');
  await admin.end();
  return `${server.url}/bench_${databases}`;
}

/** Runs a script in a process of its own; its last line is its result. A peer that does not run is said to be absent. */
function run(script: string, given: Readonly<Record<string, string | number>>): Promise<Result | undefined> {
  const path = fileURLToPath(new URL(`runs/${script}.ts`, import.meta.url));
  const args = Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return new Promise((resolve) => {
    const child = spawn(execPath, [...execArgv, '--expose-gc', path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let problem = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      problem = `${problem}${chunk.toString()}`.slice(-2_000);
    });
    child.on('close', (code) => {
      const last = out.trim().split('\n').at(-1) ?? '';
      if (code === 0 && last.startsWith('{')) return resolve(JSON.parse(last) as Result);
      console.error(`${script} did not run (${code}): ${problem || out.slice(-500)}`);
      return resolve(undefined);
    });
  });
}

const versionOf = (name: string): string => {
  const path = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${(JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version}`;
};
const number = (value: number | undefined, digits = 0): string =>
  value === undefined ? 'absent' : value.toLocaleString('en', { maximumFractionDigits: digits });
const ratio = (ours: number | undefined, theirs: number | undefined): string =>
  ours === undefined || theirs === undefined ? '-' : `${(ours / theirs).toFixed(2)}x`;
const row = (...cells: readonly string[]): void => console.log(`| ${cells.join(' | ')} |`);
const wants = (group: string): boolean => only === '' || only.split(',').includes(group);

const pgbench = findPgbench();
const sample = { seconds, callers: 64 };
try {
  const admin = new pg.Client({ connectionString: `${server.url}/postgres` });
  await admin.connect();
  const { rows } = await admin.query<{ version: string }>("SELECT current_setting('server_version') AS version");
  await admin.end();
  console.log(
    `Machine: ${cpus().length} x ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}. PostgreSQL ${rows[0]?.version}: ${Object.entries(
      settings,
    )
      .map(([name, value]) => `${name}=${value}`)
      .join(', ')}, fsync and synchronous_commit on; one server, a database for each.`,
  );
  const peers = [
    '@dbos-inc/dbos-sdk',
    'pg-boss',
    'graphile-worker',
    '@restatedev/xstate',
    '@restatedev/restate-server',
  ];
  console.log(
    `Peers: ${peers.map(versionOf).join(', ')}; ${pgbench ?? 'no pgbench found: install postgresql-contrib'}.\n`,
  );
  row('measure', 'motcua', 'peer', 'ratio', 'reach');
  row('---', '---', '---', '---', '---');

  if (wants('throughput')) {
    const url = await freshDatabase();
    if (pgbench !== undefined) preparePgbench(pgbench, url);
    const bench = (clients: number, rate?: number) =>
      pgbench === undefined
        ? undefined
        : runPgbench(pgbench, url, { clients, seconds: Number(seconds), ...(rate !== undefined && { rate }) });
    const bench64 = bench(64);
    const bench1 = bench(1);
    const ours = await run('ours-throughput', { ...sample, url: await freshDatabase() });
    const dbos = await run('dbos', { ...sample, url: await freshDatabase() });
    const restate = await run('restate', sample);
    const mine = `${number(ours?.['perSecond'])}/s`;
    row(
      'durable transitions, 64 callers, against DBOS steps',
      mine,
      `${number(dbos?.['perSecond'])}/s`,
      ratio(ours?.['perSecond'], dbos?.['perSecond']),
      'at least 10x',
    );
    row(
      "the same against pgbench's commits, 64 clients",
      mine,
      `${number(bench64?.perSecond)}/s`,
      ratio(ours?.['perSecond'], bench64?.perSecond),
      'at least 2x',
    );
    row(
      "the same against Restate's XState bridge, events",
      mine,
      `${number(restate?.['perSecond'])}/s`,
      ratio(ours?.['perSecond'], restate?.['perSecond']),
      'at least 20x',
    );
    const single = await run('ours-throughput', { seconds, callers: 1, url: await freshDatabase() });
    row(
      'one caller, against pgbench with one client',
      `${number(single?.['perSecond'])}/s`,
      `${number(bench1?.perSecond)}/s`,
      ratio(single?.['perSecond'], bench1?.perSecond),
      'at least 0.9x',
    );
    const half = await run('ours-throughput', {
      ...sample,
      rate: (ours?.['perSecond'] ?? 2_000) / 2,
      url: await freshDatabase(),
    });
    const benchHalf = bench64 && bench(64, bench64.perSecond / 2);
    row(
      'p99 of a transition at half of that load, ms',
      number(half?.['p99'], 1),
      number(benchHalf?.p99, 1),
      ratio(half?.['p99'], benchHalf?.p99),
      'at most 3x',
    );
  }
  if (wants('timers')) {
    const ours = await run('ours-timers', { timers, url: await freshDatabase() });
    const boss = await run('pg-boss', { timers, url: await freshDatabase() });
    const graphile = await run('graphile-worker', { timers, url: await freshDatabase() });
    row(
      `arm ${number(Number(timers))} timers (ours: by a transition each two), against pg-boss in bulk`,
      `${number(ours?.['armPerSecond'])}/s`,
      `${number(boss?.['armPerSecond'])}/s`,
      ratio(ours?.['armPerSecond'], boss?.['armPerSecond']),
      'report',
    );
    row(
      'fire them (ours: a full transition each), against pg-boss',
      `${number(ours?.['firePerSecond'])}/s`,
      `${number(boss?.['firePerSecond'])}/s`,
      ratio(ours?.['firePerSecond'], boss?.['firePerSecond']),
      'at least 3x',
    );
    row(
      "fire, against graphile-worker's bare jobs",
      `${number(ours?.['firePerSecond'])}/s`,
      `${number(graphile?.['firePerSecond'])}/s`,
      ratio(ours?.['firePerSecond'], graphile?.['firePerSecond']),
      'report',
    );
    row(
      "arm, against graphile-worker's bare jobs in bulk",
      `${number(ours?.['armPerSecond'])}/s`,
      `${number(graphile?.['armPerSecond'])}/s`,
      ratio(ours?.['armPerSecond'], graphile?.['armPerSecond']),
      'report',
    );
  }
  if (wants('lateness')) {
    for (const [what, down] of [
      ['due together', 0],
      ['the same after an hour of downtime, less the hour', 3_600_000],
    ] as const) {
      const late = await run('ours-lateness', { terms, down, url: await freshDatabase() });
      row(
        `${number(Number(terms))} terms ${what}: lateness p50, p99, max, ms`,
        `${number(late?.['p50'])}, ${number(late?.['p99'])}, ${number(late?.['max'])}`,
        '-',
        '-',
        `report; out of order: ${number(late?.['outOfOrder'])}`,
      );
    }
  }
  if (wants('processes')) {
    for (const processes of [1, 2, 4]) {
      const url = await freshDatabase();
      await run('ours-throughput', { seconds: 1, callers: 1, name: 'first', url });
      const results = await Promise.all(
        Array.from({ length: processes }, (_, process) =>
          run('ours-throughput', { seconds, callers: 64 / processes, name: `p${process}`, url }),
        ),
      );
      const total = results.reduce((sum, result) => sum + (result?.['perSecond'] ?? 0), 0);
      const conflicts = Math.max(...results.map((result) => result?.['conflictShare'] ?? Number.NaN));
      row(
        `${processes} engine processes, 64 callers in all`,
        `${number(total)}/s`,
        '-',
        '-',
        `conflicts ${(100 * conflicts).toFixed(2)} %, at most 1 %`,
      );
    }
  }
  if (wants('waiting')) {
    const waiting = await run('ours-waiting', { cases, url: await freshDatabase() });
    const megabytes = (bytes: number | undefined) => number(bytes === undefined ? undefined : bytes / 1_000_000, 1);
    row(
      '1,000,000 waiting cases: GB in the database',
      number(waiting?.['bytesPerCase'] === undefined ? undefined : waiting['bytesPerCase'] / 1_000, 2),
      '-',
      '-',
      `report; heap after a quarter ${megabytes(waiting?.['heapAfterQuarter'])} MB, after all ${megabytes(waiting?.['heapAfterAll'])} MB`,
    );
  }
} finally {
  await server.remove();
}
