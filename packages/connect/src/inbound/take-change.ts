import { readAnswer } from '../calls/drift.js';
import { caseAt } from '../door.js';
import type { Connector } from '../parts.js';
import { caseOfReference } from '../reconcile/reconcile.js';
import { connectorActor } from '../roles.js';
import type { ChangeSubject, InboundSpec } from './inbound-spec.js';

/**
 * What became of a change. `taken`: the case has it, now or since an earlier time. `ignored`: it means nothing here.
 * `unreadable`: it has changed its form. `turned-down`: the case does not take it, or there is none; a person has to look.
 */
export type ChangeOutcome =
  | { readonly status: 'taken'; readonly caseId: string; readonly revision: number }
  | { readonly status: 'ignored' }
  | { readonly status: 'unreadable' }
  | { readonly status: 'turned-down'; readonly code: string };

/** Makes a command of a change. The command's id is derived from theirs, so a repetition gets the first reply. */
export async function takeChange(
  connector: Connector,
  spec: InboundSpec,
  tenant: string,
  body: unknown,
): Promise<ChangeOutcome> {
  const { system } = connector.definition;
  const reading = readAnswer('inbound', spec.change, body);
  await connector.records.noteDrift(tenant, reading.drift);
  if (!reading.fits) return { status: 'unreadable' };
  const change = reading.value;
  const event = spec.event(change);
  if (event === undefined) return { status: 'ignored' };
  const id = spec.id(change);
  const caseId = await subjectOf(connector, spec, tenant, change);
  if (caseId === undefined)
    return turnDown(connector, tenant, { change: id, code: 'MC_CASE_NOT_FOUND', message: 'no case of ours' });
  const reply = await connector.door().send({
    tenant,
    caseId,
    actor: connectorActor(system),
    commandId: `${system}/change/${id}`,
    occurredAt: spec.occurredAt(change),
    event,
  });
  if (reply.status === 'accepted') {
    await forget(connector, tenant, id);
    return { status: 'taken', caseId, revision: reply.revision };
  }
  const { code, message } = reply;
  return turnDown(connector, tenant, { change: id, of: caseId, code, message: message.slice(0, 4_000) });
}

/** It came before its case was known, and has come again. */
async function forget({ records }: Connector, tenant: string, change: string): Promise<void> {
  const { turnedDown } = await records.read(tenant);
  if (turnedDown.some((known) => known.change === change)) {
    await records.note(tenant, { type: 'change.settle', change, reason: 'taken when it came again' });
  }
}

async function turnDown(
  connector: Connector,
  tenant: string,
  change: { readonly change: string; readonly of?: string; readonly code: string; readonly message: string },
): Promise<ChangeOutcome> {
  const { turnedDown } = await connector.records.read(tenant);
  if (turnedDown.every((known) => known.change !== change.change)) {
    await connector.records.note(tenant, { type: 'change.turn-down', ...change });
  }
  return { status: 'turned-down', code: change.code };
}

async function subjectOf(
  connector: Connector,
  spec: InboundSpec,
  tenant: string,
  change: unknown,
): Promise<string | undefined> {
  const subject = spec.about(change);
  const caseId = await caseOf(connector, tenant, subject);
  const envelope = caseId === undefined ? undefined : await caseAt(connector.door(), tenant, caseId);
  return subject.child === undefined ? envelope?.caseId : envelope?.children[subject.child]?.caseId;
}

async function caseOf({ door, definition }: Connector, tenant: string, subject: ChangeSubject) {
  if ('reference' in subject) return caseOfReference(door, tenant, definition.system, subject.reference);
  if ('caseId' in subject) return subject.caseId;
  const { workflow, code } = subject;
  const found = await door().find({ tenant, workflow, code, order: 'openedAt', limit: 1 });
  return found.items[0]?.caseId;
}
