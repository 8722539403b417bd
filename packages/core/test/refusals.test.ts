import { describe, expect, test } from 'vitest';
import type { Engine, Reply, ReplyCode } from '../src/index.js';
import { clerk, head, officer } from './actors.js';
import { at } from './case-run.js';
import { dump, ref, startOffice } from './office.js';

const input = { applicant: 'Hoa', unit: 'justice' };
const open = { tenant: 't', caseId: 'c1', workflow: 'leave-request', actor: clerk, input };
const grounds = { deadline: 'answer', reason: 'a flood', legalBasis: 'art. 7' };

/** An office with one case that is being examined, on Tuesday at 10:00. */
async function officeWithCase() {
  const office = await startOffice();
  await office.engine.open(open);
  await office.engine.send({ ...ref(), actor: clerk, event: { type: 'accept' } });
  // Uses up the one extension of the term.
  await office.engine.extend({ ...ref(), actor: head, ...grounds, budget: { amount: 1, unit: 'workingDay' } });
  office.clock.set('2026-03-03T10:00');
  return office;
}

type Act = (engine: Engine) => Promise<Reply>;
const send =
  (event: { type: string; [field: string]: unknown }, more: object = {}): Act =>
  (engine) =>
    engine.send({ ...ref(), actor: officer, event, ...more });

const refusals: readonly [string, ReplyCode, Act][] = [
  ['an event the state cannot take', 'MC_EVENT_NOT_ALLOWED', send({ type: 'papers.bring' }, { actor: clerk })],
  ['an event of no schema', 'MC_EVENT_UNKNOWN', send({ type: 'grnat' })],
  ['an event every object has a property for', 'MC_EVENT_UNKNOWN', send({ type: 'constructor' })],
  ['a payload its schema forbids', 'MC_EVENT_INVALID', send({ type: 'papers.ask', rule: 'never' })],
  ['a payload with a field too many', 'MC_EVENT_INVALID', send({ type: 'grant', meta: { at: 0 } })],
  ['an event of XState', 'MC_EVENT_RESERVED', send({ type: 'xstate.done.state.leave' })],
  ['an event of the kernel', 'MC_EVENT_RESERVED', send({ type: 'motcua.case.answer' })],
  ['an actor without the role', 'MC_ACCESS_DENIED', send({ type: 'grant' }, { actor: clerk })],
  ['an actor of another unit', 'MC_ACCESS_DENIED', send({ type: 'grant' }, { actor: { ...officer, unit: 'finance' } })],
  ['an event only the engine may send', 'MC_ACCESS_DENIED', send(rung())],
  ['a stale view of the case', 'MC_REVISION_MISMATCH', send({ type: 'grant' }, { expectedRevision: 1 })],
  ['an act in the future', 'MC_TIME_OUT_OF_BOUNDS', send({ type: 'grant' }, { occurredAt: at('2026-03-03T10:01') })],
  [
    'an act before the last one',
    'MC_TIME_OUT_OF_BOUNDS',
    send({ type: 'grant' }, { occurredAt: at('2026-03-02T08:59') }),
  ],
  ['a case id that is taken', 'MC_CASE_EXISTS', (engine) => engine.open(open)],
  [
    'a deadline that is not declared',
    'MC_DEADLINE_UNKNOWN',
    (engine) => engine.waive({ ...ref(), actor: head, ...grounds, deadline: 'appeal' }),
  ],
  [
    'an extension beyond the cap',
    'MC_EXTENSION_OVER_CAP',
    (engine) => engine.extend({ ...ref(), actor: head, ...grounds, budget: { amount: 1, unit: 'workingDay' } }),
  ],
];

function rung() {
  const fields = { deadline: 'answer', rung: 'due', occurrence: 1, dueAt: 0, firedAt: 0, lagMs: 0 };
  return { type: 'term.overdue', ...fields };
}

describe('a command is refused, and changes nothing, for', () => {
  test.each(refusals)('%s: %s', async (_what, code, act) => {
    await using office = await officeWithCase();
    const before = await dump(office.store);
    const reply = await act(office.engine);
    expect(reply).toMatchObject({ status: 'refused', code });
    expect(await dump(office.store)).toStrictEqual(before);
    const audit = await office.store.cases.audit({ tenant: 't', caseId: 'c1', after: 0, limit: 100 });
    expect(audit.at(-1)?.record).toMatchObject({ outcome: 'refused', code });
  });

  test('a malformed opening: MC_INPUT_INVALID', async () => {
    await using office = await startOffice();
    const before = await dump(office.store);
    expect(await office.engine.open({ ...open, input: { applicant: 7 } })).toMatchObject({
      status: 'refused',
      code: 'MC_INPUT_INVALID',
      revision: 0,
      message: expect.stringMatching(/applicant: .*unit: /u),
    });
    expect(await dump(office.store)).toStrictEqual(before);
  });

  test('a case that has ended: MC_CASE_CLOSED', async () => {
    await using office = await officeWithCase();
    await office.engine.send({ ...ref(), actor: clerk, event: { type: 'withdraw' } });
    const before = await dump(office.store);
    for (const act of [
      send({ type: 'grant' }),
      (engine: Engine) => engine.waive({ ...ref(), actor: head, ...grounds }),
    ]) {
      expect(await act(office.engine)).toMatchObject({ status: 'refused', code: 'MC_CASE_CLOSED', allowed: [] });
    }
    expect(await dump(office.store)).toStrictEqual(before);
  });

  test('a term that does not run: MC_DEADLINE_NOT_RUNNING', async () => {
    await using office = await startOffice();
    await office.engine.open(open);
    const before = await dump(office.store);
    expect(await office.engine.waive({ ...ref(), actor: head, ...grounds })).toMatchObject({
      code: 'MC_DEADLINE_NOT_RUNNING',
    });
    expect(await dump(office.store)).toStrictEqual(before);
  });
});

describe('a refusal', () => {
  test('names what this actor could do instead', async () => {
    await using office = await officeWithCase();
    const reply = await office.engine.send({ ...ref(), actor: officer, event: { type: 'reopen' } });
    expect(reply).toMatchObject({
      allowed: ['grant', 'papers.ask', 'crash', 'apologise'],
      message: expect.stringContaining('Allowed now: grant, papers.ask, crash, apologise.'),
    });
    expect(await office.engine.send({ ...ref(), actor: clerk, event: { type: 'reopen' } })).toMatchObject({
      allowed: ['withdraw'],
    });
    expect(await office.engine.allowed({ ...ref(), actor: clerk })).toEqual(['withdraw']);
  });

  test('is an event for listeners', async () => {
    await using office = await officeWithCase();
    const heard: unknown[] = [];
    office.engine.on('refused', (event) => void heard.push(event));
    const reply = await office.engine.send({ ...ref(), actor: clerk, event: { type: 'grant' } });
    expect(heard).toEqual([{ reply, action: 'grant', actor: 'lan' }]);
  });
});

describe('the same command id', () => {
  test('returns the first reply, and does nothing again', async () => {
    await using office = await officeWithCase();
    const grant = { ...ref(), actor: officer, event: { type: 'grant' }, commandId: 'x1' };
    const first = await office.engine.send(grant);
    expect(first.status).toBe('accepted');
    const before = await dump(office.store);
    expect(await office.engine.send(grant)).toStrictEqual(first);
    expect(await office.engine.send({ ...grant, event: { type: 'reopen' } })).toStrictEqual(first);
    expect(await dump(office.store)).toStrictEqual(before);
  });

  test('returns a first refusal too, though the command would be accepted now', async () => {
    await using office = await officeWithCase();
    const bring = { ...ref(), actor: clerk, event: { type: 'papers.bring' }, commandId: 'x1' };
    const first = await office.engine.send(bring);
    await office.engine.send({ ...ref(), actor: officer, event: { type: 'papers.ask' } });
    expect(await office.engine.send(bring)).toStrictEqual(first);
    expect((await office.engine.send({ ...bring, commandId: 'x2' })).status).toBe('accepted');
  });

  test('opens one case however often it is asked to', async () => {
    await using office = await startOffice();
    const again = { tenant: 't', workflow: 'leave-request', actor: clerk, input, commandId: 'x1' };
    const [first, second] = await Promise.all([office.engine.open(again), office.engine.open(again)]);
    expect(second).toStrictEqual(first);
    expect((await office.engine.find({ tenant: 't', order: 'openedAt', limit: 10 })).items).toHaveLength(1);
  });
});

test('machine code that throws leaves the case where it was, marks the event failed, and the case goes on', async () => {
  await using office = await officeWithCase();
  const before = await dump(office.store);
  const reply = await office.engine.send({ ...ref(), actor: officer, event: { type: 'crash' } });
  expect(reply).toMatchObject({
    status: 'failed',
    code: 'MC_MACHINE_FAILED',
    message: expect.stringContaining('a typo in a template'),
  });
  expect(await dump(office.store)).toStrictEqual(before);
  const audit = await office.store.cases.audit({ tenant: 't', after: 0, limit: 100 });
  expect(audit.at(-1)?.record).toMatchObject({
    action: 'crash',
    outcome: 'failed',
    code: 'MC_MACHINE_FAILED',
    revision: 3,
  });
  expect((await office.engine.send({ ...ref(), actor: officer, event: { type: 'grant' } })).status).toBe('accepted');
});
