import type { AuditEntry, DeadlineChange, Instant } from '@motcua/core/contract';

/** Body of a record, version 1. Fields that say nothing are undefined and left out; times are UTC with milliseconds. */
export type RecordBody = Readonly<Record<string, unknown>>;

/** A list of a record that can grow without a limit. */
export const growing = ['fields', 'deadlines', 'cases'] as const;

/** What a record says, with what is personal as commitments. */
export function recordBody(
  entry: AuditEntry,
  commitments: Readonly<Record<string, string>>,
  log: string | undefined,
): RecordBody {
  const { record, deadlines } = entry;
  const isEmpty = entry.fields.length === 0;
  return {
    v: 1,
    id: record.commandId,
    log,
    tenant: record.tenant,
    case: record.caseId,
    type: entry.type,
    action: record.action,
    outcome: record.outcome,
    occurredAt: timeText(entry.occurredAt),
    recordedAt: timeText(record.at),
    actor: actorOf(entry, commitments),
    observer: entry.observer,
    revision: record.revision,
    from: entry.from,
    to: entry.to,
    event: entry.event,
    code: record.code,
    workflow: entry.workflow,
    calendar: entry.calendar,
    deadlines: deadlines.length === 0 ? undefined : deadlines.map(deadlineOf),
    legalBasis: entry.legalBasis,
    corrects: entry.corrects,
    scope: entry.scope,
    cases: entry.cases,
    fields: isEmpty ? undefined : commitments,
  };
}

/** Of somebody who acts for himself the id is a commitment, the same as in `fields`. */
function actorOf(
  { record: { actor }, isPrivate }: AuditEntry,
  commitments: Readonly<Record<string, string>>,
): RecordBody {
  const { kind, id, unit, roles, onBehalfOf } = actor;
  return isPrivate
    ? { kind, id: commitments['/actor/id'], private: true, unit, roles }
    : { kind, id, unit, roles, onBehalfOf };
}

const deadlineOf = (change: DeadlineChange): RecordBody => ({
  ...change,
  dueAt: change.dueAt === undefined ? undefined : timeText(change.dueAt),
});

const timeText = (instant: Instant): string => new Date(instant).toISOString();
