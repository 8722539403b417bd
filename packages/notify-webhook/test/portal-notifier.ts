import type { Clock, Notifier, OutboxRow } from '@motcua/core/contract';
import { createWebhookNotifier } from '../src/index.js';
import { secretOf } from './receiver.js';

/** Tells a receiver on this machine about permits. */
export function portalNotifier(
  urlOf: string | ((message: OutboxRow) => string),
  clock: Pick<Clock, 'now'>,
  secrets: () => readonly string[] | Promise<readonly string[]> = () => [secretOf('a')],
  topics: readonly string[] = ['permit.granted'],
): Notifier {
  return createWebhookNotifier({
    topics,
    to(message) {
      const webhook = typeof urlOf === 'string' ? urlOf : urlOf(message);
      const recipient = { kind: 'system', id: 'portal', language: 'vi', addresses: { webhook } } as const;
      return { recipient, data: message.payload };
    },
    source: 'https://motcua.binh-an.example',
    secrets,
    clock,
    allow: ['127.0.0.1'],
  });
}
