import { describe, expect, test } from 'vitest';
import { openLog } from './open-log.js';
import {
  auditOf,
  guardian,
  officer,
  startGuardianOffice,
  TENANT,
  ward,
  withCases,
} from './personal-data/guardian-office.js';

const ref = { tenant: TENANT, caseId: 'c1' };
const closed = { tenant: TENANT, caseId: 'c2' };
// #region hold
const court = {
  actor: officer,
  hold: 'court 12/2026',
  reason: 'file is evidence',
  legalBasis: 'Civil Procedure Code art. 97',
};
// #endregion
// #region retention
const retention = {
  guardianship: { retentionClass: 'A-10', years: 10, legalBasis: 'Circular 05/2025/TT-BNV' },
};
// #endregion

async function startArchive() {
  const log = openLog();
  const office = await startGuardianOffice({ audit: log.audit, retention });
  await withCases(office);
  return { ...office, log };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('a legal hold', () => {
  test('is a record, is in force until it is released, and twice is once', async () => {
    await using office = await startArchive();
    const held = { hold: court.hold, placedBy: officer.id, reason: court.reason, legalBasis: court.legalBasis };
    expect(await office.engine.hold({ ...ref, ...court })).toMatchObject([held]);
    expect(await office.engine.hold({ ...ref, ...court })).toHaveLength(1);
    expect(await office.engine.holds(ref)).toMatchObject([held]);
    expect(await office.engine.hold({ ...ref, ...court, hold: 'inspection 3' })).toHaveLength(2);
    expect(await office.engine.release({ ...ref, ...court, reason: 'ended' })).toMatchObject([
      { hold: 'inspection 3' },
    ]);
    expect(office.log.of('hold.placed').map(({ scope }) => scope)).toEqual([
      { hold: 'court 12/2026' },
      { hold: 'inspection 3' },
    ]);
    expect(office.log.of('hold.released')).toMatchObject([
      { scope: { hold: 'court 12/2026' }, legalBasis: court.legalBasis },
    ]);
  });

  test('that is not in force cannot be released: MC_HOLD_UNKNOWN', async () => {
    await using office = await startArchive();
    await expect(office.engine.release({ ...ref, ...court })).rejects.toMatchObject({ code: 'MC_HOLD_UNKNOWN' });
    await expect(office.engine.hold({ ...ref, ...court, caseId: 'nowhere' })).rejects.toMatchObject({
      code: 'MC_CASE_NOT_FOUND',
    });
  });

  test('stops the erasure of everybody in the case, on record, until it is released', async () => {
    await using office = await startArchive();
    await office.engine.hold({ ...ref, ...court });
    expect(await office.erase(guardian.id)).toMatchObject({ status: 'refused', code: 'MC_ERASURE_REFUSED' });
    const refused = await office.erase(ward.id);
    expect(refused).toMatchObject({ status: 'refused', message: expect.stringContaining(court.hold) });
    expect(office.log.of('erasure.refused')).toHaveLength(2);
    expect((await office.get()).machine.context).toMatchObject({ guardian, ward });
    await office.engine.release({ ...ref, ...court });
    expect(await office.erase(guardian.id)).toMatchObject({ status: 'erased' });
  });
});

describe('the disposal of a closed case', () => {
  test('is offered when its period is over, with the holds that forbid it', async () => {
    await using office = await startArchive();
    const disposable = () => all(office.engine.disposable({ tenant: TENANT }));
    office.clock.set('2036-03-02T08:59');
    expect(await disposable()).toEqual([]);
    office.clock.set('2036-03-02T09:00');
    expect(await disposable()).toMatchObject([
      { caseId: 'c2', workflow: 'guardianship', retentionClass: 'A-10', holds: [] },
    ]);
    await office.engine.hold({ ...closed, ...court });
    expect(await disposable()).toMatchObject([{ caseId: 'c2', holds: [{ hold: court.hold }] }]);
  });

  test('is a record with its authority, takes what could be disclosed, and leaves the chain', async () => {
    await using office = await startArchive();
    office.clock.set('2036-03-02T09:00');
    const before = await office.engine.auditTrail(closed);
    const request = { ...closed, actor: officer, reason: 'list 4/2036' };
    expect(await office.engine.dispose(request)).toEqual({
      forgotten: before.filter(({ disclosures }) => disclosures.length > 0).length + 1,
    });
    expect(await office.engine.dispose(request)).toEqual({ forgotten: 0 });
    const noted = (await auditOf(office.store)).filter(({ action }) => action === 'motcua.disposal');
    expect(noted).toMatchObject([{ caseId: 'c2', grounds: { reason: 'list 4/2036' } }]);
    expect(office.log.of('disposal').slice(0, 1)).toMatchObject([
      {
        scope: { retentionClass: 'A-10', years: 10 },
        legalBasis: 'Circular 05/2025/TT-BNV',
        record: { actor: officer },
      },
    ]);
    const after = await office.engine.auditTrail(closed);
    expect(after.flatMap(({ disclosures }) => disclosures)).toEqual([]);
    expect(after.slice(0, before.length).map(({ leaf }) => leaf)).toEqual(before.map(({ leaf }) => leaf));
    expect((await office.engine.auditTrail(ref)).flatMap(({ disclosures }) => disclosures)).not.toEqual([]);
  });

  test('is refused with MC_DISPOSAL_REFUSED while it is open, kept, held, or without a rule', async () => {
    await using office = await startArchive();
    const dispose = (caseId: string) =>
      office.engine
        .dispose({ tenant: TENANT, caseId, actor: officer, reason: 'list 4/2036' })
        .catch((error: Error) => error.message);
    expect(await dispose('c2')).toContain('it is kept until 2036-03-02T02:00:00.000Z');
    office.clock.set('2036-03-02T09:00');
    expect(await dispose('c1')).toContain('it is open');
    expect(await dispose('nowhere')).toContain('there is no such case');
    await office.engine.hold({ ...closed, ...court });
    expect(await dispose('c2')).toContain('it is under the hold "court 12/2026"');
    await using unruled = await startGuardianOffice();
    await withCases(unruled);
    await expect(unruled.engine.dispose({ ...closed, actor: officer, reason: 'list 4/2036' })).rejects.toMatchObject({
      code: 'MC_DISPOSAL_REFUSED',
    });
    expect(office.log.of('disposal')).toEqual([]);
  });
});
