import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sqliteDatabase } from '../src/sqlite-database.js';
import { arrival, openWorld } from './world.js';

test('a dossier goes from the counter to the signature, and every list and look-up follows', async () => {
  await using world = await openWorld();
  const { caseId, lookupCode } = await world.receive();
  const send = async (name: 'lan' | 'minh' | 'hoa', event: object) => {
    const response = await world.post(name, `/dossiers/${caseId}/events`, event);
    expect(response.json()).toMatchObject({ status: 'accepted' });
  };

  expect((await world.get('lan', `/dossiers/${caseId}`)).json()).toMatchObject({
    state: 'accepted',
    terms: expect.arrayContaining([
      { name: 'resolution', status: 'running', colour: 'on-time', dueAt: '2026-03-05T17:00:00+07:00' },
    ]),
    allowed: expect.arrayContaining(['transfer']),
  });
  expect((await world.get('lan', '/dossiers?colour=on-time')).json()).toMatchObject({
    items: [{ caseId, code: 'H42.19-260302-0001', dueAt: '2026-03-05T17:00:00+07:00' }],
  });

  await send('lan', { type: 'transfer', unit: 'justice', assignee: 'minh' });
  await world.clock.advanceTo('2026-03-06T08:00+07:00');
  await world.office.engine.settle();
  expect((await world.get('lan', '/dossiers?colour=overdue')).json()).toMatchObject({ items: [{ caseId }] });
  expect((await world.get('lan', '/dossiers?colour=on-time')).json()).toEqual({ items: [] });

  await send('minh', { type: 'draft.submit', outcome: 'granted' });
  await send('hoa', { type: 'sign', number: '12/GXN' });
  expect((await world.app.inject(`/lookup/${lookupCode}`)).json()).toMatchObject({
    status: { vi: 'Đã xử lý xong', en: 'processed' },
  });
});

test('a long list comes in pages', async () => {
  await using world = await openWorld();
  for (let number = 0; number < 3; number += 1) await world.receive();
  const page = async (query: string) =>
    (await world.get('lan', `/dossiers?limit=2${query}`)).json<{ items: { code: string }[]; next?: string }>();
  const first = await page('');
  const second = await page(`&cursor=${encodeURIComponent(first.next ?? '')}`);
  expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, undefined]);
  // Due at the same instant, they come in the order of their ids, which are random.
  expect([...first.items, ...second.items].map(({ code }) => code).sort()).toEqual([
    'H42.19-260302-0001',
    'H42.19-260302-0002',
    'H42.19-260302-0003',
  ]);
});

test('a repeated request opens nothing, and is answered as the first time', async () => {
  await using world = await openWorld();
  const first = await world.post('lan', '/dossiers', arrival, 'ticket-17');
  const again = await world.post('lan', '/dossiers', arrival, 'ticket-17');
  expect(first.statusCode).toBe(201);
  expect(again.json()).toEqual(first.json());
  expect((await world.get('lan', '/dossiers')).json<{ items: object[] }>().items).toHaveLength(1);
});

test('many counters at once get a dossier and a slip each, while others are worked on', async () => {
  await using world = await openWorld();
  const openings = Array.from({ length: 30 }, () => world.receive());
  const opened = await Promise.all(openings);
  expect(new Set(opened.map(({ lookupCode }) => lookupCode)).size).toBe(30);
  const { items } = (await world.get('lan', '/dossiers?limit=200')).json<{ items: { code: string }[] }>();
  expect(new Set(items.map(({ code }) => code)).size).toBe(30);
});

test('a service that is told to end answers what is under way, and then stops its engine', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-office-'));
  const database = sqliteDatabase(join(folder, 'office.db'));
  const { promise: underWay, resolve: isUnderWay } = Promise.withResolvers<void>();
  const { promise: goOn, resolve: letGoOn } = Promise.withResolvers<void>();
  const world = await openWorld({
    database: {
      ...database,
      async commitTogether(item, slip) {
        isUnderWay();
        await goOn;
        return database.commitTogether(item, slip);
      },
    },
  });
  const address = await world.app.listen({ host: '127.0.0.1', port: 0 });
  const answer = fetch(`${address}/dossiers`, {
    method: 'POST',
    headers: { authorization: 'Bearer lan', 'content-type': 'application/json' },
    body: JSON.stringify(arrival),
  });
  await underWay;
  const closed = world.app.close();
  letGoOn();
  expect((await answer).status).toBe(201);
  await closed;
  await expect(world.office.engine.nextNumber({ tenant: 't', series: 's' })).rejects.toMatchObject({
    code: 'MC_STORE_FAILED',
  });
  rmSync(folder, { recursive: true, force: true });
});

test('the service describes itself', async () => {
  await using world = await openWorld();
  const { paths } = (await world.app.inject('/openapi.json')).json<{ paths: Record<string, object> }>();
  expect(Object.keys(paths).sort()).toEqual([
    '/dossiers/',
    '/dossiers/{caseId}',
    '/dossiers/{caseId}/accept',
    '/dossiers/{caseId}/events',
    '/lookup/{code}',
  ]);
});
