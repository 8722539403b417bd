import { describe, expect, test } from 'vitest';
import {
  type Actor,
  type Command,
  createCalendar,
  createEngine,
  decide,
  type Engine,
  type Store,
} from '../src/index.js';
import { createMemoryStore } from '../src/memory/index.js';
import { clerk, head, officer } from './actors.js';
import { caseRun, testEnv } from './case-run.js';
import { leaveRequest } from './leave-request.js';
import { dump, ref, startOffice, storeWith } from './office.js';
import { officeCalendar } from './office-calendar.js';
import { oneTerm } from './one-term.js';

const input = { applicant: 'Hoa', unit: 'justice' };
const open = { tenant: 't', caseId: 'c1', workflow: 'leave-request', actor: clerk, input };
const coded = (code: string) => expect.objectContaining({ code });

describe('a call that no caller can have meant throws, and changes nothing:', () => {
  const timer: Actor = { kind: 'timer', id: 'me', roles: ['clerk'] };
  const malformed: readonly [string, (engine: Engine) => Promise<unknown>][] = [
    ['open() without a tenant', (engine) => engine.open({ ...open, tenant: '' })],
    ['open() by a timer', (engine) => engine.open({ ...open, actor: timer })],
    ['open() with a field too many', (engine) => engine.open({ ...open, now: 1 } as never)],
    ['send() without an event', (engine) => engine.send({ ...ref(), actor: officer } as never)],
    [
      'send() at no instant',
      (engine) => engine.send({ ...ref(), actor: officer, event: { type: 'grant' }, occurredAt: Number.NaN }),
    ],
    [
      'extend() without a reason',
      (engine) =>
        engine.extend({
          ...ref(),
          actor: head,
          deadline: 'answer',
          reason: '',
          legalBasis: 'x',
          budget: { amount: 1, unit: 'workingDay' },
        }),
    ],
    [
      'extend() by a unit of no table',
      (engine) =>
        engine.extend({
          ...ref(),
          actor: head,
          deadline: 'answer',
          reason: 'x',
          legalBasis: 'x',
          budget: { amount: 1, unit: 'year' } as never,
        }),
    ],
    [
      'waive() without a ground',
      (engine) => engine.waive({ ...ref(), actor: head, deadline: 'answer', reason: 'x', legalBasis: '' }),
    ],
  ];
  test.each(malformed)('%s is MC_COMMAND_INVALID', async (_what, call) => {
    await using office = await startOffice();
    await office.engine.open(open);
    const before = await dump(office.store);
    await expect(call(office.engine)).rejects.toThrow(coded('MC_COMMAND_INVALID'));
    expect(await dump(office.store)).toStrictEqual(before);
    expect(await office.store.cases.audit({ tenant: 't', after: 1, limit: 9 })).toEqual([]);
  });

  test('all wrong fields are named at once', async () => {
    await using office = await startOffice();
    const call = office.engine.open({ ...open, tenant: '', workflow: '' });
    await expect(call).rejects.toThrow(/tenant: .*workflow: /u);
  });
});

test('a workflow that was not given is MC_WORKFLOW_UNKNOWN', async () => {
  await using office = await startOffice();
  await expect(office.engine.open({ ...open, workflow: 'permit' })).rejects.toThrow(coded('MC_WORKFLOW_UNKNOWN'));
  await expect(office.engine.open({ ...open, version: '9' })).rejects.toThrow(coded('MC_WORKFLOW_UNKNOWN'));
});

test('a case that does not exist is MC_CASE_NOT_FOUND, for commands and questions alike', async () => {
  await using office = await startOffice();
  const { engine } = office;
  const calls = [
    engine.send({ ...ref('c9'), actor: officer, event: { type: 'grant' } }),
    engine.get(ref('c9')),
    engine.deadlines(ref('c9')),
    engine.explain({ ...ref('c9'), deadline: 'answer' }),
    engine.account(ref('c9')),
    engine.allowed({ ...ref('c9'), actor: officer }),
  ];
  for (const call of await Promise.allSettled(calls))
    expect(call).toMatchObject({ reason: { code: 'MC_CASE_NOT_FOUND' } });
});

test('a question about a term that never started is MC_DEADLINE_UNKNOWN', async () => {
  await using office = await startOffice();
  await office.engine.open(open);
  await expect(office.engine.explain({ ...ref(), deadline: 'answer' })).rejects.toThrow(coded('MC_DEADLINE_UNKNOWN'));
});

describe('calendars', () => {
  test('a workflow that names a calendar nobody gave is MC_CALENDAR_UNKNOWN, and the case stays', async () => {
    await using office = await startOffice({ workflows: [oneTerm({ calendar: 'court' })] });
    await office.engine.open({ ...open, workflow: 'one-term', input: {} });
    const before = await dump(office.store);
    const call = office.engine.send({ ...ref(), actor: clerk, event: { type: 'start' } });
    await expect(call).rejects.toThrow(coded('MC_CALENDAR_UNKNOWN'));
    expect(await dump(office.store)).toStrictEqual(before);
  });

  test('a case counted on a calendar version that is gone is MC_CALENDAR_UNKNOWN', async () => {
    const store = createMemoryStore();
    await using office = await startOffice({ store });
    await office.engine.open(open);
    await office.engine.send({ ...ref(), actor: clerk, event: { type: 'accept' } });
    const next = createCalendar({ ...officeCalendar.definition, version: '2' });
    await using later = await startOffice({ store, calendars: [next] });
    await expect(later.engine.deadlines(ref())).rejects.toThrow(coded('MC_CALENDAR_UNKNOWN'));
  });

  test('a term that ends beyond what the calendar covers is MC_CALENDAR_OUT_OF_RANGE, and the case stays', async () => {
    await using office = await startOffice({ workflows: [oneTerm({ budget: { amount: 9_000, unit: 'workingDay' } })] });
    await office.engine.open({ ...open, workflow: 'one-term', input: {} });
    const before = await dump(office.store);
    const call = office.engine.send({ ...ref(), actor: clerk, event: { type: 'start' } });
    await expect(call).rejects.toThrow(coded('MC_CALENDAR_OUT_OF_RANGE'));
    expect(await dump(office.store)).toStrictEqual(before);
  });

  test('an engine without any is MC_CAPABILITY_MISSING', () => {
    expect(() => createEngine({ workflows: [leaveRequest], calendars: [], store: createMemoryStore() })).toThrow(
      coded('MC_CAPABILITY_MISSING'),
    );
  });
});

describe('a stored case', () => {
  const run = caseRun(leaveRequest);
  run.open('2026-03-02T09:00', input);
  const command = { ...run.commands[0], id: 'x', type: 'send', event: { type: 'accept' } } as never;
  const decideOn = (changed: object) => () =>
    decide(leaveRequest, { ...run.envelope(), ...changed }, command, testEnv());

  test('of another format is MC_ENVELOPE_UNKNOWN', () => {
    expect(decideOn({ format: 2 })).toThrow(coded('MC_ENVELOPE_UNKNOWN'));
  });

  test.each([
    ['of another workflow', { workflow: 'permit' }],
    ['of another version', { version: '0' }],
    ['of a definition that changed under its version', { definitionHash: '0123456789abcdef' }],
    ['in a state the machine does not have', { machine: { ...run.envelope().machine, value: 'nowhere' } }],
  ])('%s is MC_ENVELOPE_MISMATCH', (_what, changed) => {
    expect(decideOn(changed)).toThrow(coded('MC_ENVELOPE_MISMATCH'));
  });
});

test('a message from a case that is not its parent is MC_ANSWER_STALE, and changes nothing', () => {
  const run = caseRun(leaveRequest);
  run.open('2026-03-02T09:00', input);
  const before = run.envelope();
  const { tenant, caseId, actor, occurredAt, receivedAt } = run.commands[0] as Command;
  const message = {
    id: 'x',
    tenant,
    caseId,
    actor,
    occurredAt,
    receivedAt,
    from: 'stranger',
    event: { type: 'accept' },
  };
  expect(run.decide({ ...message, type: 'instruct' })).toMatchObject({ status: 'dropped', code: 'MC_ANSWER_STALE' });
  expect(run.envelope()).toBe(before);
});

describe('an engine', () => {
  test('that is not started, or stopped, is MC_ENGINE_STOPPED', async () => {
    const engine = createEngine({ workflows: [leaveRequest], calendars: [officeCalendar], store: createMemoryStore() });
    await expect(engine.open(open)).rejects.toThrow(coded('MC_ENGINE_STOPPED'));
    await engine.start({ background: false });
    await engine.start({ background: false });
    expect((await engine.open(open)).status).toBe('accepted');
    await engine.stop();
    await engine.stop();
    await expect(engine.send({ ...ref(), actor: clerk, event: { type: 'accept' } })).rejects.toThrow(
      coded('MC_ENGINE_STOPPED'),
    );
    await expect(engine.start()).rejects.toThrow(coded('MC_ENGINE_STOPPED'));
  });

  const refused =
    (store: Partial<Store>, more: object = {}) =>
    () =>
      createEngine({
        workflows: [leaveRequest],
        calendars: [officeCalendar],
        store: storeWith(createMemoryStore(), store),
        ...more,
      });

  test('that needs what its store cannot do is MC_CAPABILITY_MISSING', () => {
    expect(refused({}, { needs: { durable: true } })).toThrow(coded('MC_CAPABILITY_MISSING'));
    expect(refused({ capabilities: { durable: true } }, { needs: { durable: true, shared: false } })).not.toThrow();
  });

  test('that would try again never, or after no time, is MC_CAPABILITY_MISSING, by its own word or an adapter’s', () => {
    expect(refused({}, { retry: { maxAttempts: 0 } })).toThrow(coded('MC_CAPABILITY_MISSING'));
    expect(refused({}, { retry: { firstDelayMs: 0.5 } })).toThrow(coded('MC_CAPABILITY_MISSING'));
    const mail = {
      contractVersion: 1 as const,
      topics: ['*'],
      deliver: async () => ({ status: 'delivered' as const }),
    };
    const withRetry = (maxAttempts: number) => ({ adapters: { mail: { ...mail, retry: { maxAttempts } } } });
    expect(refused({}, withRetry(Number.NaN))).toThrow(coded('MC_CAPABILITY_MISSING'));
    expect(refused({}, withRetry(1_000))).not.toThrow();
  });

  test('whose parts speak another contract version is MC_CAPABILITY_MISSING', () => {
    expect(refused({ contractVersion: 2 as never })).toThrow(coded('MC_CAPABILITY_MISSING'));
    const adapter = { contractVersion: 2, topics: ['*'], deliver: async () => ({ status: 'delivered' }) };
    expect(refused({}, { adapters: { mail: adapter } })).toThrow(coded('MC_CAPABILITY_MISSING'));
    expect(refused({}, { adapters: { engine: { ...adapter, contractVersion: 1 } } })).toThrow(
      coded('MC_CAPABILITY_MISSING'),
    );
  });

  test('whose store finds every commit in conflict gives up with MC_COMMAND_CONTENDED', async () => {
    let commits = 0;
    const memory = createMemoryStore();
    const store = storeWith(memory, {
      commit: async (batch) => {
        commits += 1;
        return batch.map(() => ({ status: 'conflict', revision: commits }) as const);
      },
    });
    await using office = await startOffice({ store });
    await expect(office.engine.open({ ...open, commandId: 'x1' })).rejects.toThrow(coded('MC_COMMAND_CONTENDED'));
    expect(commits).toBe(50);
    expect(await memory.cases.reply({ tenant: 't', commandId: 'x1' })).toBeUndefined();
  });
});
