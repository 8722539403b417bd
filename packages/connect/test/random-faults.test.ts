import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR, MINUTE, office } from './office.js';
import { type Fault, otherSystem } from './other-system.js';

const fault = fc.constantFrom<Fault>(
  { status: 500 },
  { status: 500, after: true },
  { status: 503 },
  { status: 429, retryAfter: 30 },
  { status: 401 },
  { answer: 'empty', after: true },
  { answer: 'empty' },
);
const act = fc.record({
  case: fc.constantFrom('a', 'b', 'c', 'd'),
  status: fc.constantFrom('granted', 'refused', 'ended'),
  minutes: fc.integer({ min: 0, max: 30 }),
});

for (const keyless of [false, true]) {
  test(`whatever the other side does, ${keyless ? 'without' : 'with'} keys, it has each case once and as it is at the end`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 25 }),
        fc.array(act, { minLength: 1, maxLength: 12 }),
        async (faults, acts) => {
          const register = await otherSystem({ knowsKeys: !keyless });
          try {
            const { engine, open, change, pass, row } = await office(register, { keyless });
            const last = new Map<string, string>();
            register.next(...faults);
            for (const caseId of ['a', 'b', 'c', 'd']) {
              await open(caseId);
              last.set(caseId, 'new');
            }
            for (const { case: caseId, status, minutes } of acts) {
              await pass(minutes * MINUTE);
              await change(caseId, status);
              last.set(caseId, status);
            }
            await pass(48 * HOUR);
            expect(await engine.deadLetters({ tenant: 'binh-an' })).toEqual([]);
            const there = [...register.permits.values()].map(({ code, status }) => [code.slice(3), status]);
            expect(there.sort()).toEqual([...last].sort());
            for (const caseId of last.keys()) expect(await row(caseId)).toMatchObject({ standing: 'in-step' });
          } finally {
            await register.close();
          }
        },
      ),
      { numRuns: 25 },
    );
  });
}
