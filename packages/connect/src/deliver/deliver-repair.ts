import type { DeliveryContext, DeliveryResult, EventObject, OutboxRow } from '@motcua/core';
import type { CallOutcome } from '../calls/make-call.js';
import { readConnection } from '../connection/records.js';
import { connectionSchemas } from '../connection/schemas.js';
import { mustBeAccepted } from '../door.js';
import type { Connector } from '../parts.js';
import { reason } from '../reason.js';
import { bringIntoStep, type StepRequest, standingOf } from '../reconcile/bring-into-step.js';
import { connectorActor } from '../roles.js';
import { passGate, tellGate } from './gate.js';
import { later, MAX_TRIES } from './missed.js';

export const REPAIR_ORDERED = 'connection.repair-ordered';

/** Carries out a repair that somebody ordered. The order is a fact of the connection, so it is as durable as any other. */
export async function deliverRepair(
  connector: Connector,
  message: OutboxRow,
  context: DeliveryContext,
): Promise<DeliveryResult> {
  const { system } = connector.definition;
  const { type: _, ...content } = message.payload;
  const order = connectionSchemas.facts[REPAIR_ORDERED].parse(content);
  if (order.system !== system) return { status: 'delivered' };
  const { tenant, caseId } = message;
  const before = await readConnection(connector.door(), { tenant, system, of: order.of });
  const closed = await passGate(connector, message);
  if (closed !== undefined) return later(connector, context, closed);
  const request = {
    tenant,
    of: order.of,
    reference: before?.reference,
    // Attempts begin anew when a letter is redriven; that is a command of the connection.
    key: `${context.idempotencyKey}/${before?.revision ?? 0}.${context.attempt}`,
    signal: context.signal,
  };
  const outcome = await (order.side === 'ours'
    ? bringIntoStep(connector, request)
    : adopt(connector, message, request, order.reason));
  await tellGate(connector, message, outcome);
  const { maxTries = MAX_TRIES } = connector.definition.spec.retry ?? {};
  const gaveUp = outcome.status === 'later' && outcome.answered && context.attempt >= maxTries;
  const note = (event: EventObject) => connector.door().send({ tenant, caseId, actor: connectorActor(system), event });
  if (outcome.status === 'done') {
    const { reference } = outcome;
    mustBeAccepted(await note({ type: 'repair.succeed', ...(reference !== undefined && { reference }) }));
    return { status: 'delivered' };
  }
  if (outcome.status === 'later' && !gaveUp) return later(connector, context, outcome);
  mustBeAccepted(await note({ type: 'delivery.give-up', message: message.id, reason: outcome.reason }));
  return { status: 'give-up', reason: outcome.reason.text.en };
}

/** Theirs is right: the case takes it over, by a command in the name of the system. */
async function adopt(
  connector: Connector,
  message: OutboxRow,
  request: StepRequest,
  why: string,
): Promise<CallOutcome> {
  const { system, spec } = connector.definition;
  if (spec.reconcile?.adopt === undefined) return { status: 'never', reason: cannotAdopt, drift: [] };
  const standing = await standingOf(connector, spec.reconcile, request);
  if ('kind' in standing) return { status: 'later', reason: standing, answered: false };
  const reply = await connector.door().send({
    tenant: request.tenant,
    caseId: request.of,
    actor: connectorActor(system),
    commandId: message.id,
    event: spec.reconcile.adopt({ ...standing, reason: why }),
  });
  if (reply.status !== 'accepted') return { status: 'never', reason: turnedDown(reply.code), drift: [] };
  const { record } = standing;
  return { status: 'done', drift: [], ...(record !== undefined && { reference: spec.reconcile.reference(record) }) };
}

const cannotAdopt = reason(
  'mapping',
  'kết nối này không khai báo cách nhận dữ liệu của bên kia',
  'this connector does not say how a case takes over what the other side has',
);
const turnedDown = (code: string) =>
  reason(
    'case',
    `hồ sơ không nhận dữ liệu của bên kia (${code})`,
    `the case does not take over what they have (${code})`,
  );
