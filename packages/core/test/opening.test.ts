import { expect, test } from 'vitest';
import { createMemoryStore } from '../src/memory/index.js';
import { clerk, officer } from './actors.js';
import { dump, ref, startOffice, storeWith } from './office.js';

const input = { applicant: 'Hoa', unit: 'justice' };
const opening = { ...ref(), workflow: 'leave-request', actor: clerk, input };

/** A store that counts how often it was asked for a case. */
function countingLoads() {
  const memory = createMemoryStore();
  const loads: string[] = [];
  const store = storeWith(memory, {
    cases: {
      ...memory.cases,
      load: (key) => {
        loads.push(key.caseId);
        return memory.cases.load(key);
      },
    },
  });
  return { store, loads };
}

test('a case is opened without asking the store whether it is there', async () => {
  const { store, loads } = countingLoads();
  await using office = await startOffice({ store });
  expect(await office.engine.open(opening)).toMatchObject({ status: 'accepted', revision: 1 });
  expect(loads).toEqual([]);
});

test('a case that is there already is not opened again, and stays as it is', async () => {
  const { store, loads } = countingLoads();
  await using office = await startOffice({ store });
  await office.engine.open(opening);
  await office.engine.send({ ...ref(), actor: clerk, event: { type: 'accept' } });
  const before = await dump(office.store);
  loads.length = 0;
  expect(await office.engine.open(opening)).toMatchObject({ status: 'refused', code: 'MC_CASE_EXISTS', revision: 2 });
  expect(loads).toEqual(['c1']);
  expect(await dump(office.store)).toEqual(before);
});

test('an opening that is repeated with its id gets its first reply, however far the case has gone', async () => {
  await using office = await startOffice();
  const first = await office.engine.open({ ...opening, commandId: 'o1' });
  await office.engine.send({ ...ref(), actor: clerk, event: { type: 'accept' } });
  expect(await office.engine.open({ ...opening, commandId: 'o1' })).toEqual(first);
});

test('an opening that is refused is on record once, and the case may be opened after it', async () => {
  await using office = await startOffice();
  const refused = await office.engine.open({ ...opening, actor: { ...officer, roles: [] } });
  expect(refused).toMatchObject({ status: 'refused', code: 'MC_ACCESS_DENIED', revision: 0 });
  expect(await office.engine.open(opening)).toMatchObject({ status: 'accepted', revision: 1 });
  const records = await office.store.cases.audit({ tenant: 't', after: 0, limit: 10 });
  expect(records.map(({ record }) => record.outcome)).toEqual(['refused', 'accepted']);
});
