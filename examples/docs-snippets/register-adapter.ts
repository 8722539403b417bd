// #region adapter
import { ADAPTER_CONTRACT_VERSION, type Connector } from '@motcua/core/contract';

/** What the other system's client offers. */
export interface RegisterClient {
  put(key: string, body: unknown, signal: AbortSignal): Promise<{ readonly status: number }>;
}

/** Tells a register about permits. The idempotency key makes a second delivery harmless. */
export function registerConnector(client: RegisterClient): Connector {
  return {
    role: 'connector',
    contractVersion: ADAPTER_CONTRACT_VERSION,
    topics: ['permit.granted'],
    async deliver(message, { idempotencyKey, signal }) {
      const { status } = await client.put(idempotencyKey, message.payload, signal);
      if (status < 300) return { status: 'delivered' };
      if (status === 400) return { status: 'give-up', reason: 'the register refuses this permit' };
      return { status: 'retry', reason: `the register answered ${status}` };
    },
  };
}
// #endregion
