import { env as variables } from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type CaseEnvelope,
  dueOf,
  type Engine,
  isMotcuaError,
  type JournalEntry,
  type Reply,
  type Store,
  type TimerRow,
  timeAccount,
} from '../src/index.js';
import { timerRows } from '../src/kernel/timer-key.js';
import { createMemoryStore } from '../src/memory/index.js';
import { anybody } from './actors.js';
import { at } from './case-run.js';
import { replay } from './invariants.js';
import { leaveRequest } from './leave-request.js';
import { startOffice } from './office.js';
import { officeCalendar } from './office-calendar.js';
import { env } from './random-story.js';

const MINUTE = 60_000;
const PER_RUN = 200;
/** `MOTCUA_FUZZ_COMMANDS=100000` for the long run. */
const COMMANDS = Number(variables['MOTCUA_FUZZ_COMMANDS'] ?? 4_000);

const TENANTS = ['t', 'hồ'];
const CASES = ['c1', 'c2', 'c3', 'constructor'];

/** Text as it comes from outside: halves of surrogate pairs, NUL, combining marks, names every object has. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    '__proto__',
    'constructor',
    'toString',
    'hồ',
    'hồ'.normalize('NFD'),
    "';--",
    '\u202e',
  ),
);
const number = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 1e308, -1, 2 ** 53, 8.64e15, -8.64e15, 8.64e15 + 1, Number.NaN),
);
const anything = fc.oneof(
  fc.anything({ key: text, withDate: true, withBigInt: true, withNullPrototype: true, maxDepth: 3 }),
  fc.jsonValue(),
  text,
  number,
  fc.constant(JSON.parse('{"__proto__":{"admin":true}}') as unknown),
);
const EVENTS = [
  'accept',
  'accept',
  'papers.ask',
  'papers.bring',
  'papers.bring',
  'grant',
  'reopen',
  'apologise',
  'withdraw',
  'crash',
  'term.overdue',
  'papers.lapse',
  'xstate.init',
  'motcua.case.answer',
];

const step = fc.record({
  minutes: fc.oneof(fc.nat(300), fc.nat(6_000), fc.nat(60_000)),
  late: fc.oneof(
    { weight: 12, arbitrary: fc.constant(null) },
    { weight: 4, arbitrary: fc.nat(3_000) },
    { weight: 1, arbitrary: number },
  ),
  tenant: fc.constantFrom(...TENANTS),
  caseId: fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...CASES) }, { weight: 1, arbitrary: text }),
  kind: fc.constantFrom(
    'send',
    'send',
    'send',
    'send',
    'open',
    'extend',
    'waive',
    'settle',
    'settle',
    'repeat',
    'odd',
    'raw',
  ),
  pick: fc.nat(),
  odd: anything,
  text,
  number,
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What the commits of a store make of the pending firings of its cases. */
function watchingTimers(memory: Store) {
  const timers = new Map<string, readonly TimerRow[]>();
  const store: Store = {
    ...memory,
    async commit(batch, options) {
      const results = await memory.commit(batch, options);
      for (const [place, { tenant, caseId, change, firing }] of batch.entries()) {
        if (results[place]?.status !== 'committed') continue;
        const name = JSON.stringify([tenant, caseId]);
        const rest = (timers.get(name) ?? []).filter(({ key }) => key !== firing);
        timers.set(name, change?.timers ?? rest);
      }
      return results;
    },
  };
  return { store, timersOf: (tenant: string, caseId: string) => timers.get(JSON.stringify([tenant, caseId])) ?? [] };
}

interface Sent {
  readonly call: () => Promise<Reply>;
  readonly reply: Reply;
}

/** What a step asks of the engine; undefined: nothing but that time passes. */
function callOf(engine: Engine, step: Step, number: number, now: number): (() => Promise<Reply>) | undefined {
  const { tenant, caseId, pick, odd } = step;
  const common = {
    tenant,
    caseId,
    actor: anybody,
    commandId: `command-${number}`,
    ...(step.late !== null && { occurredAt: now - step.late * MINUTE }),
  };
  const grounds = { ...common, deadline: pick % 5 === 0 ? step.text : 'answer', reason: 'x', legalBasis: 'x' };
  switch (step.kind) {
    case 'open': {
      const input = pick % 4 === 0 ? odd : { applicant: 'Hoa', unit: 'justice' };
      return () => engine.open({ ...common, workflow: 'leave-request', input });
    }
    case 'extend': {
      const budget = pick % 3 === 0 ? { until: now + step.number } : { amount: pick % 4, unit: 'workingDay' as const };
      return () => engine.extend({ ...grounds, budget });
    }
    case 'waive':
      return () => engine.waive(grounds);
    case 'odd':
      return () => engine.send({ ...common, event: { ...(odd as object), type: EVENTS[pick % EVENTS.length] ?? '' } });
    case 'raw':
      return () => [engine.open, engine.send, engine.extend, engine.waive][pick % 4]?.(odd as never) as Promise<Reply>;
    case 'send': {
      const type = EVENTS[pick % EVENTS.length] ?? '';
      const payload =
        type === 'apologise' ? { until: pick % 5 === 0 ? step.number : now + (pick % 9_000) * MINUTE } : {};
      const rule = type === 'papers.ask' ? { rule: (['pause', 'exclude', 'restart'] as const)[pick % 3] } : {};
      return () => engine.send({ ...common, event: { ...payload, ...rule, type } });
    }
    default:
      return undefined;
  }
}

async function journalOf(engine: Engine, tenant: string, caseId: string): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  for (;;) {
    const page = await engine.history({ tenant, caseId, afterRevision: entries.length, limit: 50 });
    entries.push(...page);
    if (page.length < 50) return entries;
  }
}

/** What holds of a case, whatever was sent to it. */
function expectWhole(envelope: CaseEnvelope, journal: readonly JournalEntry[], timers: readonly TimerRow[]): void {
  expect(journal.map(({ revision }) => revision)).toEqual(journal.map((_, index) => index + 1));
  expect(replay(journal, [leaveRequest], env)).toStrictEqual(envelope);
  for (const ledger of envelope.deadlines) {
    const isOpen = ledger.status === 'running' || ledger.status === 'suspended';
    if (isOpen) expect(ledger.dueAt).toBe(dueOf(ledger.entries, env.calendars.get));
    else expect(ledger.rungs.every(({ fireAt }) => fireAt === undefined)).toBe(true);
    const lines = journal
      .flatMap((entry) => entry.ledger)
      .filter(({ deadline, occurrence }) => deadline === ledger.name && occurrence === ledger.occurrence);
    expect(lines.map(({ entry }) => entry)).toStrictEqual(ledger.entries);
  }
  const order = (rows: readonly TimerRow[]) => [...rows].sort((a, b) => (a.key < b.key ? -1 : 1));
  expect(order(timers)).toEqual(order(timerRows(envelope)));
  const account = timeAccount(envelope.custody, at('2030-12-02T09:00'), officeCalendar);
  expect(account.rows.reduce((sum, { workingMs }) => sum + workingMs, 0)).toBe(account.totalWorkingMs);
}

const seen = { accepted: 0, refused: 0, throws: new Set<string>(), codes: new Set<string>() };

function note(reply: Reply): void {
  if (reply.status === 'accepted') {
    seen.accepted += 1;
    return;
  }
  seen.refused += 1;
  seen.codes.add(reply.code);
}

async function openAll(engine: Engine): Promise<void> {
  for (const tenant of TENANTS) {
    for (const caseId of CASES) {
      const input = { applicant: 'Hoa', unit: 'justice' };
      await engine.open({ tenant, caseId, workflow: 'leave-request', actor: anybody, input });
      await engine.send({ tenant, caseId, actor: anybody, event: { type: 'accept' } });
    }
  }
}

async function play(story: readonly Step[]): Promise<void> {
  const { store, timersOf } = watchingTimers(createMemoryStore());
  await using office = await startOffice({ store });
  const { engine, clock } = office;
  const sent: Sent[] = [];
  const START = at('2026-03-02T09:00');
  let now = START;
  await openAll(engine);
  for (const [number, next] of story.entries()) {
    now += (next.minutes * MINUTE) / 20;
    clock.set(new Date(now + 7 * 3_600_000).toISOString().slice(0, 16));
    now = clock.now();
    if (next.kind === 'settle') {
      await engine.settle();
      continue;
    }
    const before = sent[next.pick % Math.max(sent.length, 1)];
    if (next.kind === 'repeat') {
      if (before !== undefined) expect(await before.call()).toEqual(before.reply);
      continue;
    }
    const call = callOf(engine, next, number, now);
    if (call === undefined) continue;
    try {
      const reply = await call();
      sent.push({ call, reply });
      note(reply);
    } catch (error) {
      if (!isMotcuaError(error)) throw error;
      seen.throws.add(error.code);
    }
  }
  for (const tenant of TENANTS.map((each) => each.normalize('NFC'))) {
    for (const { caseId } of (await engine.find({ tenant, order: 'openedAt', limit: 1_000 })).items) {
      const envelope = await engine.get({ tenant, caseId });
      expectWhole(envelope, await journalOf(engine, tenant, caseId), timersOf(tenant, caseId));
    }
  }
}

test('no command, however odd, brings a case where its journal and ledgers do not', async () => {
  const stories = fc.array(step, { minLength: PER_RUN, maxLength: PER_RUN });
  await fc.assert(fc.asyncProperty(stories, play), {
    numRuns: Math.ceil(COMMANDS / PER_RUN),
    endOnFailure: true,
  });
  expect(seen.accepted).toBeGreaterThan(COMMANDS / 20);
  expect(seen.refused).toBeGreaterThan(COMMANDS / 10);
  expect([...seen.throws]).toEqual(expect.arrayContaining(['MC_COMMAND_INVALID', 'MC_CASE_NOT_FOUND']));
  expect(seen.codes.size).toBeGreaterThan(8);
}, 3_600_000);
