import { expect, test } from 'vitest';
import { arrival, openWorld } from './world.js';

test.each([
  ['without a token', {}],
  ['with a token nobody has', { authorization: 'Bearer somebody' }],
])('whoever comes %s is asked to sign in', async (_, headers) => {
  await using world = await openWorld();
  const response = await world.app.inject({ url: '/dossiers', headers });
  expect(response.statusCode).toBe(401);
  expect(response.headers['content-type']).toContain('application/problem+json');
});

test('what the workflow refuses is a problem with its code, its page, and what is allowed instead', async () => {
  await using world = await openWorld();
  const { caseId } = await world.receive();
  const denied = await world.post('minh', `/dossiers/${caseId}/events`, { type: 'transfer', unit: 'justice' });
  expect(denied.statusCode).toBe(403);
  expect(denied.headers['content-type']).toContain('application/problem+json');
  expect(denied.json()).toMatchObject({
    type: '/docs/errors/MC_ACCESS_DENIED',
    title: 'refused',
    code: 'MC_ACCESS_DENIED',
    detail: expect.stringContaining('What to do'),
  });
  const early = await world.post('hoa', `/dossiers/${caseId}/events`, { type: 'sign', number: '1' });
  expect(early.statusCode).toBe(409);
  expect(early.json()).toMatchObject({ code: 'MC_EVENT_NOT_ALLOWED' });
  const unknown = await world.post('hoa', `/dossiers/${caseId}/events`, { type: 'burn' });
  expect(unknown.json()).toMatchObject({ status: 422, code: 'MC_EVENT_UNKNOWN' });
});

test.each([
  ['a case nobody opened', 404, '/dossiers/nowhere', 'MC_CASE_NOT_FOUND'],
  ['a cursor of another list', 400, '/dossiers?cursor=abc', 'MC_CURSOR_INVALID'],
])('%s is answered with %d', async (_, status, url, code) => {
  await using world = await openWorld();
  const response = await world.get('lan', url);
  expect(response.json()).toMatchObject({ status, code, type: `/docs/errors/${code}` });
  expect(response.statusCode).toBe(status);
});

test('a procedure nobody has published opens nothing', async () => {
  await using world = await openWorld();
  const response = await world.post('lan', '/dossiers', { ...arrival, procedure: '9.999999' });
  expect(response.json()).toMatchObject({ status: 404, code: 'MC_PROCEDURE_UNKNOWN' });
  expect((await world.get('lan', '/dossiers')).json()).toEqual({ items: [] });
});

test('a malformed request is told which field is wrong', async () => {
  await using world = await openWorld();
  const response = await world.post('lan', '/dossiers', { ...arrival, applicant: { id: '1' }, surprise: 1 });
  expect(response.json()).toMatchObject({ status: 400, detail: expect.stringContaining('/applicant/name') });
});

test('what only an operator can mend is not told to the caller', async () => {
  await using world = await openWorld();
  await world.office.engine.stop();
  const response = await world.post('lan', '/dossiers', arrival);
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('1');
  expect(response.json()).toEqual({
    type: '/docs/errors/MC_ENGINE_STOPPED',
    title: 'try again later',
    status: 503,
    code: 'MC_ENGINE_STOPPED',
  });
});
