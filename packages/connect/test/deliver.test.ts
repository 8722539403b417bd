import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clerk, HOUR, MINUTE, office, TENANT } from './office.js';
import { type OtherSystem, otherSystem } from './other-system.js';

let register: OtherSystem;
beforeEach(async () => {
  register = await otherSystem();
});
afterEach(() => register.close());

describe('a delivery', () => {
  test('makes the record, keeps their id of it, and tells the case', async () => {
    const { engine, open, change, row } = await office(register);
    await open('a');
    await engine.settle();
    expect(await row('a')).toMatchObject({ standing: 'in-step', reference: 'P-1', label: 'GP-a', overdue: false });
    const { machine } = await engine.get({ tenant: TENANT, caseId: 'a' });
    expect(machine.context).toMatchObject({ known: 'P-1' });
    await change('a', 'granted');
    await engine.settle();
    expect([...register.permits.values()]).toEqual([{ id: 'P-1', code: 'GP-a', status: 'granted' }]);
  });

  test('writes nothing more about a connection that stays in step', async () => {
    const { engine, open, change, connections } = await office(register);
    await open('a');
    await engine.settle();
    const before = await engine.get({ tenant: TENANT, caseId: 'connection/register/a' });
    for (const status of ['granted', 'refused', 'granted']) await change('a', status);
    await engine.settle();
    const after = await engine.get({ tenant: TENANT, caseId: 'connection/register/a' });
    expect(after.revision).toBe(before.revision);
    expect((await connections.board.rows({ tenant: TENANT })).rows).toHaveLength(1);
  });

  test('keeps the order of a case while other cases go on', async () => {
    const { engine, open, change } = await office(register);
    register.mood(({ body }) => (body['code'] === 'GP-slow' ? { status: 500 } : undefined));
    await open('slow');
    await change('slow', 'granted');
    await open('quick');
    await change('quick', 'granted');
    await engine.settle();
    expect([...register.permits.values()]).toEqual([{ id: 'P-1', code: 'GP-quick', status: 'granted' }]);
    const slow = register.requests.filter(({ body }) => body['code'] === 'GP-slow' || body['status'] === 'granted');
    expect(slow.map(({ method }) => method)).toEqual(['POST', 'PUT']);
  });
});

describe('several calls of one fact', () => {
  test('are made one after another, each with a key of its own, and repeated with the same ones', async () => {
    const { open, change, pass, row } = await office(register);
    await open('a');
    await pass(0);
    let failures = 1;
    register.mood(({ key }) => {
      if (key?.endsWith('#2') !== true || failures === 0) return undefined;
      failures -= 1;
      return { status: 500 };
    });
    await change('a', 'both');
    await pass(5 * MINUTE);
    const keys = register.requests.filter(({ method }) => method === 'PUT').map(({ key }) => key);
    expect(keys).toEqual(['a:3:0/register', 'a:3:0/register#2', 'a:3:0/register', 'a:3:0/register#2']);
    expect(register.permits.get('P-1')?.status).toBe('refused');
    expect(await row('a')).toMatchObject({ standing: 'in-step' });
  });
});

describe('an answer that is lost', () => {
  const lost = {
    'an empty 200': { answer: 'empty', after: true },
    'a 500 after success': { status: 500, after: true },
  } as const;

  for (const [name, fault] of Object.entries(lost)) {
    test(`${name} has the effect of one call, recognisable by its key`, async () => {
      const { open, pass, row } = await office(register);
      register.next(fault);
      await open('a');
      await pass(MINUTE);
      expect(register.permits.size).toBe(1);
      expect(await row('a')).toMatchObject({ standing: 'in-step', reference: 'P-1' });
      expect(new Set(register.requests.map(({ key }) => key))).toEqual(new Set(['a:1:0/register']));
    });
  }

  test('a time-out after success has the effect of one call', async () => {
    const { engine, open, pass, row, clock } = await office(register, { timeoutMs: 5_000 });
    register.next({ answer: 'none', after: true });
    await open('a');
    const settled = engine.settle();
    await register.held();
    await clock.advanceBy(5_000);
    await settled;
    expect(await row('a')).toMatchObject({ standing: 'behind', because: { kind: 'unavailable' } });
    await pass(MINUTE);
    expect(register.permits.size).toBe(1);
    expect(await row('a')).toMatchObject({ standing: 'in-step', reference: 'P-1' });
  });

  test('a system that knows no keys is asked for the record before it is made again', async () => {
    await register.close();
    register = await otherSystem({ knowsKeys: false });
    const { open, pass, row } = await office(register, { keyless: true });
    register.next({ status: 500, after: true });
    await open('a');
    await pass(MINUTE);
    expect(register.permits.size).toBe(1);
    expect(register.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
    register.next({ status: 500 });
    await open('b');
    await pass(MINUTE);
    expect(register.permits.size).toBe(2);
    expect(register.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'GET', 'POST']);
    expect(await row('a')).toMatchObject({ standing: 'in-step', reference: 'P-1' });
  });
});

describe('trouble', () => {
  test('shows since when a case is behind and why, and tells when it has been so for too long', async () => {
    const { engine, open, pass, row, clock } = await office(register);
    register.mood(() => ({ status: 503 }));
    const since = clock.now();
    const told: unknown[] = [];
    engine.on('fact', ({ fact }) => void (fact.type === 'connection.overdue' && told.push(fact)));
    await open('a');
    await pass(HOUR);
    expect(await row('a')).toMatchObject({
      standing: 'behind',
      since,
      because: {
        kind: 'unavailable',
        text: { vi: 'báo đang bận hoặc bảo trì (503)', en: 'it says that it is busy (503)' },
      },
      overdue: false,
    });
    await pass(2 * HOUR);
    expect(await row('a')).toMatchObject({ overdue: true });
    expect(told).toEqual([expect.objectContaining({ system: 'register', of: 'a' })]);
    register.mood(() => undefined);
    await pass(HOUR);
    expect(await row('a')).toMatchObject({ standing: 'in-step', overdue: false });
  });

  test('gives up at once what they refuse, and says why', async () => {
    const { engine, open, change, row, connections } = await office(register);
    await open('a');
    await engine.settle();
    register.next({ status: 422 });
    await change('a', 'granted');
    await engine.settle();
    expect(await row('a')).toMatchObject({
      standing: 'failed',
      because: { kind: 'refused', text: { en: 'it refuses permit.set-status (422)' } },
    });
    const failed = await connections.board.rows({ tenant: TENANT, standing: 'failed' });
    expect(failed.rows.map(({ caseId }) => caseId)).toEqual(['a']);
  });

  test('a poison message becomes a dead letter after its own tries, and no other case waits for it', async () => {
    const { open, pass, row, engine } = await office(register, { retry: { maxTries: 4 } });
    register.mood(({ body }) => (body['code'] === 'GP-poison' ? { status: 500 } : undefined));
    await open('poison');
    await engine.settle();
    for (const caseId of ['b', 'c', 'd']) await open(caseId);
    await engine.settle();
    expect([...register.permits.values()].map(({ code }) => code)).toEqual(['GP-b', 'GP-c', 'GP-d']);
    await pass(HOUR);
    expect(await row('poison')).toMatchObject({ standing: 'failed', because: { kind: 'failing' } });
    expect(register.requests.filter(({ body }) => body['code'] === 'GP-poison')).toHaveLength(4);
  });

  test('what is sent must be what the system wants', async () => {
    const { engine, open, change, row } = await office(register);
    register.next({ status: 422 });
    await open('a');
    await change('a', 'granted');
    await engine.settle();
    // The creation is dead, so there is nothing to change.
    expect(await row('a')).toMatchObject({ standing: 'failed', because: { kind: 'no-record' } });
    expect(register.requests).toHaveLength(1);
  });

  test('comes back when the other side says so', async () => {
    const { open, engine, clock, row } = await office(register);
    register.next({ status: 429, retryAfter: 90 });
    await open('a');
    await engine.settle();
    expect(await row('a')).toMatchObject({ standing: 'behind' });
    expect(await engine.nextAt()).toBe(clock.now() + 90_000);
  });
});

describe('dead letters', () => {
  test('of an engine that gave up first are shown, noted with the next message, and redriven', async () => {
    const { engine, open, change, row, connections, pass } = await office(register, { maxAttempts: 2 });
    await open('a');
    await engine.settle();
    register.mood(({ body }) => (body['status'] === 'granted' ? { status: 503 } : undefined));
    await change('a', 'granted');
    await pass(HOUR);
    expect(await row('a')).toMatchObject({
      standing: 'failed',
      because: { text: { en: 'it was tried 2 times in vain' } },
    });
    await change('a', 'refused');
    await engine.settle();
    expect(await row('a')).toMatchObject({ standing: 'failed', because: { kind: 'unavailable' } });
    register.mood(() => undefined);
    const request = { tenant: TENANT, system: 'register', caseId: 'a', actor: clerk, reason: 'Sổ hoạt động lại' };
    expect((await connections.redrive(request)).redriven).toEqual(['a:3:0']);
    await engine.settle();
    expect(await row('a')).toMatchObject({ standing: 'in-step' });
    expect(register.permits.get('P-1')?.status).toBe('refused');
  });

  test('that fail again are dead again, and still shown', async () => {
    const { engine, open, change, row, connections, pass } = await office(register, { retry: { maxTries: 2 } });
    await open('a');
    await engine.settle();
    register.mood(({ body }) => (body['status'] === 'granted' ? { status: 500 } : undefined));
    await change('a', 'granted');
    await pass(HOUR);
    const request = { tenant: TENANT, system: 'register', caseId: 'a', actor: clerk, reason: 'thử lại' };
    await connections.redrive(request);
    await engine.settle();
    expect(await row('a')).toMatchObject({ standing: 'failed' });
    await pass(HOUR);
    expect(await engine.deadLetters({ tenant: TENANT })).toHaveLength(1);
    expect(await row('a')).toMatchObject({ standing: 'failed', because: { kind: 'failing' } });
  });

  test('are redriven by a command of a person, oldest first, and an old one does not overwrite a newer one', async () => {
    const { engine, open, change, row, connections } = await office(register);
    await open('a');
    await engine.settle();
    register.next({ status: 422 });
    await change('a', 'granted');
    await change('a', 'refused');
    await engine.settle();
    expect(register.permits.get('P-1')?.status).toBe('refused');
    const refused = await connections.redrive({
      tenant: TENANT,
      system: 'register',
      caseId: 'a',
      actor: { kind: 'person', id: 'minh', roles: [] },
      reason: 'x',
    });
    expect(refused.reply).toMatchObject({ status: 'refused', code: 'MC_ACCESS_DENIED' });
    const { reply, redriven } = await connections.redrive({
      tenant: TENANT,
      system: 'register',
      caseId: 'a',
      actor: { kind: 'person', id: 'lan', roles: ['clerk'] },
      reason: 'Sổ đã sửa lỗi',
    });
    expect(reply.status).toBe('accepted');
    expect(redriven).toEqual(['a:3:0']);
    await engine.settle();
    expect(register.permits.get('P-1')?.status).toBe('refused');
    expect(await row('a')).toMatchObject({ standing: 'in-step' });
    const history = await engine.history({ tenant: TENANT, caseId: 'connection/register/a' });
    expect(history.some(({ command }) => command.actor.id === 'lan')).toBe(true);
  });
});
