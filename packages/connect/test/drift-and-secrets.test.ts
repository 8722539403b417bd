import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, office, TENANT } from './office.js';
import { type OtherSystem, otherSystem } from './other-system.js';

let register: OtherSystem;
beforeEach(async () => {
  register = await otherSystem();
});
afterEach(() => register.close());

describe('answers that have changed', () => {
  test('with a field nobody knows are read, and the field is reported once', async () => {
    const { engine, open, connections, row } = await office(register);
    register.grows({ colour: 'red', owner: { name: 'Nguyễn Thị Ánh' } });
    for (const caseId of ['a', 'b']) await open(caseId);
    await engine.settle();
    expect(await row('a')).toMatchObject({ standing: 'in-step' });
    const [system] = await connections.board.systems({ tenant: TENANT });
    expect(system?.drift).toMatchObject([
      { operation: 'permit.create', path: 'colour', kind: 'unknown-field' },
      { operation: 'permit.create', path: 'owner', kind: 'unknown-field' },
    ]);
    expect(JSON.stringify(system)).not.toContain('Ánh');
  });

  test('with a new value or without a field are dead letters that say so, and go on when the connector knows better', async () => {
    const { engine, open, connections, row } = await office(register);
    register.grows({ status: 'archived' });
    await open('a');
    await engine.settle();
    expect(await row('a')).toMatchObject({
      standing: 'failed',
      because: { kind: 'changed', text: { en: 'its answer to permit.create has changed: status (new-value)' } },
    });
    const [system] = await connections.board.systems({ tenant: TENANT });
    expect(system?.drift).toMatchObject([{ path: 'status', kind: 'new-value', value: 'archived' }]);
    const letters = await engine.deadLetters({ tenant: TENANT });
    expect(letters.map(({ reason }) => reason)).toEqual([
      'its answer to permit.create has changed: status (new-value)',
    ]);
  });

  test('are settled by a person, for good', async () => {
    const { engine, open, connections, store } = await office(register);
    register.grows({ colour: 'red' });
    await open('a');
    await engine.settle();
    await engine.send({
      tenant: TENANT,
      caseId: 'connected-system/register',
      actor: { kind: 'person', id: 'lan', roles: ['supervisor'] },
      event: { type: 'drift.settle', operation: 'permit.create', path: 'colour', reason: 'Không liên quan' },
    });
    const drift = async () => (await connections.board.systems({ tenant: TENANT }))[0]?.drift;
    expect(await drift()).toEqual([]);
    // Another process, which has not seen it yet.
    const other = await office(register, { store });
    await other.open('b');
    await other.engine.settle();
    expect(await drift()).toEqual([]);
  });
});

describe('secrets', () => {
  const SECRET = 'planted-secret-4711';

  /** Everything an engine keeps and tells, as one text. */
  async function everything({ engine, connections, store }: Awaited<ReturnType<typeof office>>): Promise<string> {
    const { items } = await store.cases.scan({ limit: 1_000 });
    const histories = await Promise.all(items.map(({ caseId }) => engine.history({ tenant: TENANT, caseId })));
    return JSON.stringify([
      items,
      histories,
      await store.cases.audit({ tenant: TENANT, after: 0, limit: 1_000 }),
      await engine.deadLetters({ tenant: TENANT }),
      await connections.board.rows({ tenant: TENANT }),
      await connections.board.systems({ tenant: TENANT }),
    ]);
  }

  test('are fetched for every call, sent to the wire and kept nowhere, whatever goes wrong', async () => {
    const told: unknown[] = [];
    let asked = 0;
    const there = await office(register, {
      token: async () => {
        asked += 1;
        if (asked === 4) throw new Error(`the vault broke while it held ${SECRET}`);
        return SECRET;
      },
    });
    for (const name of ['delivery.failed', 'dead-letter', 'worker.failed', 'fact', 'refused'] as const)
      there.engine.on(name, (event) => void told.push(event instanceof Error ? event.message : event));
    const moods = [{ status: 401 }, { status: 500 }, { answer: 'empty' }] as const;
    register.next(...moods, { status: 422 });
    for (const caseId of ['a', 'b', 'c', 'd', 'e', 'f']) await there.open(caseId);
    await there.pass(5 * MINUTE);
    await register.close();
    await there.open('unreachable');
    await there.engine.settle();
    expect(register.requests.every(({ authorization }) => authorization === `Bearer ${SECRET}`)).toBe(true);
    expect(asked).toBeGreaterThan(6);
    expect(await everything(there)).not.toContain(SECRET);
    expect(JSON.stringify(told)).not.toContain(SECRET);
    register = await otherSystem();
  });

  test('a changed secret is used at once', async () => {
    let token = 'old';
    const { engine, open, pass } = await office(register, { token: async () => token });
    register.mood(({ authorization }) => (authorization === 'Bearer new' ? undefined : { status: 401 }));
    await open('a');
    await engine.settle();
    token = 'new';
    await pass(10 * MINUTE);
    expect(register.permits.size).toBe(1);
  });
});
