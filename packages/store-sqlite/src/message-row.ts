import type { Fact, Instant, OutboxRow } from '@motcua/core/contract';

/** A message of the outbox, as stored. */
export interface MessageRow {
  readonly row: number;
  readonly tenant: string;
  readonly case_id: string;
  readonly destination: string;
  readonly revision: number;
  readonly position: number;
  readonly message_id: string;
  readonly topic: string;
  readonly created_at: Instant;
  readonly attempts: number;
  readonly payload: string;
}

export const messageColumns =
  'id AS row, tenant, case_id, destination, revision, position, message_id, topic, created_at, attempts, payload';

export function outboxRowOf(message: MessageRow): OutboxRow {
  return { ...addressOf(message), payload: JSON.parse(message.payload) as Fact };
}

/** As far as it can be read: whoever looks after dead letters must see the others, too. */
export function deadRowOf(message: MessageRow): OutboxRow {
  try {
    return outboxRowOf(message);
  } catch {
    return { ...addressOf(message), payload: { type: message.topic } };
  }
}

function addressOf(message: MessageRow): Omit<OutboxRow, 'payload'> {
  return {
    id: message.message_id,
    tenant: message.tenant,
    caseId: message.case_id,
    destination: message.destination,
    revision: message.revision,
    index: message.position,
    topic: message.topic,
    createdAt: message.created_at,
  };
}
