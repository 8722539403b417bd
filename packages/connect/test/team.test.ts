import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from './office.js';
import { type Fault, type OtherSystem, otherSystem } from './other-system.js';
import { type Team, teams } from './teams.js';

let register: OtherSystem;
let team: Team | undefined;
beforeEach(async () => {
  register = await otherSystem();
});
afterEach(async () => {
  await register.close();
  await team?.end();
  team = undefined;
});

const there = () => [...register.permits.values()].map(({ code, status }) => [code.slice(3), status]).sort();

for (const [name, startTeam] of Object.entries(teams)) {
  const start = async (...args: Parameters<typeof startTeam>): Promise<Team> => {
    team = await startTeam(...args);
    return team;
  };

  describe(`over ${name}`, () => {
    test('the order of a case is kept, whoever writes and whoever delivers, and other cases do not wait', async () => {
      const { desks, pass } = await start(register);
      const [here, beside] = desks();
      register.mood(({ body }) => (body['code'] === 'GP-slow' ? { status: 500 } : undefined));
      expect(await here.open('slow')).toBe('accepted');
      expect(await beside.change('slow', 'granted')).toBe('accepted');
      await beside.open('quick');
      await here.change('quick', 'granted');
      await pass(0);
      expect(there()).toEqual([['quick', 'granted']]);
      register.mood(() => undefined);
      await here.change('slow', 'refused');
      await pass(HOUR);
      expect(there()).toEqual([
        ['quick', 'granted'],
        ['slow', 'refused'],
      ]);
      const id = [...register.permits.values()].find(({ code }) => code === 'GP-slow')?.id;
      const statuses = register.requests.filter(({ path }) => path === `/permits/${id}`);
      expect(statuses.map(({ body }) => body['status'])).toEqual(['granted', 'refused']);
    });

    for (const after of [true, false]) {
      test(`what an engine died over, ${after ? 'after' : 'before'} the other side did it, is done once`, async () => {
        const { desks, pass, kill } = await start(register);
        const [here] = desks();
        register.next({ answer: 'none', after });
        await here.open('a');
        const settled = here.settle().catch(() => 'dead');
        await register.held();
        await kill();
        expect(register.permits.size).toBe(after ? 1 : 0);
        await pass(5 * MINUTE);
        expect(await desks()[1].row('a')).toMatchObject({ standing: 'in-step', reference: 'P-1' });
        const posts = register.requests.filter(({ method }) => method === 'POST');
        expect(posts.map(({ key }) => key)).toEqual(['a:1:0/register', 'a:1:0/register']);
        await register.close();
        await settled;
      });
    }

    test('the breaker that opens at one desk is open at all, lets one call through to look, and closes at all', async () => {
      const { desks, pass } = await start(register, { breaker: { failures: 3, restMs: 10 * MINUTE } });
      const [here, beside] = desks();
      // Both have called before: nobody has to learn first that there is such a system.
      await beside.open('b');
      await beside.settle();
      await here.open('a');
      await here.settle();
      expect(there()).toHaveLength(2);
      await pass(MINUTE);
      register.mood(() => ({ status: 503 }));
      for (const caseId of ['c1', 'c2', 'c3']) await here.open(caseId);
      await here.settle();
      for (const caseId of ['later-1', 'later-2']) await beside.open(caseId);
      await beside.settle();
      expect(register.requests).toHaveLength(5);
      for (const desk of desks()) {
        expect(await desk.systems()).toMatchObject([{ down: { because: { kind: 'unavailable' } } }]);
        expect(await desk.row('later-1')).toMatchObject({ standing: 'behind', because: { kind: 'unavailable' } });
      }
      register.mood(() => undefined);
      await pass(4 * HOUR);
      expect(register.permits.size).toBe(7);
      for (const desk of desks()) expect((await desk.systems())[0]?.down).toBeUndefined();
    });

    test('a comparison at any desk finds the same, and a repair is carried out once', async () => {
      const { desks, pass } = await start(register);
      const [here, beside] = desks();
      for (const caseId of ['a', 'b', 'c', 'd']) await here.open(caseId);
      await pass(0);
      const changed = [...register.permits.values()].find(({ code }) => code === 'GP-b');
      if (changed !== undefined) changed.status = 'ended';
      for (const desk of desks()) {
        expect(await desk.compare()).toMatchObject([
          { kind: 'differs', caseId: 'b', differences: [{ why: 'changed-there', ours: 'new', theirs: 'ended' }] },
        ]);
        expect(await desk.row('b')).toMatchObject({ standing: 'differs' });
      }
      expect(await beside.repair('b', 'ours')).toBe('accepted');
      await pass(0);
      expect(there()).toEqual(['a', 'b', 'c', 'd'].map((caseId) => [caseId, 'new']));
      expect(register.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
      expect(await Promise.all(desks().map((desk) => desk.compare()))).toEqual([[], []]);
      expect(await here.row('b')).toMatchObject({ standing: 'in-step' });
    });

    test('every desk shows the same board, those behind for longest first', async () => {
      const { desks, pass } = await start(register);
      const [here, beside] = desks();
      register.mood(({ body }) => (String(body['code']).includes('late') ? { status: 503 } : undefined));
      for (const [place, caseId] of ['late-1', 'fine-1', 'late-2', 'fine-2'].entries()) {
        await (place < 2 ? here : beside).open(caseId);
        await pass(10 * MINUTE);
      }
      const rows = await here.rows();
      expect(rows.map(({ caseId, standing }) => [caseId, standing]).slice(0, 2)).toEqual([
        ['late-1', 'behind'],
        ['late-2', 'behind'],
      ]);
      expect(rows).toHaveLength(4);
      expect(await beside.rows()).toEqual(rows);
    });

    test('at the end each case is there once and as it was left, whatever failed and whoever died', async () => {
      const { desks, pass, kill } = await start(register);
      const faults: readonly Fault[] = [
        { status: 500 },
        { status: 500, after: true },
        { answer: 'empty', after: true },
        { status: 429, retryAfter: 30 },
        { answer: 'empty' },
        { status: 503 },
      ];
      const cases = Array.from({ length: 12 }, (_, number) => `case-${number}`);
      const last = new Map(cases.map((caseId) => [caseId, 'new']));
      register.next(...faults, ...faults);
      for (const [place, caseId] of cases.entries()) await desks()[place % 2]?.open(caseId);
      for (const [turn, status] of ['granted', 'refused', 'ended'].entries()) {
        register.next(...faults);
        for (const [place, caseId] of cases.entries()) {
          if ((place + turn) % 3 === 0) continue;
          await desks()[(place + turn) % 2]?.change(caseId, status);
          last.set(caseId, status);
        }
        // Where the breaker has opened, one call a quarter of an hour meets one fault.
        await pass(12 * HOUR);
        if (turn !== 1) continue;
        register.next({ answer: 'none', after: true });
        await desks()[0].change('case-0', 'granted');
        last.set('case-0', 'granted');
        void desks()[0]
          .settle()
          .catch(() => undefined);
        await register.held();
        await kill();
      }
      await pass(48 * HOUR);
      expect(there()).toEqual([...last].sort());
      for (const caseId of cases) expect(await desks()[1].row(caseId)).toMatchObject({ standing: 'in-step' });
    });
  });
}
