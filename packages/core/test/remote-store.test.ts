import { describe, expect, test } from 'vitest';
import { isMotcuaError, type Store } from '../src/index.js';
import { createMemoryStore } from '../src/memory/index.js';
import { clerk, officer } from './actors.js';
import { ref, startOffice, storeWith } from './office.js';

const open = { ...ref(), workflow: 'leave-request', actor: clerk, input: { applicant: 'Hoa', unit: 'justice' } };
const accept = { ...ref(), actor: clerk, event: { type: 'accept' } };
const grant = { ...ref(), actor: officer, event: { type: 'grant' } };

/** A store that says it is far away, and counts how often a case is read. */
function farAway(memory = createMemoryStore()) {
  const reads = { count: 0 };
  const store: Store = {
    ...storeWith(memory, {}),
    capabilities: Object.freeze({ remote: true }),
    cases: {
      ...memory.cases,
      load: (request) => {
        reads.count += 1;
        return memory.cases.load(request);
      },
    },
  };
  return { store, reads, memory };
}

describe('over a store that is far away', () => {
  test('a case this engine wrote last is not read again', async () => {
    const { store, reads } = farAway();
    await using office = await startOffice({ store });
    await office.engine.open(open);
    const before = reads.count;
    expect(await office.engine.send(accept)).toMatchObject({ status: 'accepted', revision: 2 });
    expect(await office.engine.send(grant)).toMatchObject({ status: 'accepted', revision: 3 });
    expect(reads.count).toBe(before);
  });

  test('a case another engine has written since is read and decided anew', async () => {
    const { store, memory } = farAway();
    await using office = await startOffice({ store });
    await using other = await startOffice({
      store: storeWith(memory, { open: async () => {}, close: async () => {} }),
    });
    await office.engine.open(open);
    await other.engine.send(accept);
    await other.engine.send(grant);
    expect(await office.engine.send(accept)).toMatchObject({ code: 'MC_EVENT_NOT_ALLOWED', revision: 3 });
    expect((await office.engine.get(ref())).revision).toBe(3);
  });

  test('an answer that no commit checks is made on the case as it is stored', async () => {
    const { store, memory } = farAway();
    await using office = await startOffice({ store });
    await using other = await startOffice({
      store: storeWith(memory, { open: async () => {}, close: async () => {} }),
    });
    await office.engine.open(open);
    await other.engine.send(accept);
    // The term began in a commit of the other engine; its firing passed before this command happened.
    office.clock.set('2026-03-30T09:00');
    const reply = await office.engine.send({ ...grant, commandId: 'late' });
    expect(reply).toMatchObject({ status: 'accepted' });
    const journal = await office.engine.history(ref());
    const kinds = journal.map(({ command }) => command.type);
    expect(kinds.slice(0, 3)).toEqual(['open', 'send', 'fire']);
    expect(kinds.at(-1)).toBe('send');
  });

  test('a queried case is always read', async () => {
    const { store, reads } = farAway();
    await using office = await startOffice({ store });
    await office.engine.open(open);
    const before = reads.count;
    await office.engine.get(ref());
    expect(reads.count).toBe(before + 1);
  });
});

test('one command more than the engine may have under way is MC_ENGINE_BUSY, and changes nothing', async () => {
  const memory = createMemoryStore();
  const held = Promise.withResolvers<void>();
  const store = storeWith(memory, { commit: async (batch) => held.promise.then(() => memory.commit(batch)) });
  await using office = await startOffice({ store, limits: { commands: 2 } });
  const first = [office.engine.open({ ...open, caseId: 'a' }), office.engine.open({ ...open, caseId: 'b' })];
  const refused = await office.engine.open({ ...open, caseId: 'c' }).catch((error: unknown) => error);
  expect(isMotcuaError(refused, 'MC_ENGINE_BUSY') && refused.details).toEqual({ commands: 2, limit: 2 });
  held.resolve();
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual(['accepted', 'accepted']);
  expect(await office.engine.open({ ...open, caseId: 'c' })).toMatchObject({ status: 'accepted', revision: 1 });
});
