import { commitItem } from '@motcua/testkit/store-contract';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createPostgresStore, type PostgresStoreOptions } from '../src/index.js';
import { createTestDatabase, type TestDatabase } from './server/test-database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function openStore(more: Partial<PostgresStoreOptions> = {}) {
  const store = createPostgresStore({ connectionString: database.url, ...more });
  await store.open();
  onTestFinished(() => store.close());
  return store;
}

/** A listener, and the next time it is called. */
function bell() {
  let ring: () => void = () => undefined;
  let next = Promise.resolve();
  const rearm = () => {
    next = new Promise<void>((resolve) => {
      ring = resolve;
    });
  };
  rearm();
  return { listener: () => ring(), next: () => next, rearm };
}

const work = (name: string) => commitItem({ caseId: name, commandId: name, outbox: [{ destination: 'mail' }] });

test('a process hears at once that another one has committed a message', async () => {
  const [hearing, writing] = [await openStore(), await openStore()];
  const heard = bell();
  hearing.listen(heard.listener);
  // The first call says that it listens now, and may have missed something before.
  await heard.next();
  heard.rearm();
  await writing.commit([work('w1')]);
  await heard.next();
});

test('a process that lost its connection listens again as soon as it looks at its queue', async () => {
  const [hearing, writing] = [await openStore(), await openStore()];
  const heard = bell();
  hearing.listen(heard.listener);
  await heard.next();
  await database.admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'NOTIFY%' AND datname = current_database()",
  );
  heard.rearm();
  // Until the loss is known, a look finds the old connection; the loop looks again and again.
  const looks = (async () => {
    for (let isHeard = false; !isHeard; ) {
      await hearing.timers.nextAt();
      isHeard = await Promise.race([heard.next().then(() => true), writing.timers.nextAt().then(() => false)]);
    }
  })();
  await looks;
  heard.rearm();
  await writing.commit([work('w2')]);
  await heard.next();
});

test('a store that only polls is never called, and misses nothing', async () => {
  const [polling, writing] = [await openStore({ wake: 'poll' }), await openStore()];
  let calls = 0;
  polling.listen(() => {
    calls += 1;
  });
  await writing.commit([work('w3')]);
  const claims = await polling.outbox.claim({ now: 2 ** 45, leaseUntil: 2 ** 46, limit: 1000, owner: 'poller' });
  expect(claims.some(({ row }) => row.caseId === 'w3')).toBe(true);
  expect(calls).toBe(0);
});

test('a store that is alone tells nobody, and tells again as soon as another one listens', async () => {
  const told: string[] = [];
  database.admin.on('notification', ({ payload = '' }) => void told.push(payload));
  await database.admin.query('LISTEN "motcua:motcua"');
  const writing = await openStore();
  for (const number of [1, 2, 3, 4, 5]) await writing.commit([work(`alone-${number}`)]);
  const hearing = await openStore();
  const heard = bell();
  hearing.listen(heard.listener);
  const isAnswered = () => told.filter((payload) => !payload.endsWith('?')).length >= 1;
  while (!isAnswered()) await database.admin.query('SELECT 1');
  await heard.next();
  heard.rearm();
  await writing.commit([work('in-company')]);
  await heard.next();
  const secondGreeting = told.findLastIndex((payload) => payload.endsWith('?'));
  expect(told.slice(0, secondGreeting).every((payload) => payload.endsWith('?'))).toBe(true);
});
