import fc from 'fast-check';
import { expect } from 'vitest';
import { allowedEvents, type CaseEnvelope, type JournalEntry, type Migration, type Workflow } from '../src/index.js';
import { anybody } from './actors.js';
import { at, type CaseRun, caseRun, TENANT, testEnv } from './case-run.js';
import { deepFreeze } from './deep-freeze.js';
import { closedOn, worksOn } from './late-announcement.js';
import { leaveRequest } from './leave-request.js';
import { officeCalendar } from './office-calendar.js';

const MINUTE = 60_000;

/** Other versions of the office's year: days off and worked days that nobody had known of. */
const versions = {
  storm: closedOn(officeCalendar, ['2026-03-09', '2026-03-10', '2026-03-24', '2026-04-13'], 'storm'),
  worked: worksOn(officeCalendar, ['2026-03-07', '2026-03-14', '2026-03-28', '2026-04-11'], 'worked'),
};
/** New terms are counted on the last version. */
export const env = testEnv([versions.storm, versions.worked, officeCalendar]);

/**
 * One thing that happens after some time has passed. `late`: minutes between the act and its recording. `awake`: the
 * scheduler fires what came due in the meantime, first. `pick` chooses among what the state allows, `odd` says
 * to do something else instead.
 */
const step = fc.record({
  minutes: fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 20_000 })),
  late: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 5_000 }) },
  ),
  awake: fc.boolean(),
  pick: fc.nat(),
  odd: fc.option(
    fc.constantFrom(
      'crash',
      'withdraw',
      'reopen',
      'papers.bring',
      'nonsense',
      'waive',
      'fire-one',
      'fire-all',
      'fire-early',
      'fire-stale',
      'reproject.storm',
      'reproject.worked',
      'reproject.worked.move',
    ),
    { freq: 3 },
  ),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** What may happen to a leave request: refusals, late entries and late firings included. */
export const stories = fc.array(step, { minLength: 5, maxLength: 25, size: 'max' });

const usual = ['grant', 'papers.ask', 'papers.ask', 'papers.bring', 'papers.bring', 'reopen', 'apologise', 'extend'];

/** What a step does: something odd, or something that may succeed now. */
function choose({ odd, pick }: Step, allowed: readonly string[]): string {
  if (odd !== null) return odd;
  const possible = usual.filter((what) => what === 'extend' || allowed.includes(what));
  const what = possible[pick % possible.length] ?? 'nonsense';
  return what === 'papers.ask' ? `papers.ask.${['pause', 'exclude', 'restart'][pick % 3]}` : what;
}

type Act = (run: CaseRun, now: number, when: string, options: { readonly occurredAt: string }) => void;

const overdue = (run: CaseRun, now: number) =>
  [...run.timers()].sort((a, b) => a.fireAt - b.fireAt).find(({ fireAt }) => fireAt <= now);

/** The name of the term in the version the case is at. */
const termOf = (run: CaseRun) => Object.keys(run.workflow().spec.deadlines ?? {})[0] ?? '';

/** Acts that are more than an event without a payload; those that fire nothing do nothing. */
const acts: Readonly<Record<string, Act>> = {
  apologise: (run, now, when, options) => run.send({ type: 'apologise', until: now + 5_000 * MINUTE }, when, options),
  extend: (run, _now, when, options) => run.extend(termOf(run), { amount: 2, unit: 'workingDay' }, when, options),
  waive: (run, _now, when, options) => run.waive(termOf(run), when, options),
  'fire-one': (run, now) => void [overdue(run, now)].map((row) => row && run.fire(row.key, now)),
  'fire-early': (run, now) => void run.timers().find(({ key, fireAt }) => fireAt > now && run.fire(key, now)),
  'reproject.storm': (run, _now, when) => run.reproject(versions.storm, when),
  'reproject.worked': (run, _now, when) => run.reproject(versions.worked, when),
  'reproject.worked.move': (run, _now, when) => run.reproject(versions.worked, when, { earlierEnd: 'move' }),
  'fire-stale': (run, now) => run.fire(`deadline/${termOf(run)}/1/due/99`, now),
};

function actOf(what: string): Act {
  if (what.startsWith('papers.ask.')) {
    return (run, _now, when, options) => run.send({ type: 'papers.ask', rule: what.slice(11) }, when, options);
  }
  return acts[what] ?? ((run, _now, when, options) => run.send(what, when, options));
}

const text = (instant: number) => officeCalendar.format(instant).replace(/[+]07:00$/u, '');

export interface PlayOptions {
  readonly workflow?: Workflow;
  /** The case moves to another version before this step, if it has not ended. */
  readonly migration?: { readonly to: Migration; readonly before: number };
}

/** Plays a story on the pure `decide`; keeps its journal, and checks that a refusal changes nothing. */
export function play(story: readonly Step[], { workflow = leaveRequest, migration }: PlayOptions = {}) {
  const run = caseRun(workflow, env);
  const journal: JournalEntry[] = [];
  let before: CaseEnvelope | undefined;
  const note = (act: () => void) => {
    const known = run.commands.length;
    act();
    const change = run.commands.length === known ? undefined : run.decision()?.change;
    if (change === undefined) {
      expect(run.envelope()).toBe(before);
      return;
    }
    expect(change.envelope.revision).toBe((before?.revision ?? 0) + 1);
    journal.push(change.journal);
    before = deepFreeze(change).envelope;
  };
  let now = at('2026-03-02T09:00');
  const fireAll = () => {
    for (let row = overdue(run, now); row !== undefined; row = overdue(run, now)) {
      const { key } = row;
      note(() => run.fire(key, now));
    }
  };
  note(() => run.open(text(now), { applicant: 'Hoa', unit: 'justice' }));
  note(() => run.send('accept', text(now)));
  for (const [index, next] of story.entries()) {
    now += next.minutes * MINUTE;
    if (migration?.before === index) note(() => run.migrate(migration.to, text(now)));
    if (next.awake) fireAll();
    const asking = { tenant: TENANT, actor: anybody, receivedAt: now };
    const what = choose(next, allowedEvents(run.workflow(), run.envelope(), asking, env));
    if (what === 'fire-all') fireAll();
    else note(() => actOf(what)(run, now, text(now), { occurredAt: text(now - next.late * MINUTE) }));
  }
  return { run, journal };
}
