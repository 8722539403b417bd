import type { CaseEnvelope } from '../contract/case.js';
import { MotcuaError, shortList } from '../error/index.js';
import { checkAccess, checkEnvelope, checkOpen, checkTimes } from './boundary.js';
import { buildChange } from './build-change.js';
import type { DecisionEnv } from './decision.js';
import type { Draft } from './draft.js';
import { failureFinding, migrateCase } from './migrate-case.js';
import type { MigrateCommand, Migration } from './migration.js';
import { isStaying, isUnexplained, type MigrationFinding } from './migration-finding.js';
import { drop, refuse } from './refusal.js';
import { runnerOf } from './runner-of.js';

/** Moves a case to another version, when nothing is lost that nobody answers for. */
export function migrate(before: CaseEnvelope, command: MigrateCommand, env: DecisionEnv): Draft {
  if (before.version !== command.from.version) {
    throw drop('MC_MIGRATION_STALE', {
      happened: `Case ${before.caseId} is at version ${before.version}`,
      expected: `version ${command.from.version}, from which it was to move to ${command.to.version}`,
      remedy: 'nothing; it has moved on, and the command was passed over',
    });
  }
  const migration = migrationFor(before, command, env);
  checkTimes(command, undefined, env);
  // The rights are those of the new version: the old one may be older than any thought of this one.
  checkAccess(migration.to, command, 'migrate', before, env);
  checkOpen(before, 'migrate');
  const { draft, findings } = migrateCase(migration, runnerOf(migration.to), before, command, env);
  const unexplained = findings.filter((finding) => isUnexplained(finding, command.accepted));
  if (draft !== undefined && unexplained.length === 0) return draft;
  const answered = findings.filter(isStaying).map(({ kind }) => command.accepted[kind]);
  throw refuse('MC_MIGRATION_REFUSED', {
    happened: `Case ${before.caseId} stays at version ${before.version}: ${shortList(findings.map(findingText))}`,
    expected: `a case that version ${command.to.version} has a place for, with a reason for what it loses`,
    remedy:
      answered.length > 0 && unexplained.length === 0
        ? `nothing; it was left there: ${answered.join('; ')}`
        : 'complete the migration, or give a reason for each kind of finding',
  });
}

function migrationFor(before: CaseEnvelope, { to }: MigrateCommand, env: DecisionEnv): Migration {
  const found = env.migrations?.find(
    (migration) =>
      migration.from.id === before.workflow &&
      migration.from.version === before.version &&
      migration.to.version === to.version,
  );
  if (found !== undefined) return found;
  throw new MotcuaError('MC_MIGRATION_UNKNOWN', {
    happened: `Case ${before.caseId} was to move from ${before.workflow}@${before.version} to version ${to.version}`,
    expected: `a migration that leads there: ${env.migrations?.map(({ from, to: next }) => `${from.id}@${from.version} to ${next.version}`).join(', ') || '(none was given)'}`,
    remedy: 'declare it with defineMigration, and keep it while journals name it',
    details: { caseId: before.caseId, workflow: before.workflow, from: before.version, to: to.version },
  });
}

/** What a dry run is made with. */
export type Examination = Pick<MigrateCommand, 'actor' | 'receivedAt'> & Partial<Pick<MigrateCommand, 'accepted'>>;

/**
 * What a new version would make of a stored case: the migration tried out, without writing. Throws
 * MC_ENVELOPE_MISMATCH for a case that is not at the version the migration leaves.
 */
export function examineMigration(
  migration: Migration,
  envelope: CaseEnvelope,
  { actor, receivedAt, accepted = {} }: Examination,
  env: DecisionEnv,
): readonly MigrationFinding[] {
  checkEnvelope(migration.from, envelope);
  if (envelope.status === 'done') return [{ kind: 'not-concerned' }];
  const { tenant, caseId } = envelope;
  const [from, to] = [migration.from, migration.to].map(({ version, definitionHash }) => ({ version, definitionHash }));
  const command = {
    type: 'migrate',
    id: 'examine',
    tenant,
    caseId,
    actor,
    occurredAt: receivedAt,
    receivedAt,
    from,
    to,
    reason: 'dry run',
    legalBasis: 'dry run',
    accepted,
  } as MigrateCommand;
  const { draft, findings } = migrateCase(migration, runnerOf(migration.to), envelope, command, env);
  if (draft === undefined) return findings;
  try {
    buildChange(draft);
    return findings;
  } catch (error) {
    return [...findings, failureFinding(error)];
  }
}

function findingText(finding: MigrationFinding): string {
  switch (finding.kind) {
    case 'not-concerned':
      return 'the migration does not concern it';
    case 'state-moved':
      return `state ${finding.from} → ${finding.to}`;
    case 'state-lost':
      return `state ${finding.state} is lost: ${finding.why}`;
    case 'context-refused':
      return `context refused: ${finding.issues.map(({ path, message }) => `${path}: ${message}`).join(', ')}`;
    case 'deadline-moved':
      return `deadline ${finding.deadline} moves by ${finding.calendarDays} calendar days`;
    case 'deadline-lost':
      return `deadline ${finding.deadline} is lost`;
    case 'deadline-switched':
      return `deadline ${finding.deadline} is ${finding.to}`;
    case 'deadline-renamed':
      return `deadline ${finding.deadline} → ${finding.to}`;
    case 'deadline-started':
      return `deadline ${finding.deadline} begins`;
    case 'rung-overdue':
      return `rung ${finding.deadline}/${finding.rung} is overdue`;
    case 'timer-lost':
      return `timer ${finding.timer} is lost`;
    case 'answer-lost':
      return `the answer ${finding.event} of sub-case ${finding.key} is lost`;
    case 'failed':
      return `${finding.code}: ${finding.message}`;
  }
}
