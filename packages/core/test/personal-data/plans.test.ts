import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type CaseMigration,
  type CaseMove,
  createEngine,
  createRecordReader,
  defineMigration,
  defineWorkflow,
  type Workflow,
} from '../../src/index.js';
import { createMemoryKeyStore, createMemoryStore } from '../../src/memory/index.js';
import { at } from '../case-run.js';
import { closedOn } from '../late-announcement.js';
import { handClock } from '../office.js';
import { officeCalendar } from '../office-calendar.js';
import {
  finding,
  guardian,
  officer,
  startGuardianOffice,
  TENANT,
  ward,
  withCases,
  witness,
} from './guardian-office.js';
import { guardianship, schoolOpinion } from './guardianship.js';
import { storedText } from './stored-text.js';

const { spec } = guardianship;
const officers = [{ roles: ['officer'] }];
const access = { ...spec.access, migrate: officers, reproject: officers };
const first: Workflow = defineWorkflow({ ...spec, access } as never);
const second: Workflow = defineWorkflow({ ...spec, access, version: '2' } as never);
/** A version whose author forgot to mark anything. */
const unmarked: Workflow = defineWorkflow({
  ...spec,
  access,
  version: '3',
  schemas: { ...spec.schemas, context: z.looseObject({}), input: z.looseObject({}), events: looseEvents(), facts: {} },
  machine: second.spec.machine,
} as never);

function looseEvents() {
  return Object.fromEntries(Object.keys(spec.schemas.events).map((type) => [type, z.looseObject({})]));
}

const grounds = { actor: officer, reason: 'đổi quy trình', legalBasis: 'Nghị định 118/2025/NĐ-CP' };
const persons = [...Object.values(guardian), ward.id, ward.name, witness.id, witness.name, witness.phone, finding];

function expectNobodyIn(text: string): void {
  for (const value of persons) expect(text).not.toContain(value);
}

describe('a plan over encrypted cases', () => {
  test('for a new version decides on clear values, and what it writes is encrypted again', async () => {
    const workflows = [first, second, schoolOpinion];
    await using office = await startGuardianOffice({ workflows });
    await office.engine.open({
      tenant: TENANT,
      workflow: 'guardianship',
      version: '1',
      actor: { ...officer, roles: ['clerk'] },
      caseId: 'c1',
      input: { guardian, ward, witnesses: [witness], unit: 'justice' },
    });
    const asked: string[] = [];
    const migration = defineMigration<{ guardian: { name: string } }>({
      from: first,
      to: second,
      applies: ({ context }) => {
        asked.push(context.guardian.name);
        return true;
      },
      context: (context) => ({ ...context, finding: `${context.guardian.name} đã nộp đơn` }),
    });
    const plan = office.engine.planMigration(migration);
    const rows: CaseMigration[] = [];
    for await (const row of plan) rows.push(row);
    expect(rows).toMatchObject([{ caseId: 'c1' }]);
    expect(asked).toContain(guardian.name);
    expect(await office.engine.applyMigration(plan, grounds)).toMatchObject({ migrated: 1, status: 'complete' });
    expect(await office.get()).toMatchObject({
      version: '2',
      machine: { context: { guardian, finding: `${guardian.name} đã nộp đơn` } },
    });
    expectNobodyIn(await storedText(office.store));
    await office.erase(guardian.id);
    expect((await office.get()).machine.context).toMatchObject({ guardian: { name: '[erased]' }, ward });
  });

  test('for a version that marks nothing keeps encrypted what was', async () => {
    await using office = await startGuardianOffice({ workflows: [first, unmarked, schoolOpinion] });
    await office.engine.open({
      tenant: TENANT,
      workflow: 'guardianship',
      version: '1',
      actor: { ...officer, roles: ['clerk'] },
      caseId: 'c1',
      input: { guardian, ward, witnesses: [witness], unit: 'justice' },
    });
    const plan = office.engine.planMigration(defineMigration({ from: first, to: unmarked }));
    expect(await office.engine.applyMigration(plan, grounds)).toMatchObject({ migrated: 1 });
    expect(await office.get()).toMatchObject({ version: '3', machine: { context: { guardian, ward } } });
    expectNobodyIn(await storedText(office.store));
    await office.erase(guardian.id);
    expect((await office.get()).machine.context).toMatchObject({ guardian: { name: '[erased]' }, ward });
  });

  test('for a new version moves the case of a person who was erased', async () => {
    await using office = await startGuardianOffice({ workflows: [first, second, schoolOpinion] });
    await office.engine.open({
      tenant: TENANT,
      workflow: 'guardianship',
      version: '1',
      actor: { ...officer, roles: ['clerk'] },
      caseId: 'c1',
      input: { guardian, ward, witnesses: [witness], unit: 'justice' },
    });
    await office.erase(guardian.id);
    const plan = office.engine.planMigration(defineMigration({ from: first, to: second }));
    expect(await office.engine.applyMigration(plan, grounds)).toMatchObject({ migrated: 1 });
    const moved = await office.get();
    expect(moved).toMatchObject({ version: '2', machine: { context: { guardian: { name: '[erased]' }, ward } } });
    expect(moved.erased).toContain('/machine/context/guardian/name');
  });

  test('for a new calendar counts again, tells those concerned, and leaves nobody in clear', async () => {
    const store = createMemoryStore();
    const keys = createMemoryKeyStore();
    const day = await startGuardianOffice({ workflows: [first, schoolOpinion], store, keys });
    await withCases(day);
    const dueBefore = (await day.get()).deadlines[0]?.dueAt;
    await day.engine.stop();
    const next = closedOn(officeCalendar, ['2026-03-05'], '2');
    const clock = handClock('2026-03-03T09:00');
    const engine = createEngine({
      workflows: [first, schoolOpinion],
      calendars: [next, officeCalendar],
      clock,
      store,
      personalData: { keys },
    });
    await engine.start({ background: false });
    const plan = engine.planCalendar(next);
    const moves: CaseMove[] = [];
    for await (const move of plan) moves.push(move);
    expect(moves).toMatchObject([{ caseId: 'c1', terms: [{ dueBefore }] }]);
    expect(await engine.applyCalendar(plan, { ...grounds, reason: 'bão số 5' })).toMatchObject({ reprojected: 1 });
    const after = await engine.get({ tenant: TENANT, caseId: 'c1' });
    expect(after.machine.context).toMatchObject({ guardian, ward, finding });
    expect(after.deadlines[0]?.dueAt).toBe(at('2026-03-10T17:00'));
    expectNobodyIn(await storedText(store));
    await engine.stop();
  });
});

describe('questions about encrypted cases', () => {
  test('of lateness get the answers they got before the person was erased', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    office.clock.set('2026-03-11T09:00');
    await office.engine.settle();
    const ask = () => office.engine.lateness({ tenant: TENANT, caseId: 'c1', deadline: 'answer' });
    const before = await ask();
    expect(before).toMatchObject({ late: true });
    await office.erase(guardian.id);
    await office.erase(ward.id);
    expect(await ask()).toEqual(before);
  });
});

describe('a reader beside the engine', () => {
  const ref = { tenant: TENANT, caseId: 'c1' };
  const history = { ...ref, afterRevision: 0, limit: 10 };

  test('sees with the keys what the engine sees', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    const reader = createRecordReader({ store: office.store, keys: office.keys });
    expect(await reader.load(ref)).toEqual(await office.get());
    expect(await reader.history(history)).toEqual(await office.engine.history(ref));
    const { items } = await reader.scan({ tenant: TENANT, limit: 10 });
    expect(items).toContainEqual(await office.get());
  });

  test('sees without keys what will be left of the case when everybody is erased, and is told where', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    const reader = createRecordReader({ store: office.store });
    const seen = await reader.load(ref);
    const entries = await reader.history(history);
    expectNobodyIn(JSON.stringify([seen, entries]));
    expect(JSON.stringify([seen, entries])).not.toContain('sealed');
    expect(seen?.index).toMatchObject({ subject: '[erased]', text: '[erased]', code: 'GH-0001', unit: 'justice' });
    expect(seen?.erased).toEqual(
      expect.arrayContaining(['/machine/context/guardian/name', '/index/subject', '/index/text']),
    );
    expect(entries[0]?.erased).toContain('/command/input/guardian/name');
  });
});
