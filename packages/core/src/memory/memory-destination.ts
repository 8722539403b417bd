import {
  ADAPTER_CONTRACT_VERSION,
  type Connector,
  type DeliveryContext,
  type DeliveryResult,
  type Destination,
  type Notifier,
  type OutboxRow,
} from '../contract/index.js';

/** One call of `deliver`, with what was answered. */
export interface Delivery {
  readonly message: OutboxRow;
  readonly attempt: number;
  readonly idempotencyKey: string;
  readonly result: DeliveryResult;
}

export interface MemoryDestinationOptions {
  /** Default: everything. */
  readonly topics?: readonly string[];
  /** What to answer; default `delivered`. It may throw, to be a destination that does. */
  readonly respond?: (message: OutboxRow, context: DeliveryContext) => DeliveryResult | Promise<DeliveryResult>;
}

/** What a destination in memory remembers. */
export interface Recording {
  /** Every call that was answered, in order. */
  readonly deliveries: readonly Delivery[];
  /** The messages that were delivered, each once however often it came. */
  received(): readonly OutboxRow[];
}

export type MemoryNotifier = Notifier & Recording;
export type MemoryConnector = Connector & Recording;

/** A notifier that records what it is told, and fails as often as it is told to. */
export function createMemoryNotifier(options: MemoryDestinationOptions = {}): MemoryNotifier {
  return { role: 'notifier', ...createRecorder(options) };
}

/** A connector that records what it is told, and fails as often as it is told to. */
export function createMemoryConnector(options: MemoryDestinationOptions = {}): MemoryConnector {
  return { role: 'connector', ...createRecorder(options) };
}

function createRecorder({ topics = ['*'], respond }: MemoryDestinationOptions): Destination & Recording {
  const deliveries: Delivery[] = [];
  const delivered = new Map<string, OutboxRow>();
  return {
    contractVersion: ADAPTER_CONTRACT_VERSION,
    topics,
    deliveries,
    received: () => [...delivered.values()],
    async deliver(message, context) {
      context.signal.throwIfAborted();
      const answer = respond === undefined ? { status: 'delivered' as const } : respond(message, context);
      const result = await untilAborted(answer, context.signal);
      deliveries.push({ message, attempt: context.attempt, idempotencyKey: context.idempotencyKey, result });
      if (result.status === 'delivered' && !delivered.has(context.idempotencyKey)) {
        delivered.set(context.idempotencyKey, message);
      }
      return result;
    },
  };
}

/** The answer, or the reason of the abort when that comes first. */
async function untilAborted<Answer>(answer: Answer | Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  if (!(answer instanceof Promise)) return answer;
  let leave = () => {};
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
