import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { vietnamCalendar, vietnamDefinition } from '@motcua/calendar-vn';
import {
  type Actor,
  type CaseEnvelope,
  type Command,
  type CommitItem,
  createCalendar,
  createEngine,
  decide,
  type Engine,
  rulesAuthorizer,
  type Store,
  type TimerRow,
  withRows,
} from '@motcua/core';
import { dossierWorkflow, ROLES } from '@motcua/core/dossier';
import { createSqliteStore } from '@motcua/store-sqlite';
import { counter, input, MINUTE_MS, START, steps, TENANT } from './dossier-run.ts';
import { type BenchRow, perSecondText } from './row.ts';

export interface ReprojectionBenchOptions {
  /** Open dossiers in the database. */
  readonly cases?: number;
  /** Default: the folder for temporary files; it should be on a real disk. */
  readonly folder?: string;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const BATCH = 100;
const workflow = dossierWorkflow();
const calendar = vietnamCalendar();
/** A day on which the offices stay closed, announced while every dossier is running. */
const stormy = createCalendar(
  withRows(
    vietnamDefinition(),
    [
      {
        date: '2026-03-04',
        kind: 'office-off',
        name: { vi: 'bão số 1', en: 'storm no. 1' },
        status: 'enacted',
        source: 'Công điện 1/CĐ-UBND',
      },
    ],
    { version: `${calendar.version}+storm` },
  ),
);
const supervisor: Actor = { kind: 'person', id: 'hoa', unit: 'province', roles: [ROLES.supervisor] };

/**
 * A new calendar version over open dossiers in SQLite: the plan against reading the same cases and doing nothing, the
 * application against committing the same cases without deciding anything, in one run.
 */
export async function reprojectionBench(options: ReprojectionBenchOptions = {}): Promise<readonly BenchRow[]> {
  const { cases = 100_000 } = options;
  const few = await measure({ ...options, cases: Math.ceil(cases / 10) });
  const all = await measure({ ...options, cases });
  const grown = all.peakMb / few.peakMb;
  return [
    {
      measure: `plan a new calendar over ${cases.toLocaleString('en')} open dossiers`,
      value: `${perSecondText(all.planned)}, reading them only ${perSecondText(all.read)}`,
      ratio: all.planned / all.read,
      reach: '',
      reached: true,
    },
    {
      measure: 'heap in use while planning, at its highest',
      value: `${all.peakMb.toFixed(0)} MB, over a tenth of the dossiers ${few.peakMb.toFixed(0)} MB`,
      ratio: grown,
      reach: 'flat: at most 1.5 times',
      reached: grown <= 1.5,
    },
    {
      measure: 'apply it, one commit a dossier (FULL)',
      value: `${perSecondText(all.applied)}, the same commits without deciding ${perSecondText(all.committed)}`,
      ratio: all.applied / all.committed,
      reach: '',
      reached: true,
    },
  ];
}

interface Figures {
  readonly read: number;
  readonly planned: number;
  readonly applied: number;
  readonly committed: number;
  readonly peakMb: number;
}

async function measure({ cases = 0, folder: parent = tmpdir() }: ReprojectionBenchOptions): Promise<Figures> {
  const folder = mkdtempSync(join(parent, 'motcua-bench-'));
  const store = createSqliteStore({ file: join(folder, 'dossiers.db') });
  const engine = createEngine({
    workflows: [workflow],
    store,
    calendars: [calendar, stormy],
    clock: { now: () => START + 60 * MINUTE_MS, sleepUntil: () => new Promise<void>(() => {}) },
    authorizer: rulesAuthorizer({ isWithin: () => true }),
    limits: { batch: BATCH },
  });
  await engine.start({ background: false });
  try {
    await fill(store, cases);
    const readMs = await timeOf(() => readAll(store));
    const { planMs, peakMb } = await plan(engine, cases);
    const applyMs = await timeOf(() => apply(engine, cases));
    const commitMs = await timeOf(() => commitAll(store));
    const rate = (ms: number) => (cases / ms) * 1000;
    return { read: rate(readMs), planned: rate(planMs), applied: rate(applyMs), committed: rate(commitMs), peakMb };
  } finally {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Dossiers received within an hour, accepted and transferred: as the engine would have written them. */
async function fill(store: Store, cases: number): Promise<void> {
  const { envelope, timers } = openDossier();
  for (let first = 0; first < cases; first += 1000) {
    const size = Math.min(1000, cases - first);
    const items = Array.from({ length: size }, (_, step) => {
      const caseId = `D${String(first + step).padStart(7, '0')}`;
      return itemOf({ ...envelope, caseId }, 0, timers);
    });
    await store.commit(items);
  }
}

function openDossier(): { readonly envelope: CaseEnvelope; readonly timers: readonly TimerRow[] } {
  const env = {
    calendars: { current: () => calendar, get: () => calendar },
    authorizer: rulesAuthorizer({ isWithin: () => true }),
  };
  let envelope: CaseEnvelope | undefined;
  let timers: readonly TimerRow[] = [];
  const at = START;
  const base = { tenant: TENANT, caseId: 'D', actor: counter, occurredAt: at, receivedAt: at };
  const { id, version } = workflow;
  const commands: readonly Command[] = [
    { ...base, type: 'open', id: 'open', workflow: id, version, input: input(1) },
    ...steps(1)
      .slice(0, 2)
      .map(([actor, event], index): Command => ({ ...base, type: 'send', id: `${index}`, actor, event })),
  ];
  for (const command of commands) {
    const { change } = decide(workflow, envelope, command, env);
    if (change === undefined) throw new Error(`the benchmark's ${command.type} was not accepted`);
    envelope = change.envelope;
    timers = change.timers ?? timers;
  }
  if (envelope === undefined) throw new Error('no dossier was opened');
  return { envelope, timers };
}

/** A commit of an envelope as it is. */
function itemOf(envelope: CaseEnvelope, expectedRevision: number, timers?: readonly TimerRow[]): CommitItem {
  const { tenant, caseId, revision, state, writtenAt: at } = envelope;
  const id = `bench/${caseId}@${revision}`;
  const command: Command = {
    type: 'send',
    id,
    tenant,
    caseId,
    actor: counter,
    occurredAt: at,
    receivedAt: at,
    event: { type: 'x' },
  };
  return {
    tenant,
    caseId,
    commandId: id,
    expectedRevision,
    reply: { status: 'accepted', caseId, revision, state, facts: [], deadlines: [] },
    audit: { tenant, caseId, commandId: id, at, actor: counter, action: 'x', outcome: 'accepted', revision },
    change: {
      envelope,
      journal: { tenant, caseId, revision, command, from: state, to: state, facts: [], ledger: [] },
      ...(timers !== undefined && { timers }),
      outbox: [],
    },
  };
}

async function* pages(store: Store): AsyncGenerator<readonly CaseEnvelope[]> {
  for (let page = await store.cases.scan({ status: 'active', limit: BATCH }); ; ) {
    yield page.items;
    if (page.next === undefined) return;
    page = await store.cases.scan({ status: 'active', limit: BATCH, after: page.next });
  }
}

async function readAll(store: Store): Promise<void> {
  for await (const _ of pages(store));
}

async function plan(engine: Engine, cases: number): Promise<{ readonly planMs: number; readonly peakMb: number }> {
  let seen = 0;
  const planMs = await timeOf(async () => {
    for await (const { terms } of engine.planCalendar(stormy)) {
      if (terms.some(({ effect }) => effect === 'later')) seen += 1;
    }
  });
  if (seen !== cases) throw new Error(`the plan lists ${seen} of ${cases} dossiers`);
  return { planMs, peakMb: await peakOf(engine, cases) };
}

/** What is still in use at ten points of a plan, in MB at the highest. */
async function peakOf(engine: Engine, cases: number): Promise<number> {
  let seen = 0;
  let peak = 0;
  for await (const _ of engine.planCalendar(stormy)) {
    seen += 1;
    if (seen % Math.ceil(cases / 10) !== 0) continue;
    collectGarbage();
    peak = Math.max(peak, process.memoryUsage().heapUsed);
  }
  return peak / 2 ** 20;
}

async function apply(engine: Engine, cases: number): Promise<void> {
  const grounds = { actor: supervisor, reason: 'bão số 1', legalBasis: 'Công điện 1/CĐ-UBND' };
  const { reprojected } = await engine.applyCalendar(engine.planCalendar(stormy), grounds);
  if (reprojected !== cases) throw new Error(`${reprojected} of ${cases} dossiers were counted again`);
}

/** Writes every case once more: what the disk and the store ask for, whoever decides. */
async function commitAll(store: Store): Promise<void> {
  for await (const page of pages(store)) {
    await store.commit(
      page.map((envelope) => itemOf({ ...envelope, revision: envelope.revision + 1 }, envelope.revision)),
    );
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const { measure: what, value, ratio } of await reprojectionBench({ cases: Number(argv[2] ?? 100_000) })) {
    console.log(`${what}: ${value}${ratio === undefined ? '' : ` (ratio ${ratio.toFixed(2)})`}`);
  }
}
