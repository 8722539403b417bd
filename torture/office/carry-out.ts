import type { Clock, Engine, Reply } from '@motcua/core';
import type { PlannedCommand } from '../worker/protocol.ts';
import { actors, TENANT } from './index.ts';

/** Asks an engine for what a caller planned. */
export function carryOut(
  engine: Engine,
  clock: Clock,
  { id, caseId, actor, act, occurredAgoMs }: PlannedCommand,
): Promise<Reply> {
  const common = {
    tenant: TENANT,
    caseId,
    commandId: id,
    actor: actors[actor],
    ...(occurredAgoMs !== undefined && { occurredAt: clock.now() - occurredAgoMs }),
  };
  const grounds = { deadline: 'answer', reason: 'as the head decided', legalBasis: 'art. 19' };
  switch (act.type) {
    case 'open':
      return engine.open({ ...common, workflow: 'permit', input: act.input });
    case 'send':
      return engine.send({ ...common, event: act.event });
    case 'extend':
      return engine.extend({ ...common, ...grounds, budget: { amount: act.hours, unit: 'workingHour' } });
    case 'waive':
      return engine.waive({ ...common, ...grounds });
  }
}
