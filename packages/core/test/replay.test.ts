import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseEnvelope } from '../src/index.js';
import { expectNoFiringTwice, expectSound, replay } from './invariants.js';
import { leaveRequest } from './leave-request.js';
import { env, play, stories } from './random-story.js';

test('the journal of a case, decided again, gives the case', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const { run, journal } = play(story);
      const stored = JSON.parse(JSON.stringify(run.envelope())) as CaseEnvelope;
      expect(replay(journal, [leaveRequest], env)).toStrictEqual(stored);
    }),
    { numRuns: 200 },
  );
});

test('whatever happens to a case, its ledgers, timers and custody hold together', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const { run, journal } = play(story);
      expectSound(run, journal, env);
    }),
    { numRuns: 200 },
  );
});

test('no rung fires twice for one place: every firing has a number of its own', () => {
  fc.assert(
    fc.property(stories, (story) => expectNoFiringTwice(play(story).journal)),
    { numRuns: 100 },
  );
});
