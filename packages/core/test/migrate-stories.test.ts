import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseEnvelope } from '../src/index.js';
import { expectNoFiringTwice, expectSound, replay } from './invariants.js';
import { leaveRequest } from './leave-request.js';
import { leaveRequestNext, toNext } from './leave-request-next.js';
import { env, play, stories } from './random-story.js';

const migrating = { ...env, migrations: [toNext] };
const place = fc.integer({ min: 0, max: 20 });

/** A story half of which is lived under version 1 and half under version 2. */
const lived = (story: Parameters<typeof play>[0], before: number) =>
  play(story, { migration: { to: toNext, before: Math.min(before, story.length - 1) } });

test('a case that moved to another version in the midst of its story is as sound as any', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(stories, place, (story, before) => {
      const { run, journal } = lived(story, before);
      expectSound(run, journal, env, toNext);
      expectNoFiringTwice(journal);
      const moved = journal.some(({ command }) => command.type === 'migrate');
      expect(run.envelope().version).toBe(moved ? '2' : '1');
      reached.add(
        moved ? `moved from ${journal.find(({ command }) => command.type === 'migrate')?.from}` : 'ended before',
      );
      if (journal.some(({ command, ledger }) => command.type === 'migrate' && ledger.length > 0)) reached.add('term');
    }),
    { numRuns: 300 },
  );
  expect([...reached].sort()).toEqual(
    ['ended before', 'moved from granted', 'moved from open.examining', 'moved from open.waiting', 'term'].sort(),
  );
});

test('its journal, decided again by both versions and the migration between, gives the case', () => {
  fc.assert(
    fc.property(stories, place, (story, before) => {
      const { run, journal } = lived(story, before);
      const stored = JSON.parse(JSON.stringify(run.envelope())) as CaseEnvelope;
      expect(replay(journal, [leaveRequest, leaveRequestNext], migrating)).toStrictEqual(stored);
    }),
    { numRuns: 200 },
  );
});

test('every term that runs after the migration grants what the new version grants, from its own anchor', () => {
  fc.assert(
    fc.property(stories, place, (story, before) => {
      const { run, journal } = lived(story, before);
      const moved = journal.find(({ command }) => command.type === 'migrate');
      // A term that was late, and is late by its new end as well, is also noted as breached there.
      const lines = moved?.ledger.filter(({ entry }) => entry.kind !== 'breached') ?? [];
      for (const { deadline, entry } of lines) {
        expect([deadline, entry]).toMatchObject(['reply', { kind: 'migrated', was: 'answer', version: '2' }]);
      }
      const open = run.envelope().deadlines.filter(({ status }) => status === 'running' || status === 'suspended');
      for (const { entries } of moved === undefined ? [] : open) {
        const granted = entries.findLast((entry) => entry.kind === 'migrated' || entry.kind === 'started');
        const budget =
          granted?.kind === 'started' ? granted.budget : (granted as { granted?: { budget: object } }).granted?.budget;
        if (budget !== undefined) expect(budget).toEqual({ amount: 4, unit: 'workingDay' });
      }
    }),
    { numRuns: 200 },
  );
});
