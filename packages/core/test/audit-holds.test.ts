import { describe, expect, test } from 'vitest';
import { openLog } from './open-log.js';
import {
  auditOf,
  clerk,
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
  await office.engine.settle();
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

describe('who has no right to a file', () => {
  const stranger = { kind: 'person', id: 'tam', unit: 'justice', roles: ['clerk'] } as const;

  test('neither holds nor releases it, neither corrects nor disposes: MC_ACCESS_DENIED, and the attempt is on record', async () => {
    await using office = await startArchive();
    office.clock.set('2036-03-02T09:00');
    await office.engine.hold({ ...ref, ...court });
    const { engine } = office;
    const refused: unknown[] = [];
    engine.on('refused', ({ action, actor }) => void refused.push([action, actor]));
    const attempts = [
      () => engine.hold({ ...closed, ...court, actor: stranger }),
      () => engine.release({ ...ref, ...court, actor: stranger }),
      () => engine.correct({ ...ref, actor: stranger, corrects: 'x', reason: 'x' }),
      () => engine.dispose({ ...closed, actor: stranger, reason: 'list 4/2036' }),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'MC_ACCESS_DENIED',
        details: { actor: 'tam', action: expect.stringMatching(/^file\./u) },
        message: expect.stringContaining('has the roles clerk. Expected: officer.'),
      });
    }
    const actions = ['motcua.hold.placed', 'motcua.hold.released', 'motcua.correction', 'motcua.disposal'];
    expect(refused).toEqual(actions.map((action) => [action, 'tam']));
    const recorded = office.log.of('refusal').map(({ record: { action, outcome, code } }) => [action, outcome, code]);
    expect(recorded).toEqual(actions.map((action) => [action, 'refused', 'MC_ACCESS_DENIED']));
    expect(await engine.holds(closed)).toEqual([]);
    expect(await engine.holds(ref)).toMatchObject([{ hold: court.hold }]);
    expect((await engine.get(closed)).status).toBe('done');
  });

  test('is decided by the authorizer of the office, when it has one', async () => {
    const asked: unknown[] = [];
    await using office = await startGuardianOffice({
      authorizer: {
        check: ({ action, actor, rules }) => {
          if (action.startsWith('file.')) asked.push([action, actor.id, rules.length]);
          return action === 'file.hold'
            ? { allowed: false, reason: 'holds are placed by the court' }
            : { allowed: true };
        },
      },
    });
    await withCases(office);
    const hold = office.engine.hold({ ...ref, ...court });
    await expect(hold).rejects.toMatchObject({ message: expect.stringContaining('holds are placed by the court') });
    await expect(office.engine.release({ ...ref, ...court })).rejects.toMatchObject({ code: 'MC_HOLD_UNKNOWN' });
    expect(asked).toEqual([
      ['file.hold', 'minh', 1],
      ['file.release', 'minh', 1],
    ]);
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

  test('is a record with its authority, takes the content and what could be disclosed, and leaves the chain', async () => {
    await using office = await startArchive();
    office.clock.set('2036-03-02T09:00');
    const before = await office.engine.auditTrail(closed);
    const { revision } = await office.engine.get(closed);
    // #region dispose
    const request = { ...closed, actor: officer, reason: 'list 4/2036' };
    const disposal = await office.engine.dispose(request);
    // #endregion
    expect(disposal).toMatchObject({
      disposedAt: office.clock.now(),
      entries: revision,
      disclosures: before.filter(({ disclosures }) => disclosures.length > 0).length + 1,
    });
    expect(await office.engine.dispose(request)).toEqual({
      disposedAt: disposal.disposedAt,
      entries: 0,
      messages: 0,
      disclosures: 0,
    });
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

  test('leaves nothing that answers but its records: MC_CASE_DISPOSED', async () => {
    await using office = await startArchive();
    office.clock.set('2036-03-02T09:00');
    await office.engine.dispose({ ...closed, actor: officer, reason: 'list 4/2036' });
    const { engine } = office;
    const input = { guardian, ward };
    const attempts = [
      engine.get(closed),
      engine.send({ ...closed, actor: officer, event: { type: 'note', note: 'x' } }),
      engine.open({ ...closed, workflow: 'guardianship', actor: officer, input }),
      engine.prepare.send({ ...closed, actor: officer, event: { type: 'note', note: 'x' } }),
      engine.hold({ ...closed, ...court }),
      engine.deadlines(closed),
    ];
    for (const attempt of attempts) {
      await expect(attempt).rejects.toMatchObject({
        code: 'MC_CASE_DISPOSED',
        details: { caseId: 'c2', retentionClass: 'A-10' },
      });
    }
    expect(await engine.history(closed)).toEqual([]);
    const page = await engine.find({ tenant: TENANT, order: 'openedAt', limit: 10 });
    expect(page.items.map(({ caseId }) => caseId)).not.toContain('c2');
    const inspector = engine.as(officer, { purpose: 'inspection' });
    expect((await inspector.auditTrail(closed)).at(-1)?.leaf).toContain('"type":"disposal"');
    await expect(inspector.get(closed)).rejects.toMatchObject({ code: 'MC_CASE_DISPOSED' });
  });

  test('is refused while a message of the case waits, and is done once it is delivered', async () => {
    const log = openLog();
    let isDown = true;
    await using office = await startGuardianOffice({
      audit: log.audit,
      retention,
      adapters: {
        mail: {
          contractVersion: 1,
          topics: ['*'],
          deliver: async () => (isDown ? { status: 'retry', reason: 'down' } : { status: 'delivered' }),
        },
      },
    });
    await withCases(office);
    office.clock.set('2036-03-02T09:00');
    const request = { ...closed, actor: officer, reason: 'list 4/2036' };
    const { pending } = await office.store.outbox.count({ tenant: TENANT });
    expect(pending).toBeGreaterThan(0);
    const refusal = await office.engine.dispose(request).catch((error: Error) => error.message);
    expect(refusal).toContain('messages wait to be delivered');
    isDown = false;
    await office.engine.settle();
    expect(await office.engine.dispose(request)).toMatchObject({ messages: expect.any(Number) });
  });

  test('makes a dead letter at once of what another case still sends to it', async () => {
    await using office = await startGuardianOffice({ retention });
    await office.open();
    await office.send({ type: 'accept' }, clerk);
    await office.send({ type: 'ask', question: 'Trường có ý kiến gì?' });
    await office.send({ type: 'grant' });
    await office.engine.settle();
    const { items } = await office.engine.find({ tenant: TENANT, order: 'openedAt', limit: 10, parent: 'c1' });
    office.clock.set('2036-03-02T09:00');
    await office.engine.dispose({ ...ref, actor: officer, reason: 'list 4/2036' });
    await office.send({ type: 'answer', content: 'Không' }, officer, items[0]?.caseId);
    await office.engine.settle();
    expect(await office.engine.deadLetters({ tenant: TENANT })).toMatchObject([
      { attempts: 1, reason: expect.stringContaining('Case c1 of tenant t was disposed of') },
    ]);
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
