import {
  type Actor,
  type AuditRecord,
  type CaseEnvelope,
  type CaseIndex,
  type CommitItem,
  type DeadlineIndex,
  ENVELOPE_FORMAT,
  type Instant,
  type OutboxRow,
  type ParentLink,
  type Reply,
  type TimerRow,
} from '@motcua/core/contract';

export const TENANT = 'hanoi';
/** 2026-01-05 08:00 in Hà Nội. */
export const AT: Instant = Date.UTC(2026, 0, 5, 1);
export const MINUTE = 60_000;

const officer: Actor = { kind: 'person', id: 'officer-1', unit: 'ward-1', roles: ['officer'] };

export interface MessageOptions {
  /** Default `mail`. */
  readonly destination?: string;
  /** Default `recorded`. */
  readonly topic?: string;
  readonly createdAt?: Instant;
}

export interface CommitItemOptions {
  readonly tenant?: string;
  readonly caseId?: string;
  /** Default: named after the case and the revision. */
  readonly commandId?: string;
  /** Default 0: opens the case. */
  readonly expectedRevision?: number;
  readonly workflow?: string;
  readonly version?: string;
  readonly status?: CaseEnvelope['status'];
  readonly state?: string;
  readonly index?: CaseIndex;
  readonly deadline?: DeadlineIndex;
  readonly parent?: ParentLink;
  readonly openedAt?: Instant;
  readonly writtenAt?: Instant;
  readonly timers?: readonly TimerRow[];
  readonly outbox?: readonly MessageOptions[];
  readonly firing?: string;
}

/** All that an accepted command writes: consistent, and different for every case and revision. */
export function commitItem(options: CommitItemOptions = {}): CommitItem {
  const { tenant = TENANT, caseId = 'case-1', expectedRevision = 0, state = 'received', writtenAt = AT } = options;
  const revision = expectedRevision + 1;
  const commandId = options.commandId ?? `${caseId}/command-${revision}`;
  const fact = { type: 'recorded', revision, note: 'Đã tiếp nhận' };
  const command = {
    type: 'send' as const,
    id: commandId,
    tenant,
    caseId,
    actor: officer,
    occurredAt: writtenAt,
    receivedAt: writtenAt,
    event: { type: 'record', revision },
  };
  return {
    tenant,
    caseId,
    commandId,
    expectedRevision,
    reply: { status: 'accepted', caseId, revision, state, facts: [fact], deadlines: [] },
    audit: { ...auditRecord(tenant, caseId, commandId), at: writtenAt, outcome: 'accepted', revision },
    change: {
      envelope: envelopeOf(options, revision),
      journal: { tenant, caseId, revision, command, from: 'before', to: state, facts: [fact], ledger: [] },
      ...(options.timers === undefined ? {} : { timers: options.timers }),
      outbox: (options.outbox ?? []).map((message, index) => outboxRow(tenant, caseId, revision, index, message)),
    },
    ...(options.firing === undefined ? {} : { firing: options.firing }),
  };
}

/** What a refused command writes: its reply and its audit record. */
export function refusedItem(options: CommitItemOptions = {}): CommitItem {
  const { tenant = TENANT, caseId = 'case-1', expectedRevision = 0 } = options;
  const commandId = options.commandId ?? `${caseId}/refused-${expectedRevision}`;
  const message = 'The event approve is not allowed in received';
  const reply: Reply = {
    status: 'refused',
    caseId,
    revision: expectedRevision,
    code: 'MC_EVENT_NOT_ALLOWED',
    message,
    allowed: ['record'],
  };
  const audit: AuditRecord = {
    ...auditRecord(tenant, caseId, commandId),
    outcome: 'refused',
    code: 'MC_EVENT_NOT_ALLOWED',
    message,
    revision: expectedRevision,
  };
  const firing = options.firing === undefined ? {} : { firing: options.firing };
  return { tenant, caseId, commandId, expectedRevision, reply, audit, ...firing };
}

/** A running deadline, due at the instant. */
export function dueAt(instant: Instant, more: Partial<DeadlineIndex> = {}): DeadlineIndex {
  return { name: 'result', status: 'running', dueAt: instant, ...more };
}

/** The envelope an accepted item writes. */
export function envelopeIn(item: CommitItem): CaseEnvelope {
  if (item.change === undefined) throw new TypeError(`The item ${item.commandId} changes nothing`);
  return item.change.envelope;
}

function auditRecord(tenant: string, caseId: string, commandId: string) {
  return { tenant, caseId, commandId, at: AT, actor: officer, action: 'record' };
}

function envelopeOf(options: CommitItemOptions, revision: number): CaseEnvelope {
  const { tenant = TENANT, caseId = 'case-1', state = 'received', openedAt = AT, writtenAt = AT } = options;
  return {
    format: ENVELOPE_FORMAT,
    tenant,
    caseId,
    workflow: options.workflow ?? 'dossier',
    version: options.version ?? '1.0.0',
    definitionHash: 'hash',
    revision,
    status: options.status ?? 'active',
    machine: { value: state, context: { revision, applicant: 'Nguyễn Thị Ánh', amounts: [1, 2.5, null] } },
    state,
    tags: ['counting'],
    deadlines: [],
    timers: [],
    custody: [{ from: openedAt, holder: { kind: 'unit', id: 'ward-1' } }],
    children: {},
    ...(options.parent === undefined ? {} : { parent: options.parent }),
    index: options.index ?? {},
    ...(options.deadline === undefined ? {} : { deadline: options.deadline }),
    openedAt,
    writtenAt,
    occurredAt: writtenAt,
  };
}

function outboxRow(
  tenant: string,
  caseId: string,
  revision: number,
  index: number,
  { destination = 'mail', topic = 'recorded', createdAt = AT }: MessageOptions,
): OutboxRow {
  const payload = { type: topic, revision, note: `message ${index}` };
  return {
    id: `${caseId}:${revision}:${index}`,
    tenant,
    caseId,
    revision,
    index,
    topic,
    payload,
    createdAt,
    destination,
  };
}
