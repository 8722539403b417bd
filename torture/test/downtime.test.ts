import { describe, expect, onTestFinished, test } from 'vitest';
import { TENANT } from '../office/index.ts';
import { DAY, firedIn, HOUR, handClock, type Office, startOffice, storePairs } from './pair.ts';

const ref = (caseId = 'c1') => ({ tenant: TENANT, caseId });

const firings = async ({ engine }: Office) =>
  (await engine.history(ref())).flatMap(({ command, facts }) => (command.type === 'fire' ? [{ command, facts }] : []));

describe.each(Object.entries(storePairs))('after a downtime longer than the terms, %s', (_name, createPair) => {
  /** An engine opens a case and stops; another one starts over the same data when everything is long over. */
  const backAfter = async (downtimeMs: number, before: (office: Office) => Promise<unknown>) => {
    const { stores, close } = await createPair();
    onTestFinished(close);
    const clock = handClock();
    const office = await startOffice(stores[0], clock);
    await office.open('c1');
    await office.send('c1', 'clerk', 'accept');
    await before(office);
    await office.engine.settle();
    await office.engine.stop();
    clock.pass(downtimeMs);
    const next = await startOffice(stores[1], clock);
    onTestFinished(() => next.engine.stop());
    await next.engine.settle();
    return next;
  };

  test('the rungs fire in the order of their instants, each by its outage policy', async () => {
    const office = await backAfter(9 * DAY, async () => {});
    expect(await firedIn(office, 'c1')).toEqual([
      // The machine's own timer of six hours, then the rungs of a term of two days.
      expect.stringMatching(/^quiet|^xstate/u),
      'half/0 skipped',
      'warn/0 skipped',
      'due/0',
      // Five times by now, and told once.
      'late/0',
      'chase/0',
      'chase/1',
      'chase/2',
    ]);
    const instants = (await firings(office)).map(({ command }) => command.occurredAt);
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    expect(await office.engine.nextAt()).toBeUndefined();
  });

  test('each says how late it comes, and the breach stands at its own instant', async () => {
    const office = await backAfter(9 * DAY, async () => {});
    for (const { command, facts } of await firings(office)) {
      expect(command.firedAt).toBe(office.clock.now());
      for (const fact of facts)
        if (fact.type === 'deadline.breached' || fact.type === 'deadline.reached')
          expect(fact['lagMs']).toBe(command.firedAt - command.occurredAt);
    }
    const [ledger] = (await office.engine.get(ref())).deadlines;
    expect(ledger?.entries.at(-1)).toMatchObject({
      kind: 'breached',
      at: ledger?.dueAt,
      recordedAt: office.clock.now(),
      lagMs: office.clock.now() - (ledger?.dueAt ?? 0),
    });
  });

  test('each reads the case as the one before left it: what lapsed is neither late nor chased', async () => {
    const office = await backAfter(20 * DAY, async (open) => {
      open.clock.pass(HOUR);
      await open.send('c1', 'officer', 'papers.request');
    });
    expect(await firedIn(office, 'c1')).toEqual(['nudge/0', 'lapse/0']);
    expect(await office.engine.get(ref())).toMatchObject({ state: 'lapsed', status: 'done' });
    expect(await office.engine.nextAt()).toBeUndefined();
  });

  test('a sub-case that was silent answers first, and the case that asked goes on from there', async () => {
    const office = await backAfter(9 * DAY, (open) => open.send('c1', 'officer', 'consult'));
    const { machine, state } = await office.engine.get(ref());
    expect(machine.context).toMatchObject({ opinions: ['1:agrees'] });
    expect(state).toBe('examining');
    const answer = (await office.engine.history(ref())).find(({ command }) => command.type === 'answer');
    expect(answer?.facts.map(({ type }) => type)).toContain('deadline.met');
  });
});
