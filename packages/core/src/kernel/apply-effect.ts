import { z } from 'zod';
import type { EventObject } from '../contract/case.js';
import type { LedgerEntry } from '../contract/deadline.js';
import { MAX_CASE_ID } from '../contract/id.js';
import { jsonOffence } from '../contract/json.js';
import { type Budget, budgetSchema } from '../contract/time.js';
import { append } from '../deadlines/ledger.js';
import { dueOf, project } from '../deadlines/project.js';
import { fromContext } from '../deadlines/spec.js';
import { issuesOf, shortList } from '../error/index.js';
import { answerMessage, contextOf, type Draft, latestLedger, ledgerScope, putLedger } from './draft.js';
import type { KernelEffect } from './effects.js';
import { ownField } from './own-field.js';
import { fail, refuse } from './refusal.js';
import { againstBreaches, line } from './sync-deadlines.js';

const record = z.record(z.string(), z.unknown());
const reasons = { reason: z.string().min(1), legalBasis: z.string().min(1).optional() };

const effectSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('motcua.case.open'),
    key: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
    workflow: z.string().min(1),
    version: z.string().min(1).optional(),
    input: record,
    replyEvent: z.string().min(1),
  }),
  z.strictObject({
    type: z.literal('motcua.case.send'),
    key: z.string(),
    event: z.looseObject({ type: z.string().min(1) }),
  }),
  z.strictObject({ type: z.literal('motcua.parent.tell'), event: z.looseObject({ type: z.string().min(1) }) }),
  z.strictObject({
    type: z.literal('motcua.deadline.extend'),
    deadline: z.string(),
    budget: budgetSchema,
    onlyLater: z.boolean().optional(),
    ...reasons,
  }),
  z.strictObject({ type: z.literal('motcua.deadline.waive'), deadline: z.string(), ...reasons }),
]);

export const isKernelEffect = (emitted: EventObject): boolean => emitted.type.startsWith('motcua.');

/** Carries out what a machine asked of the kernel. */
export function applyEffect(draft: Draft, emitted: EventObject): void {
  const parsed = effectSchema.safeParse(emitted);
  const offence = parsed.success ? jsonOffence(parsed.data) : shortList(issuesOf(parsed.error));
  if (!parsed.success || offence !== undefined) {
    throw fail('MC_MACHINE_FAILED', {
      happened: `Workflow ${draft.workflow.id} emitted the effect "${emitted.type}" with wrong fields: ${offence}`,
      expected: 'an effect made by openCase, sendToCase, extendDeadline or waiveDeadline',
      remedy: 'correct the emit action; the case stays where it was',
    });
  }
  const effect = parsed.data as KernelEffect;
  if (effect.type === 'motcua.case.open') openChild(draft, effect);
  else if (effect.type === 'motcua.case.send') sendToChild(draft, effect);
  else if (effect.type === 'motcua.parent.tell') tell(draft, effect.event);
  else if (effect.type === 'motcua.deadline.extend') extend(draft, effect);
  else waive(draft, effect);
}

function openChild(draft: Draft, effect: Extract<KernelEffect, { type: 'motcua.case.open' }>): void {
  const link = ownField(draft.children, effect.key);
  if (link?.status === 'open') {
    throw fail('MC_MACHINE_FAILED', {
      happened: `Case ${draft.command.caseId} opened the sub-case "${effect.key}" while ${link.caseId} is still open`,
      expected: 'one open sub-case a key',
      remedy: 'use another key, or wait for the answer; the case stays where it was',
    });
  }
  const occurrence = (link?.occurrence ?? 0) + 1;
  const caseId = `${draft.command.caseId}/${effect.key}.${occurrence}`;
  if (caseId.length > MAX_CASE_ID) {
    throw fail('MC_MACHINE_FAILED', {
      happened: `Case ${draft.command.caseId} opened a sub-case whose id would have ${caseId.length} characters`,
      expected: `an id of at most ${MAX_CASE_ID} characters`,
      remedy: 'use shorter keys, or nest sub-cases less deeply; the case stays where it was',
    });
  }
  draft.children = {
    ...draft.children,
    [effect.key]: { caseId, workflow: effect.workflow, occurrence, status: 'open', replyEvent: effect.replyEvent },
  };
  draft.internal.push({
    type: 'motcua.case.open',
    caseId,
    workflow: effect.workflow,
    ...(effect.version !== undefined && { version: effect.version }),
    input: effect.input,
    at: draft.at,
    parent: { caseId: draft.command.caseId, key: effect.key, occurrence, replyEvent: effect.replyEvent },
  });
}

function sendToChild(draft: Draft, effect: Extract<KernelEffect, { type: 'motcua.case.send' }>): void {
  const link = ownField(draft.children, effect.key);
  if (link?.status !== 'open') return;
  draft.internal.push({ type: 'motcua.case.send', caseId: link.caseId, event: effect.event, at: draft.at });
}

function tell(draft: Draft, event: EventObject): void {
  const parent = draft.before?.parent ?? (draft.command.type === 'open' ? draft.command.parent : undefined);
  if (parent === undefined) return;
  draft.internal.push(answerMessage(draft, parent, event, false));
}

interface Grant {
  readonly deadline: string;
  readonly budget: Budget;
  readonly onlyLater?: boolean;
  readonly reason: string;
  readonly legalBasis?: string;
}

/** Extends or shortens a running term, within the cap its declaration gives. */
export function extend(draft: Draft, grant: Grant): void {
  const { spec, ledger } = activeLedger(draft, grant.deadline);
  const scope = ledgerScope(draft, grant.deadline, spec);
  const entry = (kind: 'extended' | 'shortened', dueAfter: number): LedgerEntry =>
    line(draft, kind, { ...because(grant), budget: grant.budget, dueBefore: ledger.dueAt, dueAfter }, ledger);
  const probe = dueOf([...ledger.entries, entry('extended', ledger.dueAt)], scope.calendars);
  if (probe < ledger.dueAt && grant.onlyLater !== true) {
    putLedger(draft, append(scope, ledger, entry('shortened', probe)));
    return;
  }
  const cap = fromContext(spec.extension, contextOf(draft));
  const { extensions, calendar } = project(ledger.entries);
  const farthest = cap?.maxLength && scope.calendars(calendar).add(ledger.dueAt, cap.maxLength);
  if (
    probe <= ledger.dueAt ||
    cap === undefined ||
    extensions >= cap.maxTimes ||
    (farthest !== undefined && probe > farthest)
  ) {
    const print = (at: number) => scope.calendars(calendar).format(at);
    throw refuse('MC_EXTENSION_OVER_CAP', {
      happened: `Deadline ${grant.deadline} of case ${draft.command.caseId} would move from ${print(ledger.dueAt)} to ${print(probe)}, after ${extensions} extensions`,
      expected:
        cap === undefined
          ? 'no extension: this term cannot be extended'
          : `a later end, at most ${cap.maxTimes} extensions${farthest === undefined ? '' : `, and not beyond ${print(farthest)}`}`,
      remedy: 'keep the promised date; a late result needs a breach on record, not a new date',
    });
  }
  putLedger(draft, append(scope, ledger, entry('extended', probe)));
}

/** Ends a term because nobody owes an answer any more. */
export function waive(draft: Draft, grant: Omit<Grant, 'budget' | 'onlyLater'>): void {
  const { spec, ledger } = activeLedger(draft, grant.deadline);
  const scope = ledgerScope(draft, grant.deadline, spec);
  const fields = { ...because(grant), ...againstBreaches(draft, scope, ledger) };
  putLedger(draft, append(scope, ledger, line(draft, 'waived', fields, ledger)));
}

const because = ({ reason, legalBasis }: Omit<Grant, 'budget' | 'deadline' | 'onlyLater'>) => ({
  reason,
  ...(legalBasis !== undefined && { legalBasis }),
});

function activeLedger(draft: Draft, name: string) {
  const spec = ownField(draft.workflow.spec.deadlines, name);
  if (spec === undefined) {
    throw refuse('MC_DEADLINE_UNKNOWN', {
      happened: `Workflow ${draft.workflow.id} has no deadline "${name}"`,
      expected: `one of ${Object.keys(draft.workflow.spec.deadlines ?? {}).join(', ') || '(none declared)'}`,
      remedy: 'name a deadline the workflow declares',
    });
  }
  const ledger = latestLedger(draft, name);
  if (ledger?.status !== 'running' && ledger?.status !== 'suspended') {
    throw refuse('MC_DEADLINE_NOT_RUNNING', {
      happened: `Deadline ${name} of case ${draft.command.caseId} is ${ledger?.status ?? 'not started'}`,
      expected: 'a term that is running or suspended',
      remedy: 'reopen the case first, if the law allows it',
    });
  }
  return { spec, ledger };
}
