import { createMemoryNotifier } from '@motcua/core/memory';
import { expect, test } from 'vitest';
import { simulate } from '../src/index.js';
import { clerk, head, officer, permit } from './permit.js';

const MONDAY_NINE = '2026-03-02T09:00+07:00';
const simulatePermit = (options: Partial<Parameters<typeof simulate>[0]> = {}) =>
  simulate({ workflows: [permit], start: MONDAY_NINE, ...options });
const days = (amount: number) => ({ amount, unit: 'workingDay' }) as const;
const firings = (facts: readonly { readonly type: string; readonly when: string }[]) =>
  facts.map(({ type, when }) => `${type} ${when.slice(0, 16)}`);

test('time passes from rung to rung, each firing at its own instant', async () => {
  await using sim = await simulatePermit();
  const permitCase = await sim.open({ input: { applicant: 'Hoa' } });
  const facts = await sim.pass(days(8));
  expect(firings(facts)).toEqual([
    'deadline.reached 2026-03-06T15:42',
    'deadline.breached 2026-03-09T17:00',
    'reminded 2026-03-09T17:00',
    'deadline.reached 2026-03-10T17:00',
    'deadline.reached 2026-03-11T17:00',
    'deadline.reached 2026-03-12T17:00',
  ]);
  expect(sim.print()).toBe('2026-03-12T17:00:00+07:00');
  expect(await sim.standing(permitCase, 'answer')).toMatchObject({ colour: 'overdue', breached: true });
});

test('what follows an act at the same instant has followed when it returns', async () => {
  await using sim = await simulatePermit();
  const permitCase = await sim.as(clerk).open({ input: { applicant: 'Hoa' } });
  await sim.as(officer).send(permitCase, 'grant');
  expect(sim.deliveries.map(({ topic, status }) => [topic, status])).toEqual([
    ['deadline.started', 'delivered'],
    ['granted', 'delivered'],
    ['deadline.met', 'delivered'],
  ]);
  expect(await sim.case(permitCase)).toMatchObject({ state: 'granted', status: 'done' });
});

test('a refused command throws its code, and attempt() returns it', async () => {
  await using sim = await simulatePermit();
  const permitCase = await sim.open({ input: { applicant: 'Hoa' } });
  await expect(sim.as(clerk).send(permitCase, 'grant')).rejects.toMatchObject({ code: 'MC_ACCESS_DENIED' });
  const reply = await sim.as(clerk).attempt(permitCase, { type: 'papers.bring' });
  expect(reply).toMatchObject({ status: 'refused', code: 'MC_EVENT_NOT_ALLOWED', allowed: ['withdraw'] });
  expect(sim.timeline().at(-1)).toContain('papers.bring by lan: refused MC_EVENT_NOT_ALLOWED');
});

test('an outage lets everything overdue fire late, in order, when the engine is back', async () => {
  await using sim = await simulatePermit();
  await sim.open({ input: { applicant: 'Hoa' } });
  const facts = await sim.outage(days(9));
  expect(facts.map(({ type, when }) => [type, when.slice(0, 16)])).toEqual([
    ['deadline.skipped', '2026-03-13T17:00'],
    ['deadline.breached', '2026-03-13T17:00'],
    ['reminded', '2026-03-13T17:00'],
    ['deadline.reached', '2026-03-13T17:00'],
  ]);
  expect(facts[1]).toMatchObject({ lagMs: 4 * 24 * 3_600_000 });
});

test('extending and waiving go through the engine and its rules', async () => {
  await using sim = await simulatePermit();
  const permitCase = await sim.open({ input: { applicant: 'Hoa' } });
  const grounds = { deadline: 'answer', reason: 'a flood', legalBasis: 'art. 7' };
  await sim.as(head).extend(permitCase, { ...grounds, budget: days(2) });
  expect(await sim.standing(permitCase, 'answer')).toMatchObject({ due: '2026-03-11T17:00:00+07:00' });
  await expect(sim.as(officer).waive(permitCase, grounds)).rejects.toMatchObject({ code: 'MC_ACCESS_DENIED' });
  await sim.as(head).waive(permitCase, grounds);
  expect(await sim.standing(permitCase, 'answer')).toMatchObject({ status: 'waived', colour: 'closed' });
});

test('facts are found by type and by prefix', async () => {
  await using sim = await simulatePermit();
  await sim.open({ input: { applicant: 'Hoa' } });
  await sim.until('2026-03-09T17:00+07:00');
  expect(sim.facts('reminded')).toMatchObject([{ caseId: 'case-1', times: 1 }]);
  expect(sim.facts('deadline.*').map(({ type }) => type)).toEqual([
    'deadline.started',
    'deadline.reached',
    'deadline.breached',
  ]);
  expect(sim.facts()).toHaveLength(4);
});

test('an adapter that hangs gets its time limit, and is tried again', async () => {
  const hangsOnce = createMemoryNotifier({
    topics: ['granted'],
    respond: (_message, { attempt }) => (attempt === 1 ? new Promise(() => {}) : { status: 'delivered' }),
  });
  await using sim = await simulatePermit({ adapters: { mail: hangsOnce } });
  const permitCase = await sim.open({ input: { applicant: 'Hoa' } });
  await sim.as(officer).send(permitCase, 'grant');
  expect(sim.deliveries.map(({ status }) => status)).toEqual(['threw']);
  expect(sim.print()).toBe('2026-03-02T09:00:20+07:00');
  await sim.pass(days(1));
  expect(sim.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
    [1, 'threw'],
    [2, 'delivered'],
  ]);
});

test('a moment that has passed is an error, and so is a term that never started', async () => {
  await using sim = await simulatePermit();
  const permitCase = await sim.open({ input: { applicant: 'Hoa' } });
  await expect(sim.until('2026-03-01T09:00+07:00')).rejects.toThrow(/still to come/u);
  await expect(sim.standing(permitCase, 'appeal')).rejects.toThrow(/one of answer/u);
});

test('a simulation without a workflow is refused', async () => {
  await expect(simulate({ workflows: [], start: MONDAY_NINE })).rejects.toThrow(/at least one of each/u);
});

test('a simulation that has ended takes no more commands', async () => {
  const sim = await simulatePermit();
  await sim[Symbol.asyncDispose]();
  await expect(sim.open({ input: { applicant: 'Hoa' } })).rejects.toMatchObject({ code: 'MC_ENGINE_STOPPED' });
});
