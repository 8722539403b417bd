import { describe, expect, test } from 'vitest';
import { createMemoryKeyStore } from '../../src/memory/index.js';
import {
  auditOf,
  citizen,
  clerk,
  finding,
  guardian,
  officer,
  startGuardianOffice,
  TENANT,
  ward,
  withCases,
  witness,
} from './guardian-office.js';

describe('erasing a person', () => {
  test('leaves of him nothing that can be read or found, and says where it was', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    const result = await office.erase(guardian.id);
    expect(result).toMatchObject({ status: 'erased', cases: ['c1'], unprotected: [], pending: [] });
    const shown = JSON.stringify([
      await office.get(),
      await office.engine.history({ tenant: TENANT, caseId: 'c1' }),
      await office.engine.find({ tenant: TENANT, order: 'openedAt', limit: 10 }),
      await office.engine.deadLetters({ tenant: TENANT }),
    ]);
    for (const value of [...Object.values(guardian), 'Nhung']) expect(shown).not.toContain(value);
    for (const query of [{ subject: guardian.id }, { text: 'nhung' }, { text: guardian.name }]) {
      expect((await office.engine.find({ tenant: TENANT, ...query, order: 'openedAt', limit: 10 })).items).toEqual([]);
    }
    const envelope = await office.get();
    expect(envelope.machine.context).toMatchObject({
      guardian: { id: '[erased]', name: '[erased]', phone: '[erased]' },
      ward,
      witnesses: [witness],
      finding,
    });
    expect(envelope.erased).toEqual(
      expect.arrayContaining([
        '/machine/context/guardian/id',
        '/machine/context/guardian/name',
        '/custody/0/holder/id',
      ]),
    );
    expect(envelope.index).toMatchObject({ subject: '[erased]', text: `[erased] ${ward.name} đăng ký giám hộ` });
    const [opened, accepted] = await office.engine.history({ tenant: TENANT, caseId: 'c1' });
    expect(opened?.erased).toContain('/command/input/guardian/name');
    expect(accepted?.erased).toContain('/facts/0/guardian/name');
  });

  test('leaves the case, its dates, its terms and its counts as they were', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    office.clock.set('2026-03-11T09:00');
    await office.engine.settle();
    const ref = { tenant: TENANT, caseId: 'c1' };
    const look = async () => {
      const { revision: _, writtenAt: __, machine, index, erased: ___, custody, ...rest } = await office.get();
      return {
        rest,
        value: machine.value,
        unit: index.unit,
        code: index.code,
        category: index.category,
        hands: custody.map(({ from, holder }) => ({ from, kind: holder?.kind })),
        explanation: await office.engine.explain({ ...ref, deadline: 'answer' }),
        standing: await office.engine.deadlines(ref),
        account: (await office.engine.account(ref)).rows.map(({ holder: { kind }, workingMs, times }) => [
          kind,
          workingMs,
          times,
        ]),
        allowed: await office.engine.allowed({ ...ref, actor: officer }),
        late: (await office.engine.find({ tenant: TENANT, colour: 'overdue', order: 'dueAt', limit: 10 })).items.length,
        ofUnit: (await office.engine.find({ tenant: TENANT, unit: 'justice', order: 'dueAt', limit: 10 })).items.length,
        history: (await office.engine.history(ref)).slice(0, 4).map(({ from, to, ledger, facts }) => {
          return { from, to, ledger, facts: facts.map(({ type }) => type) };
        }),
        timer: await office.engine.nextAt(),
      };
    };
    const before = await look();
    expect(before.late).toBe(1);
    await office.erase(guardian.id);
    await office.erase(ward.id);
    expect(await look()).toEqual(before);
  });

  test('leaves typed gaps, so that the workflow goes on', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    await office.erase(ward.id);
    expect((await office.get()).machine.context).toMatchObject({
      guardian,
      ward: {
        id: '[erased]',
        name: '[erased]',
        birthYear: 0,
        isBlind: false,
        sex: '[erased]',
        illnesses: [],
        schools: {},
      },
      finding: '[erased]',
    });
    expect(await office.send({ type: 'witness.add', witness }, clerk)).toMatchObject({ status: 'accepted' });
    expect(await office.send({ type: 'grant' })).toMatchObject({ status: 'accepted' });
    expect((await office.get()).status).toBe('done');
  });

  test('reaches a person in whatever part he has, in open and in closed cases', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    expect(await office.erase(ward.id)).toMatchObject({ cases: ['c1', 'c2'] });
    expect(await office.erase(witness.id)).toMatchObject({ cases: ['c1', 'c2'] });
    expect((await office.get()).machine.context).toMatchObject({ guardian, witnesses: [{ name: '[erased]' }] });
    expect((await office.get('c2')).machine.context).toMatchObject({ guardian: { name: '[erased]' } });
  });

  test('is repeated without harm, and of somebody nobody knows', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    await office.erase(guardian.id);
    const before = await office.get();
    expect(await office.erase(guardian.id)).toMatchObject({ status: 'erased', cases: [] });
    expect(await office.erase('nobody')).toMatchObject({ status: 'erased', cases: [] });
    expect(await office.get()).toEqual(before);
  });

  test('is on record: who, why, by which law, how far, and not whom', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    const { key } = (await office.erase(guardian.id)) as { readonly key: string };
    const records = (await auditOf(office.store)).filter(({ action }) => action === 'erase');
    expect(records.map(({ caseId, outcome, actor }) => [caseId, outcome, actor.id])).toEqual([
      [`motcua:erasure:${key}`, 'accepted', 'minh'],
      ['c1', 'accepted', 'minh'],
      [`motcua:erasure:${key}`, 'accepted', 'minh'],
    ]);
    expect(records.at(-1)?.erasure).toEqual({
      key,
      reason: 'request 12/2026',
      legalBasis: 'Law 91/2025/QH15 art. 14',
      cases: ['c1'],
      unprotected: [],
    });
    expect(JSON.stringify(records)).not.toContain(guardian.id);
    const history = await office.engine.history({ tenant: TENANT, caseId: 'c1' });
    expect(history.at(-1)?.command).toMatchObject({ type: 'erase', key, legalBasis: 'Law 91/2025/QH15 art. 14' });
  });

  test('is stopped by a hold, on record and with nothing lost', async () => {
    const asked: unknown[] = [];
    const personalData = {
      keys: createMemoryKeyStore(),
      mayErase: async (request: object) => {
        asked.push(request);
        return { allowed: false as const, reason: 'the file is before a court' };
      },
    };
    await using office = await startGuardianOffice({ personalData });
    await withCases(office);
    expect(await office.erase(guardian.id)).toEqual({
      status: 'refused',
      code: 'MC_ERASURE_REFUSED',
      message: 'The person was not erased: the file is before a court',
    });
    expect(asked).toEqual([expect.objectContaining({ subject: guardian.id, cases: ['c1'], actor: officer })]);
    expect((await office.get()).machine.context).toMatchObject({ guardian });
    expect((await auditOf(office.store)).at(-1)).toMatchObject({
      action: 'erase',
      outcome: 'refused',
      code: 'MC_ERASURE_REFUSED',
      erasure: { cases: ['c1'] },
    });
  });

  test('is an act of office, and its grounds name nobody', async () => {
    await using office = await startGuardianOffice();
    const request = { tenant: TENANT, subject: guardian.id, actor: officer, reason: 'r', legalBasis: 'l' };
    const invalid = { code: 'MC_COMMAND_INVALID' };
    await expect(office.engine.erase({ ...request, actor: citizen })).rejects.toMatchObject(invalid);
    await expect(office.engine.erase({ ...request, reason: `of ${guardian.id}` })).rejects.toMatchObject(invalid);
    await expect(office.engine.erase({ ...request, legalBasis: '' })).rejects.toMatchObject(invalid);
  });
});
