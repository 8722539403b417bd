import type { Command, EventObject } from '../contract/case.js';
import type { DeadlineLedger } from '../contract/deadline.js';
import { append } from '../deadlines/ledger.js';
import { isCountedOn, type Reprojection, reprojection } from '../deadlines/reprojection.js';
import { type DeadlineSpec, fromContext } from '../deadlines/spec.js';
import { contextOf, type Draft, ledgerScope, putLedger } from './draft.js';
import { breachAtNewEnd, standingBreach } from './moved-end.js';
import { drop } from './refusal.js';
import { line } from './sync-deadlines.js';

type Reproject = Extract<Command, { type: 'reproject' }>;

/** Counts every running term of a case again that was counted on a calendar which the command replaces. */
export function reproject(draft: Draft, command: Reproject): void {
  const { calendar, replaces } = command;
  const next = draft.env.calendars.get(calendar);
  const specs = draft.workflow.spec.deadlines ?? {};
  const ledgers = draft.ledgers.filter((ledger) => isCountedOn(ledger, replaces, next));
  if (ledgers.length === 0) {
    throw drop('MC_REPROJECTION_STALE', {
      happened: `No running term of case ${command.caseId} is counted on calendar ${replaces} in another version than ${calendar.id}@${calendar.version}`,
      expected: 'a term that runs, or is suspended, on a version that was replaced',
      remedy: 'nothing; the case was counted again before, or its terms have ended since',
    });
  }
  for (const ledger of ledgers) {
    const spec = specs[ledger.name];
    if (spec === undefined) continue;
    const earlierEnd = command.earlierEnd ?? fromContext(spec.earlierEnd ?? 'keep', contextOf(draft));
    const result = reprojection(ledger, { next, calendars: draft.env.calendars.get, earlierEnd });
    countAgain(draft, command, spec, ledger, result);
  }
}

function countAgain(
  draft: Draft,
  command: Reproject,
  spec: DeadlineSpec<never>,
  ledger: DeadlineLedger,
  { dueBefore, dueAfter, counted, notBefore, because }: Reprojection,
): void {
  const { calendar, reason, legalBasis } = command;
  const scope = ledgerScope(draft, ledger.name, spec);
  const breach = standingBreach(ledger);
  const overrules = breach !== undefined && dueAfter > dueBefore ? { overrules: [breach] } : {};
  const fields = {
    calendar,
    dueBefore,
    dueAfter,
    reason,
    legalBasis,
    ...(notBefore !== undefined && { notBefore }),
    ...(counted !== dueAfter && { counted }),
    ...(because.length > 0 && { because }),
    ...overrules,
  };
  const next = append(scope, ledger, line(draft, 'reprojected', fields));
  putLedger(draft, next);
  if (dueAfter !== dueBefore) draft.consequences.push(...reprojectedEvent(spec, next, command, { dueBefore, because }));
  breachAtNewEnd(draft, spec, next, { breach, dueBefore });
}

function reprojectedEvent(
  { events }: DeadlineSpec<never>,
  { name, occurrence, dueAt }: DeadlineLedger,
  { calendar, reason, legalBasis }: Reproject,
  { dueBefore, because }: Pick<Reprojection, 'dueBefore' | 'because'>,
): readonly EventObject[] {
  if (events?.reprojected === undefined) return [];
  const fields = { deadline: name, occurrence, dueBefore, dueAfter: dueAt, calendar, reason, legalBasis, because };
  return [{ type: events.reprojected, ...fields }];
}
