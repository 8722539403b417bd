import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, office, TENANT } from './office.js';
import { type OtherSystem, otherSystem } from './other-system.js';

let register: OtherSystem;
beforeEach(async () => {
  register = await otherSystem();
});
afterEach(() => register.close());

const system = 'register';
/** Half an hour after the case was opened, and half an hour before now. */
const at = Date.parse('2026-03-02T09:30:00+07:00');
const change = (number: string, status: string, permit = 'P-1') => ({ number, permit, status, at });

async function withCase() {
  const there = await office(register);
  await there.open('a');
  await there.pass(HOUR);
  const statusOf = async () => (await there.engine.get({ tenant: TENANT, caseId: 'a' })).machine.context;
  const post = (body: unknown, signature = 'good') =>
    there.connections.receive({
      tenant: TENANT,
      system,
      request: new Request('http://office/hooks/register', {
        method: 'POST',
        headers: { 'x-signature': signature },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    });
  return { ...there, statusOf, post };
}

describe('a webhook', () => {
  test('turns their change into a command with its time, and a replay has the effect of one', async () => {
    const { post, statusOf, engine } = await withCase();
    const replies: unknown[] = [];
    for (let times = 0; times < 3; times += 1) replies.push(await (await post(change('7', 'granted'))).json());
    expect(replies[0]).toMatchObject({ status: 'taken', caseId: 'a' });
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(await statusOf()).toMatchObject({ status: 'granted' });
    const taken = (await engine.history({ tenant: TENANT, caseId: 'a' })).filter(
      ({ command }) => command.id === 'register/change/7',
    );
    expect(taken).toHaveLength(1);
    expect(taken[0]?.command).toMatchObject({ occurredAt: at, actor: { id: 'connector:register' } });
  });

  test('that is not signed is not listened to', async () => {
    const { post, statusOf } = await withCase();
    expect((await post(change('7', 'granted'), 'bad')).status).toBe(401);
    expect((await post('{')).status).toBe(400);
    expect(await statusOf()).toMatchObject({ status: 'new' });
  });

  test('about no case of ours stands on record for a person, once', async () => {
    const { post, connections } = await withCase();
    for (let times = 0; times < 2; times += 1) expect((await post(change('8', 'granted', 'P-77'))).status).toBe(404);
    const [row] = await connections.board.systems({ tenant: TENANT });
    expect(row?.turnedDown).toMatchObject([{ change: '8', code: 'MC_CASE_NOT_FOUND' }]);
  });

  test('that comes before its record is known here is taken when it comes again', async () => {
    const { post, connections, open, engine } = await withCase();
    expect((await post(change('8', 'granted', 'P-2'))).status).toBe(404);
    await open('b');
    await engine.settle();
    expect((await post({ ...change('8', 'granted', 'P-2'), at: at + HOUR / 2 })).status).toBe(200);
    const [row] = await connections.board.systems({ tenant: TENANT });
    expect(row?.turnedDown).toEqual([]);
  });

  test('that the case does not take stands on record with the reason, and is answered the same again', async () => {
    const { post, connections } = await withCase();
    const early = { ...change('8', 'granted'), at: at - HOUR };
    for (let times = 0; times < 2; times += 1) expect((await post(early)).status).toBe(422);
    const [row] = await connections.board.systems({ tenant: TENANT });
    expect(row?.turnedDown).toMatchObject([{ change: '8', of: 'a', code: 'MC_TIME_OUT_OF_BOUNDS' }]);
  });

  test('that means nothing is passed over, and one that has changed its form is drift', async () => {
    const { post, connections } = await withCase();
    expect(await (await post(change('9', 'seen'))).json()).toEqual({ status: 'ignored' });
    expect((await post({ ...change('10', 'granted'), permit: undefined })).status).toBe(422);
    expect((await post({ ...change('11', 'granted'), colour: 'red' })).status).toBe(200);
    const [row] = await connections.board.systems({ tenant: TENANT });
    expect(row?.drift).toMatchObject([
      { operation: 'inbound', path: 'permit', kind: 'missing-field' },
      { operation: 'inbound', path: 'colour', kind: 'unknown-field' },
    ]);
  });
});

describe('a poll', () => {
  test('takes their changes page by page, goes on behind its cursor, and repeats nothing', async () => {
    const { connections, statusOf, store } = await withCase();
    register.changes.push(change('1', 'seen'), change('2', 'granted'), change('3', 'refused'));
    const poll = () => connections.poll({ tenant: TENANT, system });
    expect(await poll()).toEqual({ taken: 2, ignored: 1, unreadable: 0, 'turned-down': 0 });
    expect(await statusOf()).toMatchObject({ status: 'refused' });
    expect(await poll()).toEqual({ taken: 0, ignored: 0, unreadable: 0, 'turned-down': 0 });
    register.changes.push(change('4', 'ended'));
    // Another process goes on where this one was.
    const other = await office(register, { store });
    await other.pass(HOUR);
    expect(await other.connections.poll({ tenant: TENANT, system })).toMatchObject({ taken: 1 });
    expect(await statusOf()).toMatchObject({ status: 'ended' });
  });

  test('says that they cannot be asked, and is repeated from where it was', async () => {
    const { connections } = await withCase();
    register.changes.push(change('1', 'granted'));
    register.next({ status: 503 });
    const poll = () => connections.poll({ tenant: TENANT, system });
    await expect(poll()).rejects.toMatchObject({ code: 'MC_CONNECTOR_UNREACHABLE' });
    expect(await poll()).toMatchObject({ taken: 1 });
  });
});
