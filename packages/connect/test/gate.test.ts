import { plainCalendar } from '@motcua/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callHours } from '../src/index.js';
import { HOUR, MINUTE, office, TENANT } from './office.js';
import { type OtherSystem, otherSystem } from './other-system.js';

let register: OtherSystem;
beforeEach(async () => {
  register = await otherSystem();
});
afterEach(() => register.close());

const at = (wall: string) => Date.parse(`${wall}:00+07:00`);
const ids = (count: number) => Array.from({ length: count }, (_, index) => `c${index + 1}`);

describe('the breaker', () => {
  test('opens after failures of several cases, tries with one call, and closes with the first success', async () => {
    const { engine, open, pass, connections } = await office(register, {
      breaker: { failures: 3, restMs: 10 * MINUTE },
    });
    register.mood(() => ({ status: 503 }));
    for (const caseId of ids(3)) await open(caseId);
    await engine.settle();
    for (const caseId of ['later-1', 'later-2']) await open(caseId);
    await engine.settle();
    expect(register.requests).toHaveLength(3);
    expect(await connections.board.systems({ tenant: TENANT })).toMatchObject([
      { system: 'register', down: { because: { kind: 'unavailable' } } },
    ]);
    await pass(10 * MINUTE);
    expect(register.requests).toHaveLength(4);
    register.mood(() => undefined);
    await pass(4 * HOUR);
    expect(register.permits.size).toBe(5);
    const [system] = await connections.board.systems({ tenant: TENANT });
    expect(system?.down).toBeUndefined();
  });

  test('lets another message look whether the system is back than the one that failed last', async () => {
    const { engine, open, pass } = await office(register, { breaker: { failures: 2, restMs: MINUTE } });
    register.mood(() => ({ status: 500 }));
    for (const caseId of ['poison', 'b', 'c']) await open(caseId);
    await engine.settle();
    register.mood(({ body }) => (body['code'] === 'GP-poison' ? { status: 500 } : undefined));
    await pass(10 * MINUTE);
    expect([...register.permits.values()].map(({ code }) => code).sort()).toEqual(['GP-b', 'GP-c']);
  });

  test('is taken up again by the next process', async () => {
    const before = await office(register, { breaker: { failures: 1, restMs: 10 * MINUTE } });
    register.mood(() => ({ status: 503 }));
    await before.open('a');
    await before.engine.settle();
    const after = await office(register, { store: before.store, breaker: { failures: 1, restMs: 10 * MINUTE } });
    await after.open('b');
    await after.engine.settle();
    expect(register.requests).toHaveLength(1);
    expect(await after.row('b')).toMatchObject({ standing: 'behind', because: { kind: 'unavailable' } });
  });

  test('opens for calls that find no connection at all, of whatever case', async () => {
    const port = new URL(register.baseUrl).port;
    await register.close();
    const { open, pass, connections, row } = await office(register, { breaker: { failures: 3, restMs: MINUTE } });
    await open('a');
    await pass(5 * MINUTE);
    const [system] = await connections.board.systems({ tenant: TENANT });
    expect(system?.down).toMatchObject({ because: { text: { en: 'it could not be reached' } } });
    register = await otherSystem({ port: Number(port) });
    await pass(HOUR);
    expect(await row('a')).toMatchObject({ standing: 'in-step' });
  });

  test('does not open for one message that the other side cannot digest, however it fails', async () => {
    const { open, pass, connections, row } = await office(register, { breaker: { failures: 3 } });
    register.mood(({ body }) => (body['code'] === 'GP-poison' ? { status: 503 } : undefined));
    await open('poison');
    await pass(HOUR);
    const [system] = await connections.board.systems({ tenant: TENANT });
    expect(system?.down).toBeUndefined();
    await open('b');
    await pass(0);
    expect(await row('b')).toMatchObject({ standing: 'in-step' });
  });

  test('does not open for one message that fails over and over', async () => {
    const { open, pass, connections } = await office(register, { breaker: { failures: 3 }, retry: { maxTries: 8 } });
    register.mood(({ body }) => (body['code'] === 'GP-poison' ? { status: 500 } : undefined));
    await open('poison');
    await pass(20 * MINUTE);
    expect(register.requests.length).toBeGreaterThan(5);
    const [system] = await connections.board.systems({ tenant: TENANT });
    expect(system?.down).toBeUndefined();
  });
});

describe('the rate', () => {
  test('is kept, and everything is delivered', async () => {
    const { engine, open, pass } = await office(register, { rate: { calls: 5, perMs: MINUTE } });
    for (const caseId of ids(23)) await open(caseId);
    await engine.settle();
    expect(register.permits.size).toBe(5);
    await pass(MINUTE);
    expect(register.permits.size).toBeLessThanOrEqual(10);
    await pass(5 * MINUTE);
    expect(register.permits.size).toBe(23);
  });
});

describe('the hours', () => {
  const calendar = plainCalendar();
  const nights = callHours({ calendar, from: '22:00', to: '05:00' });

  test('of a night reach over midnight', () => {
    expect(nights(at('2026-03-02T09:00'))).toBe(at('2026-03-02T22:00'));
    expect(nights(at('2026-03-02T23:30'))).toBe(at('2026-03-02T23:30'));
    expect(nights(at('2026-03-03T04:59'))).toBe(at('2026-03-03T04:59'));
    expect(nights(at('2026-03-03T05:00'))).toBe(at('2026-03-03T22:00'));
  });

  test('may be those of working days only, or of days off only', () => {
    const workdays = callHours({ calendar, from: '08:00', to: '10:00', on: 'working-days' });
    const weekends = callHours({ calendar, from: '08:00', to: '10:00', on: 'days-off' });
    expect(workdays(at('2026-03-06T11:00'))).toBe(at('2026-03-09T08:00'));
    expect(weekends(at('2026-03-06T11:00'))).toBe(at('2026-03-07T08:00'));
  });

  test('that are none are refused', () => {
    expect(() => callHours({ calendar, from: '8', to: '10:00' })).toThrow(
      expect.objectContaining({ code: 'MC_CONNECTOR_INVALID' }),
    );
  });

  test('hold messages back until then', async () => {
    const { engine, open, pass, row, clock } = await office(register, { window: nights });
    await open('a');
    await engine.settle();
    expect(register.requests).toHaveLength(0);
    expect(await row('a')).toMatchObject({ standing: 'behind', because: { kind: 'window' } });
    expect(await engine.nextAt()).toBeLessThanOrEqual(at('2026-03-02T22:00'));
    await pass(at('2026-03-02T22:00') - clock.now());
    expect(await row('a')).toMatchObject({ standing: 'in-step' });
  });
});
