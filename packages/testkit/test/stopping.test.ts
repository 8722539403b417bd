import type { Store } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { adapter, person, ref, startOffice } from './office.js';
import { clerk, officer } from './permit.js';

const open = { ...ref(), workflow: 'permit', actor: person(clerk), input: { applicant: 'Hoa' } };
const grant = { ...ref(), actor: person(officer), event: { type: 'grant' } };

describe('stopping', () => {
  test('ends the commands under way, then closes the store', async () => {
    const log: string[] = [];
    let writeOn = () => {};
    const slow = new Promise<void>((resolve) => {
      writeOn = resolve;
    });
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      commit: async (batch, options) => {
        await slow;
        const results = await memory.commit(batch, options);
        log.push('committed');
        return results;
      },
      close: async () => {
        log.push('closed');
        await memory.close();
      },
    };
    const office = await startOffice({ store, background: true });
    const replies = [office.engine.open(open), office.engine.send(grant)];
    const stopping = office.engine.stop();
    await expect(office.engine.send(grant)).rejects.toMatchObject({ code: 'MC_ENGINE_STOPPED' });
    await office.clock.advanceBy(1_000);
    expect(log).toEqual([]);
    writeOn();
    await stopping;
    expect((await Promise.all(replies)).map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    expect(log).toEqual(['committed', 'committed', 'closed']);
  });

  test('ends the loops: nobody sleeps on, nothing fires any more', async () => {
    const office = await startOffice({ background: true });
    await office.engine.open(open);
    await office.clock.advanceBy(1);
    // One for the timers, one for the messages.
    expect(office.clock.sleeping()).toHaveLength(2);
    await office.engine.stop();
    expect(office.clock.sleeping()).toEqual([]);
  });

  test('waits for the delivery under way', async () => {
    let answer = () => {};
    const answered = new Promise<{ status: 'delivered' }>((resolve) => {
      answer = () => resolve({ status: 'delivered' });
    });
    const made = adapter(() => answered);
    const office = await startOffice({ background: true, adapters: { mail: made.destination } });
    await office.engine.open(open);
    await office.clock.advanceBy(1);
    let stopped = false;
    const stopping = office.engine.stop().then(() => {
      stopped = true;
    });
    await office.clock.advanceBy(1_000);
    expect([made.calls.length, stopped]).toEqual([1, false]);
    answer();
    await stopping;
    await office.store.open();
    expect(await office.store.outbox.count({ tenant: 't' })).toMatchObject({ delivered: 1, pending: 0 });
  });
});
