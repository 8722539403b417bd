import { describe, expect, test } from 'vitest';
import { createEngine, type Store } from '../../src/index.js';
import { createMemoryKeyStore, createMemoryStore } from '../../src/memory/index.js';
import { storeWith } from '../office.js';
import { officeCalendar } from '../office-calendar.js';
import {
  auditOf,
  finding,
  guardian,
  officer,
  startGuardianOffice,
  TENANT,
  withCases,
  witness,
} from './guardian-office.js';
import { schoolOpinion } from './guardianship.js';

describe('an erasure that is interrupted', () => {
  /** Fails every commit of a case once the key is destroyed. */
  const dying = (store: Store): Store =>
    storeWith(store, {
      commit: async (batch) => {
        if (batch.some(({ audit: { action }, caseId }) => action === 'erase' && !caseId.startsWith('motcua:'))) {
          throw new Error('the process died');
        }
        return store.commit(batch);
      },
    });

  test('has made everything unreadable, and is ended by the next engine', async () => {
    const keys = createMemoryKeyStore();
    const store = createMemoryStore();
    const first = await startGuardianOffice({ keys, store: dying(store) });
    await withCases(first);
    await expect(first.erase(guardian.id)).rejects.toThrow('the process died');
    expect((await first.get()).machine.context).toMatchObject({ guardian: { name: '[erased]' } });
    await first.engine.stop();

    await using second = await startGuardianOffice({ keys, store });
    const ended: unknown[] = [];
    second.engine.on('erased', (event) => void ended.push(event));
    const { keys: resumed, pending } = await second.engine.resumeErasures();
    expect([resumed.length, pending]).toEqual([1, []]);
    expect(ended).toEqual([{ tenant: TENANT, key: resumed[0], cases: ['c1'] }]);
    expect((await auditOf(store)).at(-1)).toMatchObject({
      actor: { id: 'minh' },
      erasure: { key: resumed[0], legalBasis: 'Law 91/2025/QH15 art. 14', cases: ['c1'] },
    });
    const { items } = await second.engine.find({ tenant: TENANT, text: 'nhung', order: 'openedAt', limit: 10 });
    expect(items).toEqual([]);
    expect(await second.engine.resumeErasures()).toEqual({ keys: [], pending: [] });
  });

  test('is repeated on a store that was restored from an old backup', async () => {
    const keys = createMemoryKeyStore();
    const day = await startGuardianOffice({ keys });
    await withCases(day);
    const twin = await startGuardianOffice({ keys });
    await withCases(twin);
    await day.erase(guardian.id);
    // The twin is what the backup of yesterday looks like: the same keys, and no record of the erasure.
    expect((await twin.get()).machine.context).toMatchObject({ guardian });
    await twin.engine.stop();
    await using restored = await startGuardianOffice({ keys, store: twin.store });
    expect((await restored.get()).machine.context).toMatchObject({ guardian: { name: '[erased]' } });
    expect((await restored.engine.resumeErasures()).keys).toHaveLength(1);
    const found = await restored.engine.find({ tenant: TENANT, text: 'nhung', order: 'openedAt', limit: 10 });
    expect(found.items).toEqual([]);
    await day.engine.stop();
  });

  test('says which cases it could not write again', async () => {
    const keys = createMemoryKeyStore();
    const office = await startGuardianOffice({ keys });
    await withCases(office);
    await office.engine.stop();
    const engine = createEngine({
      workflows: [schoolOpinion],
      calendars: [officeCalendar],
      store: office.store,
      personalData: { keys },
    });
    await engine.start({ background: false });
    const result = await engine.erase({
      tenant: TENANT,
      subject: guardian.id,
      actor: officer,
      reason: 'r',
      legalBasis: 'l',
    });
    expect(result).toMatchObject({ status: 'erased', cases: ['c1'], pending: ['c1'] });
    await engine.stop();
    await using whole = await startGuardianOffice({ keys, store: office.store });
    expect((await whole.engine.resumeErasures()).pending).toEqual([]);
    expect(await whole.engine.resumeErasures()).toEqual({ keys: [], pending: [] });
  });
});

describe('data from before the encryption', () => {
  test('stays readable, is encrypted by the next command, and all at once by protect', async () => {
    const clear = await startGuardianOffice({ personalData: 'clear' });
    await withCases(clear);
    await clear.engine.stop();
    await using office = await startGuardianOffice({ store: clear.store });
    expect((await office.get()).machine.context).toMatchObject({ guardian });
    await office.send({ type: 'visit', finding });
    expect(JSON.stringify(await office.store.cases.load({ tenant: TENANT, caseId: 'c1' }))).not.toContain(
      guardian.name,
    );
    const before = await office.get('c2');
    expect(await office.engine.protect({ tenant: TENANT, actor: officer })).toEqual({ cases: 2 });
    expect(JSON.stringify(await office.store.cases.load({ tenant: TENANT, caseId: 'c2' }))).not.toContain(witness.name);
    const { revision, writtenAt: _, ...after } = await office.get('c2');
    expect({ ...before, revision, writtenAt: before.writtenAt }).toEqual({
      ...after,
      revision,
      writtenAt: before.writtenAt,
    });
  });

  test('is erased from the case, and what history still holds is named', async () => {
    const clear = await startGuardianOffice({ personalData: 'clear' });
    await withCases(clear);
    await clear.engine.stop();
    await using office = await startGuardianOffice({ store: clear.store });
    expect(await office.erase(guardian.id)).toMatchObject({ cases: ['c1'], unprotected: ['c1'] });
    expect((await office.get()).machine.context).toMatchObject({ guardian: { name: '[erased]' } });
    const { items } = await office.engine.find({ tenant: TENANT, subject: guardian.id, order: 'openedAt', limit: 10 });
    expect(items).toEqual([]);
  });
});
