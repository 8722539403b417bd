import { isMotcuaError, issuesOf, shortList } from '../error/index.js';
import { ADAPTER_CONTRACT_VERSION, type DeliveryResult, type Notifier } from './adapter.js';
import { type Channel, type Notification, notificationSchema } from './notification.js';
import type { OutboxRow } from './store.js';

/** Which messages become notifications, and what each says to whom. */
export interface Addressing {
  /** Fact types: exact, or a prefix ending in `.*`, or `*`. */
  readonly topics: readonly string[];
  /** Addresses and words a message; undefined when nobody is to be told. Called anew for every attempt. */
  to(message: OutboxRow): Notification | undefined | Promise<Notification | undefined>;
}

/**
 * A notifier that tells one recipient of a message through one channel. What `to` returns is checked: a notification
 * that is none is given up, and names the fields, not what stood in them. A throw, of `to` or of the channel, becomes a
 * retry that names the error and leaves its text out, because that may hold an address or a secret.
 */
export function channelNotifier({ channel, topics, to }: Addressing & { readonly channel: Channel }): Notifier {
  return {
    role: 'notifier',
    contractVersion: ADAPTER_CONTRACT_VERSION,
    topics,
    async deliver(message, context) {
      if (context.signal.aborted) return { status: 'retry', reason: 'the delivery was called off before it began' };
      let words: unknown;
      try {
        words = await to(message);
      } catch (error) {
        return failedWith('the function that addresses it', error);
      }
      if (words === undefined) return { status: 'delivered' };
      const parsed = notificationSchema.safeParse(words);
      if (!parsed.success) {
        const reason = `the notification is none: ${shortList(issuesOf(parsed.error))}. Correct the function that addresses it, then redrive this message`;
        return { status: 'give-up', reason };
      }
      try {
        return await channel.send(parsed.data, message, context);
      } catch (error) {
        return failedWith(`the channel ${channel.name}`, error);
      }
    },
  };
}

const failedWith = (who: string, error: unknown): DeliveryResult => ({
  status: 'retry',
  reason: `${who} failed with ${errorName(error)}`,
});

/** What may be said in a log of something thrown elsewhere: the code of an error of ours, or the name and code it has. */
export function errorName(thrown: unknown): string {
  if (isMotcuaError(thrown)) return thrown.code;
  if (!(thrown instanceof Error)) return 'something that is no error';
  const { name, code } = thrown as Error & { readonly code?: unknown };
  return [name, code].filter((word) => typeof word === 'string' && /^\w{1,60}$/u.test(word)).join(' ') || 'an error';
}
