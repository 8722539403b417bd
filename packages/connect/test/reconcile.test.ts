import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../src/index.js';
import { clerk, office, TENANT } from './office.js';
import { type OtherSystem, otherSystem } from './other-system.js';

let register: OtherSystem;
beforeEach(async () => {
  register = await otherSystem();
});
afterEach(() => register.close());

type Office = Awaited<ReturnType<typeof office>>;

async function compare({ connections }: Office): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for await (const finding of connections.reconcile({ tenant: TENANT, system: 'register', actor: clerk }))
    found.push(finding);
  return found;
}

async function withCases(...cases: readonly string[]): Promise<Office> {
  const there = await office(register);
  for (const caseId of cases) await there.open(caseId);
  await there.engine.settle();
  return there;
}

const repair = ({ connections, engine }: Office, caseId: string, side: 'ours' | 'theirs') =>
  connections
    .repair({ tenant: TENANT, system: 'register', caseId, side, actor: clerk, reason: 'Đối soát tháng 3' })
    .then(async (reply) => {
      await engine.settle();
      return reply;
    });

describe('a comparison', () => {
  test('finds nothing when both sides agree, over several pages', async () => {
    expect(await compare(await withCases('a', 'b', 'c', 'd', 'e'))).toEqual([]);
  });

  test('finds a record they changed, with both values, and keeps only the name of the field', async () => {
    const there = await withCases('a', 'b', 'c');
    register.permits.set('P-2', { id: 'P-2', code: 'GP-b', status: 'ended' });
    expect(await compare(there)).toEqual([
      {
        system: 'register',
        kind: 'differs',
        caseId: 'b',
        label: 'GP-b',
        reference: 'P-2',
        differences: [{ field: 'status', why: 'changed-there', ours: 'new', theirs: 'ended' }],
      },
    ]);
    expect(await there.row('b')).toMatchObject({
      standing: 'differs',
      differences: [{ field: 'status', why: 'changed-there' }],
    });
    const { machine } = await there.engine.get({ tenant: TENANT, caseId: 'connection/register/b' });
    expect(JSON.stringify(machine)).not.toContain('ended');
  });

  test('finds what is missing there, what is there twice, and what nobody here knows', async () => {
    const there = await withCases('a', 'b');
    register.permits.delete('P-1');
    register.permits.set('P-8', { id: 'P-8', code: 'GP-b', status: 'new' });
    register.permits.set('P-9', { id: 'P-9', code: 'GP-other', status: 'new' });
    const found = await compare(there);
    expect(
      found.map(({ kind, caseId, reference, differences }) => [kind, caseId ?? reference, differences[0]?.why]),
    ).toEqual([
      ['differs', 'b', 'twice-there'],
      ['unknown-there', 'P-9', undefined],
      ['differs', 'a', 'missing-there'],
    ]);
  });

  test('explains what is still on its way', async () => {
    const there = await withCases('a');
    register.mood(({ method }) => (method === 'PUT' ? { status: 503 } : undefined));
    await there.change('a', 'granted');
    await there.engine.settle();
    expect(await compare(there)).toMatchObject([{ kind: 'explained', caseId: 'a', because: { kind: 'unavailable' } }]);
  });

  test('shows a record that cannot be read, and goes on with the others', async () => {
    const there = await withCases('a', 'b', 'c');
    register.permits.set('P-1', { id: 'P-1', code: 'GP-a', status: 'archived' });
    register.permits.set('P-3', { id: 'P-3', code: 'GP-c', status: 'refused' });
    const found = await compare(there);
    expect(found).toMatchObject([
      { kind: 'unreadable', drift: [{ path: 'status', kind: 'new-value', value: 'archived' }] },
      { kind: 'differs', caseId: 'c' },
    ]);
  });

  test('looks a second time before it says that something differs', async () => {
    const there = await withCases('a');
    let looked = 0;
    register.mood(({ method }) => {
      looked += method === 'GET' ? 1 : 0;
      // What the office has just changed arrives between the two looks.
      if (looked === 2) register.permits.set('P-1', { id: 'P-1', code: 'GP-a', status: 'granted' });
      return undefined;
    });
    await there.change('a', 'granted');
    expect(await compare(there)).toEqual([]);
    expect(looked).toBe(2);
  });

  test('finds a record of a case that should have none', async () => {
    const there = await withCases('a');
    await there.change('a', 'withdrawn');
    await there.engine.settle();
    expect(await compare(there)).toMatchObject([{ caseId: 'a', differences: [{ field: '*', why: 'unwanted-there' }] }]);
    await repair(there, 'a', 'ours');
    expect(register.permits.size).toBe(0);
    expect(await compare(there)).toEqual([]);
  });

  test('clears what differs no more', async () => {
    const there = await withCases('a');
    register.permits.set('P-1', { id: 'P-1', code: 'GP-a', status: 'ended' });
    await compare(there);
    register.permits.set('P-1', { id: 'P-1', code: 'GP-a', status: 'new' });
    expect(await compare(there)).toEqual([]);
    expect(await there.row('a')).toMatchObject({ standing: 'in-step' });
  });

  test('throws when they cannot be asked, and may be repeated', async () => {
    const there = await withCases('a');
    register.next({ status: 503 });
    await expect(compare(there)).rejects.toMatchObject({ code: 'MC_CONNECTOR_UNREACHABLE', retryable: true });
    expect(await compare(there)).toEqual([]);
  });
});

describe('a repair', () => {
  test('writes ours over theirs, ordered by a person on record', async () => {
    const there = await withCases('a');
    register.permits.set('P-1', { id: 'P-1', code: 'GP-a', status: 'ended' });
    await compare(there);
    expect(await repair(there, 'a', 'ours')).toMatchObject({ status: 'accepted' });
    expect(register.permits.get('P-1')?.status).toBe('new');
    expect(await there.row('a')).toMatchObject({ standing: 'in-step' });
    const history = await there.engine.history({ tenant: TENANT, caseId: 'connection/register/a' });
    expect(
      history.map(({ command }) => [command.actor.id, 'event' in command ? command.event.type : command.type]),
    ).toEqual([
      ['connector:register', 'open'],
      ['lan', 'difference.note'],
      ['lan', 'repair.order'],
      ['connector:register', 'repair.succeed'],
    ]);
    expect(await compare(there)).toEqual([]);
  });

  test('takes theirs over into the case, by a command in the name of the system', async () => {
    const there = await withCases('a');
    register.permits.set('P-1', { id: 'P-1', code: 'GP-a', status: 'granted' });
    await compare(there);
    await repair(there, 'a', 'theirs');
    const { machine } = await there.engine.get({ tenant: TENANT, caseId: 'a' });
    expect(machine.context).toMatchObject({ status: 'granted' });
    expect(await compare(there)).toEqual([]);
    expect(await there.row('a')).toMatchObject({ standing: 'in-step' });
  });

  test('makes what is missing, and removes what is there twice', async () => {
    const there = await withCases('a', 'b');
    register.permits.delete('P-1');
    register.permits.set('P-8', { id: 'P-8', code: 'GP-b', status: 'new' });
    await compare(there);
    await repair(there, 'a', 'ours');
    await repair(there, 'b', 'ours');
    expect([...register.permits.values()].map(({ code }) => code).sort()).toEqual(['GP-a', 'GP-b']);
    expect(await there.row('a')).toMatchObject({ standing: 'in-step', reference: 'P-3' });
    expect(await compare(there)).toEqual([]);
  });

  test('waits for a system that is down, and is done when it is back', async () => {
    const there = await withCases('a');
    register.permits.set('P-1', { id: 'P-1', code: 'GP-a', status: 'ended' });
    await compare(there);
    register.mood(() => ({ status: 503 }));
    await repair(there, 'a', 'ours');
    expect(await there.row('a')).toMatchObject({ standing: 'repairing' });
    register.mood(() => undefined);
    await there.pass(3_600_000);
    expect(register.permits.get('P-1')?.status).toBe('new');
    expect(await there.row('a')).toMatchObject({ standing: 'in-step' });
  });

  test('that they say yes to and do not carry out is no repair', async () => {
    const there = await office(register, { retry: { maxTries: 3 } });
    await there.open('a');
    await there.engine.settle();
    register.permits.set('P-1', { id: 'P-1', code: 'GP-a', status: 'ended' });
    await compare(there);
    register.mood(({ method }) => {
      if (method === 'GET') register.permits.set('P-1', { id: 'P-1', code: 'GP-a', status: 'ended' });
      return undefined;
    });
    await repair(there, 'a', 'ours');
    expect(await there.row('a')).toMatchObject({ standing: 'repairing' });
    await there.pass(3_600_000);
    expect(await there.row('a')).toMatchObject({
      standing: 'failed',
      because: { text: { en: 'it took everything and still differs: status' } },
    });
    // As soon as they carry out what they say, a redriven repair is one.
    register.mood(() => undefined);
    await there.connections.redrive({
      tenant: TENANT,
      system: 'register',
      caseId: 'a',
      actor: clerk,
      reason: 'thử lại',
    });
    await there.engine.settle();
    expect(await there.row('a')).toMatchObject({ standing: 'in-step' });
    expect(register.permits.get('P-1')?.status).toBe('new');
  });

  test('is refused to who has no right to order it', async () => {
    const there = await withCases('a');
    const reply = await there.connections.repair({
      tenant: TENANT,
      system: 'register',
      caseId: 'a',
      side: 'ours',
      actor: { kind: 'person', id: 'tam', roles: ['visitor'] },
      reason: 'x',
    });
    expect(reply).toMatchObject({ status: 'refused', code: 'MC_ACCESS_DENIED' });
  });
});
