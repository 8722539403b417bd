import {
  type Addressing,
  type Channel,
  type Clock,
  channelNotifier,
  type DeliveryResult,
  errorName,
  type Notifier,
  type Recipient,
} from '@motcua/core/contract';
import { Agent } from 'undici';
import { type AddressGuard, addressGuard, type Resolve } from './address-guard.js';
import { CLOUD_EVENTS_TYPE, cloudEvent } from './cloud-event.js';
import { closedNetwork, failureOf, outcomeOf } from './outcome.js';
import { post, type Target } from './post.js';
import { sign, webhookId } from './signature.js';

export interface WebhookOptions {
  /** Who tells, in every event: a URI of the office or the application. */
  readonly source: string;
  /**
   * The secrets a receiver knows, `whsec_…`, asked for with every delivery. To change one, return the new and the old
   * until the receiver knows the new: the delivery is signed with each.
   */
  secrets(receiver: Recipient): readonly string[] | Promise<readonly string[]>;
  readonly clock: Pick<Clock, 'now'>;
  /**
   * Addresses and networks (`10.20.0.0/16`) that are called although they are private, loopback or link-local. An
   * address that stands here and in the URL itself may be called without TLS.
   */
  readonly allow?: readonly string[];
  /** Certificates (PEM) of authorities the system does not know. */
  readonly ca?: string | readonly string[];
  /** The addresses of a host. Default: as the system resolves them. */
  readonly resolve?: Resolve;
}

/** As many are kept as there are receivers in use. */
const MOST_TARGETS = 1_000;

/** Tells programs by webhook: the recipient's address `webhook` is a URL, the notification's `data` goes into the event. */
export function createWebhookChannel(options: WebhookOptions): Channel {
  const { source, secrets, clock, allow = [], ca, resolve } = options;
  const guard = addressGuard(allow, resolve);
  const dispatcher = new Agent({
    connect: { lookup: guard.lookup, ...(ca !== undefined && { ca: [ca].flat() }) },
  });
  /** Addresses that may be called: what their text tells does not change. */
  const targets = new Map<string, Target>();
  return {
    name: 'webhook',
    async send({ recipient, data }, message, { idempotencyKey, signal }) {
      const who = `${recipient.kind} ${recipient.id}`;
      if (signal.aborted) return { status: 'retry', reason: `the webhook to ${who} was called off before it began` };
      const address = recipient.addresses['webhook'] ?? '';
      const target = targets.get(address) ?? targetOf(address, who, guard);
      if ('status' in target) return target;
      if (targets.size >= MOST_TARGETS) targets.clear();
      targets.set(address, target);
      const body = textOf(cloudEvent(message, source, data));
      if (body === undefined) {
        return { status: 'give-up', reason: `the data for ${who} is no JSON. Correct the function that addresses it` };
      }
      const now = clock.now();
      const signed = await signedWith(() => secrets(recipient), who, {
        id: webhookId(idempotencyKey),
        seconds: Math.floor(now / 1_000),
        body,
      });
      if ('status' in signed) return signed;
      const headers = { 'content-type': CLOUD_EVENTS_TYPE, 'user-agent': 'motcua-webhook', ...signed };
      try {
        return outcomeOf(await post(dispatcher, { target, headers, body, signal }), who, now);
      } catch (error) {
        return failureOf(error, who);
      }
    },
  };
}

/** A notifier that tells one program of each message by webhook. */
export function createWebhookNotifier({ topics, to, ...options }: WebhookOptions & Addressing): Notifier {
  return channelNotifier({ channel: createWebhookChannel(options), topics, to });
}

function targetOf(address: string, who: string, guard: AddressGuard): Target | DeliveryResult {
  const url = URL.parse(address);
  if (url === null)
    return { status: 'give-up', reason: `${who} has no webhook address. Register one, then redrive this message` };
  const wrong = offence(url, guard);
  if (wrong !== undefined)
    return { status: 'give-up', reason: `the address of ${who} ${wrong}, then redrive this message` };
  const network = guard.closedNetwork(url);
  if (network !== undefined) return closedNetwork(who, network);
  return { origin: url.origin, path: `${url.pathname}${url.search}` };
}

function offence(url: URL, guard: AddressGuard): string | undefined {
  if (url.username !== '' || url.password !== '') return 'holds credentials. Take them out';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol !== 'http:') return 'is not https. Correct it';
  return guard.isAllowed(url) ? undefined : 'is not https. Correct it, or name its IP address in it and in `allow`';
}

type Signed = ReturnType<typeof sign>;

async function signedWith(
  secrets: () => readonly string[] | Promise<readonly string[]>,
  who: string,
  content: Omit<Parameters<typeof sign>[0], 'secrets'>,
): Promise<Signed | DeliveryResult> {
  try {
    const known = await secrets();
    if (known.length === 0)
      return { status: 'retry', reason: `there is no secret for ${who}. Agree on one with its operator` };
    return sign({ ...content, secrets: known });
  } catch (error) {
    return { status: 'retry', reason: `no secret for ${who} could be had: ${errorName(error)}` };
  }
}

function textOf(event: unknown): string | undefined {
  try {
    return JSON.stringify(event);
  } catch {
    return undefined;
  }
}
