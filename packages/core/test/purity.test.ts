import { describe, expect, test } from 'vitest';
import { allowedEvents, type Command, decide, parseInstant } from '../src/index.js';
import { officer } from './actors.js';
import { at, caseRun, testEnv } from './case-run.js';
import { deepFreeze } from './deep-freeze.js';
import { withFrozenGlobals } from './frozen-globals.js';
import { leaveRequest } from './leave-request.js';

const input = { applicant: 'Hoa', unit: 'justice' };

/** A case with a long story: suspended, breached, apologised for, met, reopened. */
function longStory(run = caseRun(leaveRequest)) {
  run.open('2026-03-02T09:00', input);
  run.send('accept', '2026-03-02T09:00');
  run.send({ type: 'papers.ask', rule: 'exclude' }, '2026-03-03T10:00');
  run.send('papers.bring', '2026-03-05T14:00');
  run.pass('2026-03-16T09:00');
  run.send({ type: 'apologise', until: at('2026-03-20T11:00') }, '2026-03-16T09:00');
  run.send('grant', '2026-03-20T16:00', { occurredAt: '2026-03-20T10:00' });
  run.send('reopen', '2026-03-23T09:00');
  return run;
}

describe('decide', () => {
  test('gives the same decision for the same case, command and environment, and changes none of them', () => {
    const run = caseRun(leaveRequest);
    const env = testEnv();
    const steps: [() => unknown][] = [
      [() => run.open('2026-03-02T09:00', deepFreeze({ ...input }))],
      [() => run.send('accept', '2026-03-02T09:00')],
      [() => run.send({ type: 'papers.ask', rule: 'pause' }, '2026-03-03T10:00')],
      [() => run.send('papers.bring', '2026-03-05T14:00')],
      [() => run.fire('deadline/answer/1/warn/0', '2026-03-12T09:00')],
      [() => run.fire('deadline/answer/1/due/0', '2026-03-12T09:00')],
      [() => run.send('crash', '2026-03-12T09:00')],
      [() => run.send('nonsense', '2026-03-12T09:00')],
      [() => run.send('grant', '2026-03-12T09:00')],
    ];
    for (const [step] of steps) {
      const before = run.commands.length === 0 ? undefined : deepFreeze(run.envelope());
      step();
      const command = deepFreeze(run.commands.at(-1) as Command);
      const first = decide(leaveRequest, before, command, env);
      expect(decide(leaveRequest, before, command, env)).toStrictEqual(first);
      expect(run.decision()).toStrictEqual(first);
      // What a store gives back is as good as what the decision held.
      const stored = before === undefined ? undefined : (JSON.parse(JSON.stringify(before)) as typeof before);
      expect(decide(leaveRequest, stored, command, env)).toStrictEqual(first);
    }
  });

  test('reads no clock, sets no timer and takes nothing at random', () => {
    const expected = longStory();
    const run = caseRun(leaveRequest);
    withFrozenGlobals(() => longStory(run));
    expect(run.envelope()).toStrictEqual(expected.envelope());
    expect(run.commands).toHaveLength(expected.commands.length);
  });

  test('says what is allowed without a clock either', () => {
    const run = longStory();
    const ask = { tenant: 't', actor: officer, receivedAt: parseInstant('2026-03-23T10:00+07:00') };
    const allowed = withFrozenGlobals(() => allowedEvents(leaveRequest, deepFreeze(run.envelope()), ask, testEnv()));
    expect(allowed).toEqual(['grant', 'papers.ask', 'crash', 'apologise']);
  });

  test('writes nothing JSON could not carry', () => {
    const run = longStory();
    const { change } = run.decision() ?? {};
    expect(JSON.parse(JSON.stringify(change))).toStrictEqual(change);
  });
});

test('the frozen globals of these tests do bite', () => {
  for (const use of [
    () => Date.now(),
    () => new Date(),
    () => Math.random(),
    () => setTimeout(() => {}, 0),
    () => performance.now(),
  ]) {
    expect(() => withFrozenGlobals<unknown>(use)).toThrow(/was used/u);
  }
  expect(withFrozenGlobals(() => new Date(0).toISOString())).toBe('1970-01-01T00:00:00.000Z');
});
