import { createMemoryKeyStore } from '@motcua/core/memory';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clerk, HOUR, MINUTE, office, TENANT } from './office.js';
import { type OtherSystem, otherSystem } from './other-system.js';

let register: OtherSystem;
beforeEach(async () => {
  register = await otherSystem();
});
afterEach(() => register.close());

describe('the board', () => {
  test('lists those that should have been in step longest ago first, page by page, those in step last', async () => {
    const { connections, open, pass } = await office(register);
    register.mood(({ body }) => (String(body['code']).includes('late') ? { status: 503 } : undefined));
    for (const caseId of ['late-1', 'fine-1', 'late-2', 'fine-2', 'late-3']) {
      await open(caseId);
      await pass(10 * MINUTE);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await connections.board.rows({ tenant: TENANT, limit: 2, ...(cursor && { cursor }) });
      expect(page.rows.length).toBeLessThanOrEqual(2);
      seen.push(...page.rows.map(({ caseId }) => caseId));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen.slice(0, 3)).toEqual(['late-1', 'late-2', 'late-3']);
    expect([...seen].sort()).toEqual(['fine-1', 'fine-2', 'late-1', 'late-2', 'late-3']);
    const behind = await connections.board.rows({ tenant: TENANT, standing: 'behind', system: 'register' });
    expect(behind.rows).toHaveLength(3);
    expect((await connections.board.rows({ tenant: TENANT, system: 'another' })).rows).toEqual([]);
  });

  test('shows a tenant its own cases only, also where two have the same', async () => {
    const { connections, open, engine } = await office(register);
    await open('a');
    await open('a', 'hoa-binh');
    register.next({ status: 503 });
    await engine.settle();
    const [here, there] = await Promise.all(
      [TENANT, 'hoa-binh'].map((tenant) => connections.board.case({ tenant, caseId: 'a' })),
    );
    expect([here?.[0]?.standing, there?.[0]?.standing].sort()).toEqual(['behind', 'in-step']);
    const repair = await connections.repair({
      tenant: 'hoa-binh',
      system: 'register',
      caseId: 'a',
      side: 'ours',
      actor: clerk,
      reason: 'x',
    });
    expect(repair.status).toBe('accepted');
    expect((await connections.board.rows({ tenant: TENANT, standing: 'repairing' })).rows).toEqual([]);
  });

  test('works the same when personal data is encrypted', async () => {
    const { connections, open, engine, change, row, pass } = await office(register, {
      personalData: { keys: createMemoryKeyStore() },
    });
    await open('a');
    await engine.settle();
    register.next({ status: 422 });
    await change('a', 'granted');
    await pass(HOUR);
    expect(await row('a')).toMatchObject({ standing: 'failed', reference: 'P-1', label: 'GP-a' });
    await connections.redrive({ tenant: TENANT, system: 'register', caseId: 'a', actor: clerk, reason: 'x' });
    await engine.settle();
    expect(await row('a')).toMatchObject({ standing: 'in-step' });
    const found: unknown[] = [];
    for await (const finding of connections.reconcile({ tenant: TENANT, system: 'register', actor: clerk }))
      found.push(finding);
    expect(found).toEqual([]);
  });

  test('sends nothing of a person who was erased in the meantime, and says so', async () => {
    const { open, engine, row, pass } = await office(register, { personalData: { keys: createMemoryKeyStore() } });
    register.mood(() => ({ status: 503 }));
    await open('a');
    await engine.settle();
    const erased = await engine.erase({
      tenant: TENANT,
      actor: { ...clerk, unit: 'counter' },
      subject: 'p-1',
      reason: 'Yêu cầu số 12',
      legalBasis: 'Luật 91/2025/QH15',
    });
    expect(erased.status).toBe('erased');
    register.mood(() => undefined);
    const before = register.requests.length;
    await pass(HOUR);
    expect(register.requests).toHaveLength(before);
    expect(await row('a')).toMatchObject({
      standing: 'failed',
      because: { text: { en: 'a person of the case was erased: there is nothing left to tell' } },
    });
  });
});
