import { expect, expectTypeOf, test } from 'vitest';
import type { CaseQuery, Engine, FindRequest } from '../src/index.js';
import { clerk, startGuardianOffice, TENANT, withCases } from './personal-data/guardian-office.js';

/** As an application has it: from a form in which a field may be empty. */
const field = (value?: string): string | undefined => value;
const number = (value?: number): number | undefined => value;
const ref = { tenant: TENANT, caseId: 'c1' };

test('a field of a query that may be left out may be undefined, and then counts as left out', async () => {
  await using office = await startGuardianOffice();
  await withCases(office);
  const { engine } = office;
  const all = await engine.find({ tenant: TENANT, order: 'openedAt', limit: 10 });
  expect(all.items).toHaveLength(2);
  // #region find
  const form: { unit?: string; text?: string } = {};
  const page = await engine.find({ tenant: TENANT, order: 'openedAt', limit: 10, unit: form.unit, text: form.text });
  // #endregion
  expect(page).toEqual(all);
  const everything = {
    now: number(),
    workflow: field(),
    status: undefined,
    state: field(),
    assignee: field(),
    subject: field(),
    code: field(),
    category: field(),
    colour: undefined,
    dueFrom: number(),
    dueTo: number(),
    parent: field(),
    descending: undefined,
    cursor: field(),
  };
  expect(await engine.find({ tenant: TENANT, order: 'openedAt', limit: 10, ...everything })).toEqual(all);
  expect(await engine.history({ ...ref, afterRevision: number(), limit: number() })).toEqual(await engine.history(ref));
  expect(await engine.auditTrail({ ...ref, after: number() })).toEqual([]);
  expect(await engine.deadLetters({ tenant: TENANT, destination: field(), limit: number() })).toEqual([]);
  expect(await engine.outages({ from: number(), to: number() })).toEqual([]);
  const reader = engine.as(clerk, { purpose: 'enquiry', legalBasis: field(), kind: undefined });
  expect((await reader.get(ref)).caseId).toBe('c1');
  // What is there and wrong is still refused.
  await expect(engine.find({ tenant: TENANT, order: 'openedAt', limit: 10, unit: '' })).rejects.toMatchObject({
    code: 'MC_QUERY_INVALID',
  });
});

test('so may a field of a command', async () => {
  await using office = await startGuardianOffice();
  await withCases(office);
  const { engine } = office;
  const reply = await engine.send({
    ...ref,
    commandId: field(),
    occurredAt: number(),
    expectedRevision: number(),
    actor: { ...clerk, name: field(), onBehalfOf: field() },
    event: { type: 'accept' },
  });
  expect(reply).toMatchObject({ status: 'refused', code: 'MC_EVENT_NOT_ALLOWED' });
});

test('every optional field of a query takes undefined, and no field that is needed does', () => {
  type Asked = Parameters<Engine['find']>[0];
  expectTypeOf<Asked>().toEqualTypeOf<FindRequest>();
  expectTypeOf<Asked['unit']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<{ tenant: string; order: 'dueAt'; limit: 1; unit: string | undefined }>().toExtend<Asked>();
  expectTypeOf<{ tenant: string | undefined; order: 'dueAt'; limit: 1 }>().not.toExtend<Asked>();
  // A store is asked without them.
  expectTypeOf<{ tenant: string; now: 1; order: 'dueAt'; limit: 1; unit: undefined }>().not.toExtend<CaseQuery>();
  expectTypeOf<{ commandId: string | undefined }>().toExtend<Pick<Parameters<Engine['send']>[0], 'commandId'>>();
  expectTypeOf<{ caseId: undefined }>().toExtend<Pick<Parameters<Engine['open']>[0], 'caseId'>>();
});
