import { describe, expect, test } from 'vitest';
import { createMemoryKeyStore, createMemoryStore } from '../src/memory/index.js';
import { startOffice } from './office.js';
import { openLog } from './open-log.js';
import {
  auditOf,
  citizen,
  clerk,
  guardian,
  officer,
  startGuardianOffice,
  TENANT,
  ward,
  withCases,
  witness,
} from './personal-data/guardian-office.js';

const ref = { tenant: TENANT, caseId: 'c1' };
const purpose = 'enquiry at the counter';

async function startReading() {
  const log = openLog();
  const store = createMemoryStore();
  const keys = createMemoryKeyStore();
  const office = await startGuardianOffice({ audit: log.audit, store, keys });
  await withCases(office);
  return { ...office, log, clerk: office.engine.as(clerk, { purpose }) };
}

describe('a reading under a name', () => {
  test('is on record before the answer is given, in the chain of the case', async () => {
    await using office = await startReading();
    const before = office.log.entries.length;
    expect((await office.clerk.get(ref)).machine.context).toMatchObject({ guardian });
    expect(office.log.entries.slice(before)).toMatchObject([
      {
        type: 'read',
        record: { caseId: 'c1', action: 'motcua.read', actor: clerk, revision: 3, grounds: { reason: purpose } },
        workflow: { id: 'guardianship' },
        fields: [{ path: '/grounds/reason', value: purpose }],
      },
    ]);
    const chain = await office.store.seal.chain({ ...ref, after: 0, limit: 100 });
    expect(JSON.parse(chain.at(-1)?.leaf ?? '')).toMatchObject({ body: { type: 'read' } });
  });

  test('changes nothing of the case', async () => {
    await using office = await startReading();
    const before = await office.get();
    await office.clerk.get(ref);
    expect(await office.get()).toEqual(before);
    expect(await office.send({ type: 'grant' })).toMatchObject({ status: 'accepted' });
  });

  test('is one record an actor, case and minute, from whatever process, by whatever query', async () => {
    await using office = await startReading();
    const other = await startGuardianOffice({
      audit: office.log.audit,
      store: office.store,
      keys: office.keys,
      clock: office.clock,
    });
    await office.clerk.get(ref);
    await office.clerk.history(ref);
    await office.clerk.auditTrail(ref);
    await other.engine.as(clerk, { purpose }).get(ref);
    const reads = async () => (await auditOf(office.store)).filter(({ action }) => action === 'motcua.read').length;
    expect(await reads()).toBe(1);
    await office.engine.as(officer, { purpose }).get(ref);
    await office.engine.as(clerk, { purpose: 'complaint 7/2026' }).get(ref);
    await office.clerk.get({ ...ref, caseId: 'c2' });
    expect(await reads()).toBe(4);
    office.clock.set('2026-06-02T09:01');
    await office.clerk.get(ref);
    expect(await reads()).toBe(5);
    await other.engine.stop();
  });

  test('of a list is one record that names the cases found and by what they were searched, never the words', async () => {
    await using office = await startReading();
    const query = { tenant: TENANT, text: ward.name, order: 'openedAt', limit: 10 } as const;
    expect((await office.clerk.find(query)).items).toHaveLength(2);
    expect(office.log.of('search')).toMatchObject([
      { cases: ['c1', 'c2'], scope: { by: ['limit', 'order', 'text'] }, record: { actor: clerk } },
    ]);
    expect(JSON.stringify(office.log.of('search'))).not.toContain(ward.name);
    await office.clerk.find({ ...query, text: 'nobody' });
    expect(office.log.of('search')).toHaveLength(1);
  });

  test('for an export is an export', async () => {
    await using office = await startReading();
    // #region export
    const exporter = office.engine.as(officer, {
      purpose: 'yearly report',
      legalBasis: 'Decree 61/2018/NĐ-CP art. 30',
      kind: 'export',
    });
    await exporter.get(ref);
    await exporter.find({ tenant: TENANT, order: 'openedAt', limit: 1 });
    // #endregion
    expect(office.log.of('export')).toMatchObject([
      { record: { caseId: 'c1' }, legalBasis: 'Decree 61/2018/NĐ-CP art. 30' },
      { cases: ['c1'] },
    ]);
  });

  test('of his own case by a citizen names him in no id and no stored record', async () => {
    await using office = await startReading();
    await office.engine.as(citizen, { purpose: 'own file' }).get(ref);
    expect(office.log.of('read')).toMatchObject([{ isPrivate: true }]);
    const stored = await office.store.cases.audit({ ...ref, after: 0, limit: 100 });
    expect(JSON.stringify(stored.filter(({ record }) => record.action === 'motcua.read'))).not.toContain(citizen.id);
  });

  test('tells of a person nothing more when that is erased', async () => {
    await using office = await startReading();
    await office.clerk.get(ref);
    await office.erase(guardian.id);
    expect((await office.clerk.get(ref)).machine.context).toMatchObject({ guardian: { name: '[erased]' } });
    expect((await office.erase(witness.id)).status).toBe('erased');
  });

  test('of terms and of what may be sent is not recorded, nor is what is not found', async () => {
    await using office = await startReading();
    await office.clerk.deadlines(ref);
    await office.clerk.explain({ ...ref, deadline: 'answer' });
    await office.clerk.allowed({ ...ref, actor: officer });
    await expect(office.clerk.get({ ...ref, caseId: 'nowhere' })).rejects.toMatchObject({ code: 'MC_CASE_NOT_FOUND' });
    expect([...office.log.of('read'), ...office.log.of('search')]).toEqual([]);
  });

  test('without a purpose is refused with MC_QUERY_INVALID', async () => {
    await using office = await startReading();
    expect(() => office.engine.as(clerk, { purpose: '' })).toThrow(
      expect.objectContaining({ code: 'MC_QUERY_INVALID' }),
    );
  });
});

test('a case that holds nothing personal is read without a record, and exported with one', async () => {
  const log = openLog();
  await using office = await startOffice({ audit: log.audit });
  const actor = { ...clerk, unit: 'hr' };
  const input = { applicant: 'Hoa', unit: 'justice' };
  await office.engine.open({ tenant: TENANT, workflow: 'leave-request', actor, caseId: 'c1', input });
  const before = log.entries.length;
  await office.engine.as(actor, { purpose }).get(ref);
  expect(log.entries).toHaveLength(before);
  await office.engine.as(actor, { purpose, kind: 'export' }).get(ref);
  expect(log.entries.slice(before)).toMatchObject([{ type: 'export' }]);
});
