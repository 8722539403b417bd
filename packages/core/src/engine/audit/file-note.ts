import type { Actor } from '../../contract/actor.js';
import type { AuditEntry, AuditType } from '../../contract/audit-log.js';
import type { AuditRecord, CaseEnvelope, Grounds } from '../../contract/case.js';
import type { CommitItem, CommitResult } from '../../contract/store.js';
import { caseNotFound, contended, MAX_ATTEMPTS } from '../command-errors.js';
import type { Runtime } from '../runtime.js';
import { isSelf } from './is-self.js';
import { leafOf } from './leaf-of.js';

/** Something that is done with a file without changing the case: a reading, a hold, a correction, a disposal. */
export interface FileNote extends Pick<AuditEntry, 'cases' | 'scope'> {
  readonly type: AuditType;
  /** Begins with `motcua.`, so that it is no event. */
  readonly action: string;
  /** The same id again notes nothing more. */
  readonly commandId: string;
  readonly actor: Actor;
  readonly grounds: Grounds;
  /** It was not done: the actor has no right to it. */
  readonly denied?: string;
}

type Noting = Pick<Runtime, 'clock' | 'group' | 'audit' | 'owner' | 'store'>;
type CaseRef = Pick<CaseEnvelope, 'tenant' | 'caseId'>;

/** Notes something on a case, at whatever revision it is. Throws MC_CASE_NOT_FOUND, MC_COMMAND_CONTENDED. */
export async function noteOnCase(runtime: Noting, ref: CaseRef, note: FileNote): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const envelope = await runtime.store.cases.load(ref);
    if (envelope === undefined) throw caseNotFound(ref);
    const result = await commit(runtime, itemOf(runtime, ref, note, envelope));
    if (result.status !== 'conflict') return;
  }
  throw contended({ caseId: ref.caseId, commandId: note.commandId }, `The note ${note.action}`, 'repeat the call');
}

/** Notes something that is about no single case, under an id that no case has. */
export async function noteApart(runtime: Noting, ref: CaseRef, note: FileNote): Promise<void> {
  await commit(runtime, itemOf(runtime, ref, note, undefined));
}

async function commit({ group }: Noting, item: CommitItem): Promise<CommitResult> {
  group.enter();
  return group.commit(item);
}

/** What a note on a case writes. */
export function itemOf(runtime: Noting, ref: CaseRef, note: FileNote, envelope: CaseEnvelope | undefined): CommitItem {
  const { tenant, caseId } = ref;
  const { commandId, actor, action, grounds, denied } = note;
  const revision = envelope?.revision ?? 0;
  const at = runtime.clock.now();
  const base = { tenant, caseId, commandId, at, actor, action, revision, grounds };
  const audit: AuditRecord =
    denied === undefined
      ? { ...base, outcome: 'accepted' }
      : { ...base, outcome: 'refused', code: 'MC_ACCESS_DENIED', message: denied };
  return {
    tenant,
    caseId,
    commandId,
    expectedRevision: revision,
    reply: { status: 'accepted', caseId, revision, state: envelope?.state ?? '', facts: [], deadlines: [] },
    audit,
    ...(runtime.audit !== undefined && { leaf: leafOf(runtime.audit, entryOf(runtime, note, audit, envelope)) }),
  };
}

function entryOf(
  { owner }: Noting,
  { type, actor, grounds: { reason, legalBasis, hold, corrects }, cases, scope, denied }: FileNote,
  record: AuditRecord,
  envelope: CaseEnvelope | undefined,
): AuditEntry {
  const isPrivate = isSelf(actor, envelope);
  return {
    type,
    record,
    isPrivate,
    occurredAt: record.at,
    observer: owner,
    ...(envelope !== undefined && {
      workflow: { id: envelope.workflow, version: envelope.version, hash: envelope.definitionHash },
      from: envelope.state,
    }),
    deadlines: [],
    ...(legalBasis !== undefined && { legalBasis }),
    ...(corrects !== undefined && { corrects }),
    ...(cases !== undefined && { cases }),
    ...((scope !== undefined || hold !== undefined) && { scope: { ...scope, ...(hold !== undefined && { hold }) } }),
    fields: [
      { path: '/grounds/reason', value: reason },
      ...(denied === undefined ? [] : [{ path: '/message', value: denied }]),
      ...(isPrivate ? [{ path: '/actor/id', value: actor.id }] : []),
    ],
  };
}
