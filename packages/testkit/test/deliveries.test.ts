import { createEngine, type DeliveryResult, type Store } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { plainCalendar } from '../src/index.js';
import { adapter, person, ref, startOffice } from './office.js';
import { clerk, permit } from './permit.js';

const HOUR = 3_600_000;
const LEASE = 9_000;
const limits = { pollMs: HOUR, leaseMs: LEASE, deliveryMs: HOUR, deliveries: 2 };
const delivered: DeliveryResult = { status: 'delivered' };

const open = (caseId: string) => ({
  ...ref(caseId),
  workflow: 'permit',
  actor: person(clerk),
  input: { applicant: 'Hoa' },
});
const ids = Array.from({ length: 7 }, (_, number) => `c${number}`);
type Office = Awaited<ReturnType<typeof startOffice>>;

/** Opens a case for each id, with a message each; the loops look at the next millisecond. */
async function openAll({ engine, clock }: Office): Promise<void> {
  await clock.advanceBy(1);
  await Promise.all(ids.map((caseId) => engine.open(open(caseId))));
  await clock.advanceBy(1);
}

/** A destination whose deliveries end when the test says. */
function slowMail() {
  const ends: ((result: DeliveryResult) => void)[] = [];
  const reasons: unknown[] = [];
  const made = adapter((_message, { signal }) => {
    signal.addEventListener('abort', () => reasons.push(signal.reason));
    return new Promise<DeliveryResult>((resolve) => ends.push(resolve));
  });
  return { ...made, ends, reasons };
}

/** Another engine in the background over the store of an office; its deliveries all arrive. */
async function startOther({ clock, store }: Office) {
  const made = adapter(async () => delivered);
  const engine = createEngine({
    workflows: [permit],
    calendars: [plainCalendar()],
    clock,
    store,
    adapters: { mail: made.destination },
    limits,
  });
  await engine.start();
  return { ...made, engine };
}

const withOutbox = (changed: (outbox: Store['outbox']) => Partial<Store['outbox']>): Store => {
  const memory = createMemoryStore();
  return { ...memory, outbox: { ...memory.outbox, ...changed(memory.outbox) } };
};

describe('the deliveries to one destination', () => {
  test('are no more at a time than allowed, and one that ends is followed by the next without a look', async () => {
    const mail = slowMail();
    let claims = 0;
    const store = withOutbox(({ claim }) => ({
      claim: (request) => {
        claims += 1;
        return claim(request);
      },
    }));
    await using office = await startOffice({ background: true, store, adapters: { mail: mail.destination }, limits });
    await openAll(office);
    expect(mail.calls).toHaveLength(2);
    const before = claims;
    for (const [ended, end] of mail.ends.entries()) {
      end(delivered);
      await new Promise(setImmediate);
      expect(mail.calls).toHaveLength(Math.min(ended + 3, ids.length));
      if (ended === 0) expect(claims).toBe(before);
      if (mail.ends.length === ids.length) break;
    }
    for (const end of mail.ends) end(delivered);
    await office.clock.advanceBy(1);
    expect(mail.calls.map(({ id, attempt }) => [id, attempt])).toEqual(ids.map((id) => [`${id}:1:0`, 1]));
    expect(await office.store.outbox.count({ tenant: 't' })).toEqual({ pending: 0, delivered: ids.length, dead: 0 });
  });

  test('that hang keep only themselves: what was claimed behind them is given back for another engine', async () => {
    const mail = slowMail();
    await using office = await startOffice({ background: true, adapters: { mail: mail.destination }, limits });
    await openAll(office);
    const other = await startOther(office);
    await office.clock.advanceBy(LEASE / 3 - 1);
    await office.clock.advanceBy(1);
    await office.clock.advanceBy(HOUR / 2);
    expect(mail.calls.map(({ id }) => id)).toEqual(['c0:1:0', 'c1:1:0']);
    expect(other.calls.map(({ id, attempt }) => [id, attempt]).sort()).toEqual(
      ids.slice(2).map((id) => [`${id}:1:0`, 1]),
    );
    for (const end of mail.ends) end(delivered);
    await other.engine.stop();
  });

  test('that have not begun are given back when the engine stops', async () => {
    const mail = slowMail();
    const store = createMemoryStore();
    const office = await startOffice({ background: true, store, adapters: { mail: mail.destination }, limits });
    await openAll(office);
    const stopping = office.engine.stop();
    await office.clock.advanceBy(1);
    for (const end of mail.ends) end(delivered);
    await stopping;
    expect(mail.calls).toHaveLength(2);
    await store.open();
    const other = await startOther(office);
    await office.clock.advanceBy(1);
    expect(other.calls.map(({ id, attempt }) => [id, attempt]).sort()).toEqual(
      ids.slice(2).map((id) => [`${id}:1:0`, 1]),
    );
    await other.engine.stop();
  });
});

describe('a delivery that takes longer than its lease', () => {
  test('keeps it, and is told when it is lost all the same', async () => {
    const mail = slowMail();
    let isLost = false;
    const store = withOutbox(({ renew }) => ({ renew: async (request) => (isLost ? 0 : renew(request)) }));
    await using office = await startOffice({ background: true, store, adapters: { mail: mail.destination }, limits });
    await openAll(office);
    const other = await startOther(office);
    await office.clock.advanceBy(3 * LEASE);
    expect(other.calls.map(({ id }) => id)).not.toContain('c0:1:0');
    expect(mail.reasons).toEqual([]);
    isLost = true;
    await office.clock.advanceBy(LEASE / 3);
    expect(mail.reasons).toEqual(['the lease is lost', 'the lease is lost']);
    for (const end of mail.ends) end(delivered);
    await other.engine.stop();
  });

  test('keeps it although a renewal fails', async () => {
    const mail = slowMail();
    let failures = 1;
    const store = withOutbox(({ renew }) => ({
      renew: async (request) => {
        failures -= 1;
        if (failures >= 0) throw new Error('the network is gone');
        return renew(request);
      },
    }));
    await using office = await startOffice({ background: true, store, adapters: { mail: mail.destination }, limits });
    await openAll(office);
    const other = await startOther(office);
    await office.clock.advanceBy(5 * LEASE);
    expect(other.calls.map(({ id }) => id)).not.toContain('c0:1:0');
    expect(mail.reasons).toEqual([]);
    for (const end of mail.ends) end(delivered);
    await other.engine.stop();
  });
});
