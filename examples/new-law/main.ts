// A new decree takes effect. Plans the migration, shows it, applies it, kills the worker half-way, resumes, and checks.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMotcuaError, type MigrationApplication, printExplanation } from '@motcua/core';
import { checkReplay, exportJournals } from '@motcua/testkit';
import { at, counter, DEPLOYED, openOffice, supervisor, TENANT } from './src/office.ts';
import { planTable } from './src/plan-table.ts';
import { caseIdOf, inputOf, passTime, receiveDossiers } from './src/receive-dossiers.ts';
import { decree61, decree118, toDecree118 } from './src/two-decrees.ts';

const versions = [decree61, decree118];
const folder = mkdtempSync(join(tmpdir(), 'motcua-new-law-'));
try {
  await receive();
  await plan();
  await apply();
  await check();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** June and July: the office knows nothing but Decree 61. */
async function receive(): Promise<void> {
  await using office = await openOffice(folder, [decree61], '2025-06-16 07:30');
  await receiveDossiers(office, 21);
  await passTime(office, at(DEPLOYED));
}

async function plan(): Promise<void> {
  await using office = await openOffice(folder, versions, DEPLOYED);
  const { engine, calendar } = office;
  const print = (instant: number) => calendar.format(instant).slice(0, 16).replace('T', ' ');
  const migration = engine.planMigration(toDecree118);
  for (const language of ['vi', 'en'] as const) console.log(`${await planTable(migration, language, print)}\n`);
  try {
    await engine.applyMigration(migration, {
      actor: supervisor,
      reason: 'Hai cấp',
      legalBasis: 'Nghị định 118/2025/NĐ-CP',
    });
  } catch (error) {
    if (!isMotcuaError(error, 'MC_MIGRATION_BLOCKED')) throw error;
    console.log(`${error.code}: ${error.message.split('. ')[0]}.\n`);
  }
}

/** A first worker is killed in the midst of it; a second one does the rest. */
async function apply(): Promise<void> {
  const killed = await runWorker(100);
  console.log(
    `*** SIGKILL: ${killed.moved ?? 0} dossiers had been reported as moved; ${await movedInStore()} had moved`,
  );
  const { outcome } = await runWorker();
  console.log(
    `*** resumed: ${outcome?.migrated ?? 0} moved, ${outcome?.notConcerned ?? 0} stay, ${outcome?.status ?? 'failed'}\n`,
  );
}

interface WorkerMessage {
  readonly moved?: number;
  readonly outcome?: MigrationApplication;
}

function runWorker(haltAfter?: number): Promise<WorkerMessage> {
  return new Promise((resolve, reject) => {
    const args = [folder, ...(haltAfter === undefined ? [] : [String(haltAfter)])];
    const worker = fork(join(import.meta.dirname, 'worker.ts'), args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let last: WorkerMessage = {};
    worker.on('message', (message: WorkerMessage) => {
      last = message;
      if (message.moved !== undefined) worker.kill('SIGKILL');
    });
    worker.on('error', reject);
    worker.on('exit', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(last);
      else reject(new Error(`the worker ended with code ${String(code)}`));
    });
  });
}

async function movedInStore(): Promise<number> {
  await using office = await openOffice(folder, versions, DEPLOYED);
  let moved = 0;
  for await (const { envelope } of exportJournals({ store: office.store, version: decree118.version })) {
    if (envelope.workflow === 'dossier') moved += 1;
  }
  return moved;
}

/** Every dossier is where its date of receipt says, moved once, and comes out the same when its journal is replayed. */
async function check(): Promise<void> {
  await using office = await openOffice(folder, versions, DEPLOYED);
  const { engine, store, calendar } = office;
  const wrong: string[] = [];
  const counts = { old: 0, new: 0 };
  for await (const { envelope, journal } of exportJournals({ store, workflow: 'dossier' })) {
    const moves = journal.filter(({ command }) => command.type === 'migrate').length;
    const isNew = calendar.dateOf(envelope.openedAt) >= '2025-07-01';
    counts[isNew ? 'new' : 'old'] += 1;
    const expected = isNew ? decree118.version : decree61.version;
    if (envelope.version !== expected || moves !== Number(isNew)) wrong.push(envelope.caseId);
  }
  console.log(
    `Check: ${counts.old} received before 1 July 2025 and ${counts.new} since; ${wrong.length} in the wrong version or moved twice.`,
  );
  const journals = exportJournals({ store, workflow: 'dossier' });
  const replay = await checkReplay({ journals, workflows: versions, migrations: [toDecree118], calendars: [calendar] });
  console.log(`Replay: ${replay.text}`);
  if (wrong.length > 0 || !replay.same) process.exitCode = 1;

  const open = { tenant: TENANT, workflow: 'dossier', actor: counter, input: inputOf(0) };
  await engine.open({ ...open, caseId: 'entered-late', occurredAt: at('2025-06-27 09:00') });
  await engine.open({ ...open, caseId: 'entered-today' });
  const versionOf = async (caseId: string) => (await engine.get({ tenant: TENANT, caseId })).version;
  console.log(
    `A dossier of 27 June entered today begins under ${await versionOf('entered-late')}, one of today under ${await versionOf('entered-today')}.\n`,
  );

  const moved = { tenant: TENANT, caseId: caseIdOf(21 * 20 + 1), deadline: 'notice' };
  for (const language of ['vi', 'en'] as const)
    console.log(`${printExplanation(await engine.explain(moved), language)}\n`);
}
