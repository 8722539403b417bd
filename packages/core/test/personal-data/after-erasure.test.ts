import { describe, expect, test } from 'vitest';
import type { KeyStore } from '../../src/index.js';
import { createMemoryKeyStore, createMemoryNotifier, createMemoryStore } from '../../src/memory/index.js';
import { at } from '../case-run.js';
import { storeWith } from '../office.js';
import {
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
import { storedText } from './stored-text.js';

describe('after a person was erased', () => {
  test('what a command still says of him in an open case is not kept', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    await office.erase(ward.id);
    const again = 'Cháu Bảo đã khỏe';
    expect(await office.send({ type: 'visit', finding: again })).toMatchObject({ status: 'accepted' });
    const history = await office.engine.history({ tenant: TENANT, caseId: 'c1' });
    expect(history.at(-1)).toMatchObject({
      command: { event: { type: 'visit', finding: '[erased]' } },
      facts: [{ type: 'visited', finding: '[erased]' }],
      erased: expect.arrayContaining(['/command/event/finding', '/facts/0/finding']),
    });
    expect((await office.get()).machine.context).toMatchObject({ finding: '[erased]', visits: 2 });
    expect((await storedText(office.store)).includes('khỏe')).toBe(false);
  });

  test('he may come back, as a new person under a new key', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    await office.erase(guardian.id);
    await office.open('c3');
    expect((await office.get('c3')).machine.context).toMatchObject({ guardian });
    expect((await office.get('c1')).machine.context).toMatchObject({ guardian: { name: '[erased]' } });
    const found = await office.engine.find({ tenant: TENANT, subject: guardian.id, order: 'openedAt', limit: 10 });
    expect(found.items.map(({ caseId }) => caseId)).toEqual(['c3']);
    expect(await office.erase(guardian.id)).toMatchObject({ cases: ['c3'] });
  });

  test('he no longer acts in the case as its subject', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    await office.erase(guardian.id);
    expect(await office.send({ type: 'witness.add', witness }, citizen)).toMatchObject({ code: 'MC_ACCESS_DENIED' });
  });

  test('a message about him that waits reaches programs with marked gaps, and people not at all', async () => {
    const offline = { status: 'retry' as const, reason: 'offline', at: at('2026-03-02T10:00') };
    const destinations = (respond?: () => typeof offline) => {
      const notifier = createMemoryNotifier({ topics: ['slip.issued'], ...(respond && { respond }) });
      const { role: _, ...archive } = createMemoryNotifier({ topics: ['slip.issued'], ...(respond && { respond }) });
      return { notifier, archive };
    };
    const keys = createMemoryKeyStore();
    const first = await startGuardianOffice({ keys, adapters: destinations(() => offline) });
    await withCases(first);
    await first.erase(guardian.id);
    await first.engine.stop();

    const online = destinations();
    await using office = await startGuardianOffice({ keys, store: first.store, adapters: online });
    office.clock.set('2026-03-02T10:00');
    await office.engine.settle();
    const c1 = ({ caseId }: { readonly caseId: string }) => caseId === 'c1';
    expect(online.archive.received().filter(c1)).toMatchObject([
      { payload: { guardian: { name: '[erased]' } }, erased: ['/guardian/id', '/guardian/name', '/guardian/phone'] },
    ]);
    expect(online.notifier.received().filter(c1)).toEqual([]);
    expect(await office.engine.deadLetters({ tenant: TENANT })).toMatchObject([
      { row: { caseId: 'c1', destination: 'notifier' }, reason: 'the person it is about was erased' },
    ]);
  });

  test('a sub-case he was handed on to is erased too, also while the message is under way', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    await office.send({ type: 'ask', question: finding });
    await office.erase(ward.id);
    await office.engine.settle();
    const child = await office.get('c1/school.1');
    expect(child.machine.context).toEqual({ ward: { id: '[erased]' }, question: '[erased]' });
    await office.send({ type: 'answer', content: 'Cháu ngoan' }, officer, 'c1/school.1');
    await office.engine.settle();
    expect((await storedText(office.store)).includes('ngoan')).toBe(false);
  });

  test('a case opened while he was being erased is found by the next look', async () => {
    const keys = createMemoryKeyStore();
    await using office = await startGuardianOffice({ keys });
    const slow = storeWith(office.store, {
      commit: async (batch) => {
        if (batch[0]?.caseId === 'late') await office.erase(guardian.id);
        return office.store.commit(batch);
      },
    });
    await using other = await startGuardianOffice({ keys, store: slow });
    await other.open('late');
    expect(await office.engine.resumeErasures()).toMatchObject({ keys: [] });
    expect((await office.get('late')).machine.context).toMatchObject({ guardian: { name: '[erased]' }, ward });
  });
});

describe('commands at the same time', () => {
  test('never bring a person back: a decision on what was read before the erasure is not kept', async () => {
    const keys = createMemoryKeyStore();
    const memory = createMemoryStore();
    let during: (() => Promise<unknown>) | undefined;
    const store = storeWith(memory, {
      commit: async (batch) => {
        const act = during;
        during = undefined;
        await act?.();
        return memory.commit(batch);
      },
    });
    await using office = await startGuardianOffice({ keys, store });
    await using other = await startGuardianOffice({ keys, store: memory });
    await withCases(office);
    // Decided and encrypted, then overtaken: it loses the race and is decided again, on the gaps.
    during = () => other.erase(guardian.id);
    expect(await office.send({ type: 'witness.add', witness }, clerk)).toMatchObject({ status: 'accepted' });
    expect((await other.get()).machine.context).toMatchObject({ guardian: { name: '[erased]' } });
    expect((await office.get()).machine.context).toMatchObject({ guardian: { name: '[erased]' } });
  });

  test('keep nothing of a person whose key goes while they are being written', async () => {
    const keys = createMemoryKeyStore();
    const { promise: gone, resolve: destroyed } = Promise.withResolvers<void>();
    let act: Promise<unknown> = Promise.resolve();
    let reads = 0;
    /** The second look at the keys, which is for writing, comes after the key is gone and before the cases are. */
    const slow: KeyStore = {
      ...keys,
      read: async (request) => {
        reads += 1;
        if (reads === 2) await gone;
        return keys.read(request);
      },
    };
    const hasty: KeyStore = {
      ...keys,
      destroy: async (request) => {
        await keys.destroy(request);
        destroyed();
        await act;
      },
    };
    await using office = await startGuardianOffice({ keys: hasty });
    await withCases(office);
    await using other = await startGuardianOffice({ store: office.store, personalData: { keys: slow, keepKeysMs: 0 } });
    act = other.send({ type: 'visit', finding: 'Cháu Bảo đã khỏe' });
    await office.erase(ward.id);
    expect(await act).toMatchObject({ status: 'accepted' });
    expect(reads).toBeGreaterThan(1);
    const [visited, erased] = (await office.engine.history({ tenant: TENANT, caseId: 'c1' })).slice(-2);
    expect(visited).toMatchObject({ command: { event: { finding: '[erased]' } } });
    expect(erased?.command.type).toBe('erase');
    expect((await office.get()).machine.context).toMatchObject({
      ward: { name: '[erased]' },
      finding: '[erased]',
      visits: 2,
    });
    const found = await office.engine.find({ tenant: TENANT, text: 'bảo', order: 'openedAt', limit: 10 });
    expect(found.items).toEqual([]);
  });

  test('erase the same person from two engines, and go on in his cases meanwhile', async () => {
    const keys = createMemoryKeyStore();
    await using office = await startGuardianOffice({ keys });
    await using other = await startGuardianOffice({ keys, store: office.store });
    await withCases(office);
    const acts = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? office : other).send({ type: 'visit', finding: `${guardian.name} ${index}` }),
    );
    const [one, two] = await Promise.all([office.erase(guardian.id), other.erase(guardian.id), ...acts]);
    expect([one?.status, two?.status]).toEqual(['erased', 'erased']);
    await office.engine.resumeErasures();
    const envelope = await office.get();
    expect(envelope.machine.context).toMatchObject({ guardian: { name: '[erased]' }, visits: 21 });
    expect((await office.engine.find({ tenant: TENANT, text: 'nhung', order: 'openedAt', limit: 1 })).items).toEqual(
      [],
    );
  });
});
