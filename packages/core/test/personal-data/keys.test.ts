import { describe, expect, test } from 'vitest';
import { aesGcmCodec, type Codec, type KeyStore, type Sealed } from '../../src/index.js';
import { createMemoryKeyStore } from '../../src/memory/index.js';
import { clerk, guardian, officer, startGuardianOffice, TENANT, withCases } from './guardian-office.js';

const ref = { tenant: TENANT, caseId: 'c1' };

describe('a key with a next version', () => {
  test('encrypts what comes, and what was before stays readable', async () => {
    await using office = await startGuardianOffice();
    await withCases(office);
    const before = await office.store.cases.load(ref);
    for (const { id } of before?.sealed?.parts.flatMap(({ keys }) => keys) ?? []) {
      await office.keys.rotate({ tenant: TENANT, id });
    }
    office.clock.set('2026-03-02T09:02');
    await office.send({ type: 'visit', finding: 'Nhà mới' });
    const after = await office.store.cases.load(ref);
    const versions = (sealed: Sealed | undefined) =>
      sealed?.parts.flatMap(({ keys }) => keys.map(({ version }) => version));
    expect(versions(before?.sealed)).toEqual([1, 1, 1]);
    expect(versions(after?.sealed)).toEqual([2, 2, 2]);
    const [opened] = await office.engine.history(ref);
    expect(opened?.command).toMatchObject({ input: { guardian } });
    expect((await office.get()).machine.context).toMatchObject({ guardian, finding: 'Nhà mới' });
    expect(await office.erase(guardian.id)).toMatchObject({ cases: ['c1'] });
    expect((await office.get()).machine.context).toMatchObject({ guardian: { name: '[erased]' } });
  });
});

describe('another codec', () => {
  /** The standard one under another name. */
  const renamed: Codec = { ...aesGcmCodec(), name: 'aes-256-gcm/office' };

  test('writes what comes, while what the one before wrote stays readable', async () => {
    const keys = createMemoryKeyStore();
    const office = await startGuardianOffice({ keys });
    await withCases(office);
    await office.engine.stop();
    const codecs = [renamed, aesGcmCodec()] as const;
    await using next = await startGuardianOffice({ store: office.store, personalData: { keys, codecs: [...codecs] } });
    await next.send({ type: 'visit', finding: 'Nhà mới' });
    expect((await next.store.cases.load(ref))?.sealed?.codec).toBe('aes-256-gcm/office');
    const history = await next.engine.history(ref);
    expect(history.map(({ erased }) => erased)).toEqual(history.map(() => undefined));
    expect(history[0]?.command).toMatchObject({ input: { guardian } });
  });
});

describe('the engine', () => {
  /** Counts the calls of a key store. */
  function counting(keys: KeyStore) {
    const calls = { provide: 0, read: 0 };
    const counted: KeyStore = {
      ...keys,
      provide: (request) => {
        calls.provide += 1;
        return keys.provide(request);
      },
      read: (request) => {
        calls.read += 1;
        return keys.read(request);
      },
    };
    return { keys: counted, calls };
  }

  test('keeps keys at hand for a while, and asks again after that', async () => {
    const { keys, calls } = counting(createMemoryKeyStore());
    await using office = await startGuardianOffice({ keys });
    await office.open();
    const first = calls.read;
    await office.get();
    await office.send({ type: 'accept' }, clerk);
    await office.get();
    const atHand = calls.read - first;
    office.clock.set('2026-03-02T09:02');
    await office.get();
    expect(calls.read).toBe(first + atHand + 1);
    expect(calls.provide).toBe(1);
  });

  test('notices after that while at the latest that another one erased a person', async () => {
    const keys = createMemoryKeyStore();
    await using office = await startGuardianOffice({ keys });
    await withCases(office);
    await using other = await startGuardianOffice({ keys, store: office.store });
    expect((await other.engine.history(ref))[0]?.command).toMatchObject({ input: { guardian } });
    await office.erase(guardian.id);
    other.clock.set('2026-03-02T09:01');
    expect((await other.engine.history(ref))[0]?.command).toMatchObject({ input: { guardian: { name: '[erased]' } } });
  });

  test('refuses a key store of another contract', async () => {
    const keys = { ...createMemoryKeyStore(), contractVersion: 2 } as unknown as KeyStore;
    await expect(startGuardianOffice({ keys })).rejects.toMatchObject({ code: 'MC_CAPABILITY_MISSING' });
  });

  test('passes on the failure of a key store, and nothing is written', async () => {
    const keys = createMemoryKeyStore();
    await using office = await startGuardianOffice({ keys });
    await keys.close();
    await expect(office.open()).rejects.toMatchObject({ code: 'MC_KEY_STORE_FAILED', retryable: true });
    await keys.open();
    expect(await office.engine.find({ tenant: TENANT, order: 'openedAt', limit: 1 })).toEqual({ items: [] });
    expect(await office.open()).toMatchObject({ status: 'accepted' });
  });

  test('lets the neighbours of a command be written that cannot be encrypted', async () => {
    const keys = createMemoryKeyStore();
    const broken: KeyStore = {
      ...keys,
      provide: async (request) => {
        if (request.tenant === 'broken') throw new Error('no keys for this tenant');
        return keys.provide(request);
      },
    };
    await using office = await startGuardianOffice({ keys: broken });
    const input = {
      guardian,
      ward: { id: 'w', name: 'W', birthYear: 2000, isBlind: false, sex: 'male', illnesses: ['x'], schools: {} },
      witnesses: [],
      unit: 'justice',
    };
    const results = await Promise.allSettled(
      ['t', 'broken', 't'].map((tenant, index) =>
        office.engine.open({ tenant, workflow: 'guardianship', actor: clerk, caseId: `c${index}`, input }),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('asks for no key where no field is personal', async () => {
    const { keys, calls } = counting(createMemoryKeyStore());
    const { leaveRequest } = await import('../leave-request.js');
    await using office = await startGuardianOffice({ keys, workflows: [leaveRequest] });
    const input = { applicant: 'Hà Thị Nhung', unit: 'justice' };
    await office.engine.open({ tenant: TENANT, workflow: 'leave-request', actor: clerk, caseId: 'l1', input });
    await office.engine.send({ tenant: TENANT, caseId: 'l1', actor: officer, event: { type: 'grant' } });
    await office.engine.find({ tenant: TENANT, text: 'nhung', order: 'openedAt', limit: 1 });
    expect(calls).toEqual({ provide: 0, read: 0 });
    expect(JSON.stringify(await office.store.cases.load({ tenant: TENANT, caseId: 'l1' }))).toContain('Nhung');
  });
});
