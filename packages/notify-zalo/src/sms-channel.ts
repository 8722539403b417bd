import {
  type Addressing,
  type Channel,
  channelNotifier,
  type DeliveryContext,
  type DeliveryResult,
  type Notifier,
} from '@motcua/core/contract';
import { phoneOf } from './phone.js';
import { shortId } from './short-id.js';

/** One text to one telephone. */
export interface Sms {
  /** The same for the same message: a gateway that keeps ids sends it once. */
  readonly id: string;
  /** `84987654321` */
  readonly phone: string;
  readonly text: string;
  /** The recipient, as a reason may name it. */
  readonly who: string;
}

/** A provider of SMS. One answer for each: `give-up` when this person or text will never do. */
export interface SmsGateway {
  send(sms: Sms, context: Pick<DeliveryContext, 'signal'>): Promise<DeliveryResult>;
}

/** Tells people by SMS: a telephone number as address `sms`, and the plain text. */
export function createSmsChannel({ gateway }: { readonly gateway: SmsGateway }): Channel {
  return {
    name: 'sms',
    async send({ recipient, text }, _message, { idempotencyKey, signal }) {
      const who = `the ${recipient.kind}`;
      if (signal.aborted) return { status: 'retry', reason: `the SMS to ${who} was called off before it began` };
      const phone = phoneOf(recipient.addresses['sms']);
      if (phone === undefined)
        return {
          status: 'give-up',
          reason: `${who} has no valid telephone number. Correct it, then redrive this message`,
        };
      if (text === undefined || text.trim() === '')
        return {
          status: 'give-up',
          reason: `the SMS to ${who} has no text. Correct its template, then redrive this message`,
        };
      return gateway.send({ id: shortId(idempotencyKey), phone, text, who }, { signal });
    },
  };
}

/** A notifier that tells one person of each message by SMS. */
export function createSmsNotifier({ gateway, topics, to }: Addressing & { readonly gateway: SmsGateway }): Notifier {
  return channelNotifier({ channel: createSmsChannel({ gateway }), topics, to });
}
