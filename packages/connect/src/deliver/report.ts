import type { Text } from '@motcua/core';
import type { ConnectionReport } from '../define-connector.js';
import { connectorActor } from '../roles.js';
import type { Delivery } from './delivery.js';

/** Tells the case itself how it stands in the other system, if it wants to hear. */
export async function reportToCase(
  { connector, message, before }: Pick<Delivery, 'connector' | 'message' | 'before'>,
  {
    status,
    reference,
    reason,
  }: { readonly status: ConnectionReport['status']; readonly reference?: string | undefined; readonly reason?: Text },
): Promise<void> {
  const { system, spec } = connector.definition;
  const event = spec.report?.({
    system,
    status,
    ...(reference !== undefined && { reference }),
    ...(reason !== undefined && { reason: reason.vi }),
  });
  if (event === undefined) return;
  const { tenant, caseId } = message;
  const commandId = `${message.id}/${system}/${status}/${before?.dead.length ?? 0}`;
  // A case that does not take it (one that is archived, say) has its refusal in the audit; the connection stands.
  await connector.door().send({ tenant, caseId, actor: connectorActor(system), commandId, event });
}
