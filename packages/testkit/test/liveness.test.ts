import { createEngine, type EngineEvents, isMotcuaError, type Outage, printExplanation } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { plainCalendar, virtualClock } from '../src/index.js';
import { person, ref, startOffice } from './office.js';
import { clerk, permit } from './permit.js';

const open = { ...ref(), workflow: 'permit', actor: person(clerk), input: { applicant: 'Hoa' } };
const print = (instant: number) => plainCalendar().format(instant).slice(0, 16);
const printed = ({ from, to }: Outage) => `${print(from)} ${print(to)}`;
const MINUTE = 60_000;

function alarmsOf({ engine }: Pick<Awaited<ReturnType<typeof startOffice>>, 'engine'>) {
  const outages: string[] = [];
  const behind: EngineEvents['clock.behind'][] = [];
  engine.on('outage', (outage) => void outages.push(printed(outage)));
  engine.on('clock.behind', (alarm) => void behind.push(alarm));
  return { outages, behind };
}

describe('an outage', () => {
  test('is told by the first worker back, kept, and shown beside the breach it made late', async () => {
    const store = createMemoryStore();
    {
      await using office = await startOffice({ store, background: true, limits: { pollMs: MINUTE } });
      const { outages } = alarmsOf(office);
      await office.engine.open(open);
      await office.clock.advanceTo('2026-03-09T16:59+07:00');
      expect(outages).toEqual([]);
      expect(await office.engine.outages()).toEqual([]);
    }
    // The term ends at 17:00; nobody is there until the next morning.
    const clock = virtualClock('2026-03-10T08:00+07:00');
    await using office = await startOffice({ store, clock, background: true, limits: { pollMs: MINUTE } });
    const { outages } = alarmsOf(office);
    await clock.advanceBy(1);
    expect(outages).toEqual(['2026-03-09T16:59 2026-03-10T08:00']);
    expect((await office.engine.outages()).map(printed)).toEqual(outages);
    const explanation = await office.engine.explain({ ...ref(), deadline: 'answer' });
    expect(printExplanation(explanation, 'en')).toContain(
      'the system was down from 2026-03-09T16:59:00+07:00 to 2026-03-10T08:00:00+07:00, so the breach was recorded late',
    );
  });

  test('is not what a worker sleeps through between two looks', async () => {
    await using office = await startOffice({ background: true, limits: { pollMs: 60 * MINUTE } });
    const { outages } = alarmsOf(office);
    await office.clock.advanceTo('2026-03-04T09:00+07:00');
    expect(outages).toEqual([]);
    expect(await office.engine.outages()).toEqual([]);
  });

  test('is a time in which the pending firings could not be read', async () => {
    const memory = createMemoryStore();
    let failing = false;
    const store = {
      ...memory,
      timers: {
        ...memory.timers,
        claim: async (request: Parameters<typeof memory.timers.claim>[0]) => {
          if (failing) throw new Error('disk full');
          return memory.timers.claim(request);
        },
      },
    };
    await using office = await startOffice({ store, background: true, limits: { pollMs: MINUTE } });
    await office.clock.advanceBy(10 * MINUTE);
    failing = true;
    await office.clock.advanceBy(10 * MINUTE);
    failing = false;
    await office.clock.advanceBy(10 * MINUTE);
    expect((await office.engine.outages()).map(printed)).toEqual(['2026-03-02T09:10 2026-03-02T09:21']);
  });

  test('must be longer than a worker may sleep: MC_CAPABILITY_MISSING', () => {
    const make = () =>
      createEngine({
        workflows: [permit],
        calendars: [plainCalendar()],
        store: createMemoryStore(),
        limits: { pollMs: MINUTE, outageMs: MINUTE },
      });
    let thrown: unknown;
    try {
      make();
    } catch (error) {
      thrown = error;
    }
    expect(isMotcuaError(thrown, 'MC_CAPABILITY_MISSING')).toBe(true);
  });
});

describe('a worker whose clock is behind', () => {
  test('says so once when another worker is ten minutes ahead', async () => {
    const store = createMemoryStore();
    const limits = { pollMs: MINUTE };
    await using slow = await startOffice({ store, background: true, limits });
    const clock = virtualClock('2026-03-02T09:10+07:00');
    await using fast = await startOffice({ store, clock, background: true, limits });
    const alarms = { slow: alarmsOf(slow), fast: alarmsOf(fast) };
    for (let minute = 0; minute < 20; minute += 1) {
      await slow.clock.advanceBy(MINUTE);
      await clock.advanceBy(MINUTE);
    }
    expect(alarms.slow.behind).toHaveLength(1);
    expect(alarms.slow.behind[0]).toMatchObject({ behindMs: 9 * MINUTE });
    expect(alarms.fast.behind).toEqual([]);
    // What the fast one took for an outage when it started is covered by what the slow one then lived through.
    expect(await slow.engine.outages()).toEqual([]);
  });

  test('says so once when its own clock went back an hour, and records no outage', async () => {
    await using office = await startOffice({ background: true, limits: { pollMs: MINUTE } });
    const { behind, outages } = alarmsOf(office);
    await office.clock.advanceBy(120 * MINUTE);
    office.clock.jumpTo('2026-03-02T10:00+07:00');
    await office.engine.open(open);
    await office.clock.advanceBy(200 * MINUTE);
    expect(behind.map(({ now, latest }) => [print(now), print(latest)])).toEqual([
      ['2026-03-02T10:00', '2026-03-02T11:00'],
    ]);
    expect(outages).toEqual([]);
  });
});
