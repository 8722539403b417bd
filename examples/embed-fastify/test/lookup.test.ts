import { expect, test } from 'vitest';
import { newLookupCode, readLookupCode } from '../src/lookup-code.js';
import { arrival, openWorld } from './world.js';

test('a citizen is told the status and the promised date, and nothing else', async () => {
  await using world = await openWorld();
  const { lookupCode, caseId } = await world.receive();
  const response = await world.app.inject(`/lookup/${lookupCode}`);
  expect(response.json()).toEqual({
    status: { vi: 'Được tiếp nhận', en: 'accepted' },
    dueAt: '2026-03-05T17:00:00+07:00',
  });
  for (const secret of [arrival.applicant.name, arrival.applicant.id, arrival.procedure, caseId, 'lan', 'H42.19']) {
    expect(response.body).not.toContain(secret);
  }
  expect(response.headers['cache-control']).toBe('no-store');
});

test('before the dossier is accepted there is no date to tell', async () => {
  await using world = await openWorld();
  const { lookupCode } = (await world.post('lan', '/dossiers', arrival)).json<{ lookupCode: string }>();
  expect((await world.app.inject(`/lookup/${lookupCode}`)).json()).toEqual({
    status: { vi: 'Mới đăng ký', en: 'newly registered' },
  });
});

test('a code is read as people type it', async () => {
  await using world = await openWorld();
  const { lookupCode } = await world.receive();
  const typed = lookupCode.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  expect((await world.app.inject(`/lookup/${encodeURIComponent(typed)}`)).statusCode).toBe(200);
});

test('a wrong code, a malformed one, a dossier code and a case id are answered alike', async () => {
  await using world = await openWorld();
  const { caseId } = await world.receive();
  const answers = await Promise.all(
    [newLookupCode(), 'nonsense', 'H42.19-260302-0001', caseId].map((code) => world.app.inject(`/lookup/${code}`)),
  );
  expect(new Set(answers.map(({ body, statusCode }) => `${statusCode} ${body}`)).size).toBe(1);
  expect(answers[0]?.statusCode).toBe(404);
});

test('nobody can try many codes: right or wrong, the next one within a minute is turned away', async () => {
  await using world = await openWorld({ lookupsPerMinute: 3 });
  const { lookupCode } = await world.receive();
  for (let tries = 0; tries < 3; tries += 1) await world.app.inject(`/lookup/${newLookupCode()}`);
  const fourth = await world.app.inject(`/lookup/${lookupCode}`);
  expect(fourth.statusCode).toBe(429);
  expect(fourth.headers['content-type']).toContain('application/problem+json');
  expect(fourth.headers['retry-after']).toBeDefined();
  expect((await world.get('lan', '/dossiers')).statusCode).toBe(200);
});

test.each(['', 'ABCD-EFGH', 'ABCD-EFGH-JKMU', "ABCD-EFGH-JK';"])('%s is no code', (text) => {
  expect(readLookupCode(text)).toBeUndefined();
});
