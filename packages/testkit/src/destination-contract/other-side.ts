import type { DeliveryContext, DeliveryResult, OutboxRow } from '@motcua/core/contract';
import type { Behaviour } from './harness.js';

// #region side
/** The other side of a destination, for the suite's own tests: it takes a message once, by its key. */
export function otherSide() {
  let behaviour: Behaviour = 'accept';
  const taken = new Set<string>();
  return {
    behave: (next: Behaviour) => {
      behaviour = next;
    },
    effects: () => [...taken],
    async take(_message: OutboxRow, { idempotencyKey }: DeliveryContext): Promise<DeliveryResult> {
      switch (behaviour) {
        case 'accept':
          taken.add(idempotencyKey);
          return { status: 'delivered' };
        case 'fail':
          return { status: 'retry', reason: 'busy' };
        case 'refuse':
          return { status: 'give-up', reason: 'no such address' };
        case 'lose-answer':
          taken.add(idempotencyKey);
          throw new Error('connection reset');
        case 'hang':
          return new Promise(() => {});
      }
    },
  };
}
// #endregion
