import { type Clock, type DeliveryResult, errorName } from '@motcua/core/contract';
import { z } from 'zod';
import { post } from './post.js';
import type { Sms, SmsGateway } from './sms-channel.js';

export interface EsmsCredentials {
  readonly apiKey: string;
  readonly secretKey: string;
}

export interface EsmsOptions {
  /** The sender's name, as registered with the networks. */
  readonly brandname: string;
  /** Asked for with every delivery. */
  credentials(): EsmsCredentials | Promise<EsmsCredentials>;
  readonly clock: Pick<Clock, 'now'>;
  /**
   * Texts with diacritics: 70 characters a part instead of 160. Otherwise they are sent without, as the networks'
   * registered templates usually are.
   */
  readonly diacritics?: boolean;
  /** Default: eSMS's own. */
  readonly url?: string;
}

const ESMS = 'https://rest.esms.vn/MainService.svc/json/SendMultipleMessage_V4_post_json/';

const answerSchema = z.object({ CodeResult: z.coerce.string() });

/** Codes of https://developers.esms.vn/esms-api/bang-ma-loi that tell of this one message. */
const REFUSED: Readonly<Record<string, string>> = {
  '99': 'the number is blocked',
  '108': 'the number is not valid',
  '146': 'the text fits none of the registered templates',
  '177': 'the network of this number is not registered',
};

/** Codes that tell of the account. */
const ACCOUNT: Readonly<Record<string, string>> = {
  '101': 'the credentials are wrong',
  '102': 'there is no price list',
  '103': 'there is no money left',
  '104': 'the brand name is not known',
  '140': 'this machine is not on the list of senders',
};

/** The gateway of eSMS.vn. It refuses a request id for a day after it took it, so a message that comes again is sent once. */
export function createEsmsGateway(options: EsmsOptions): SmsGateway {
  const { brandname, credentials, clock, diacritics = false, url = ESMS } = options;
  return {
    async send({ id, phone, text, who }, { signal }) {
      let keys: EsmsCredentials;
      try {
        keys = await credentials();
      } catch (error) {
        return { status: 'retry', reason: `the credentials of eSMS could not be had: ${errorName(error)}` };
      }
      const body = JSON.stringify({
        ApiKey: keys.apiKey,
        SecretKey: keys.secretKey,
        Brandname: brandname,
        // Customer care: what an office tells, not advertising.
        SmsType: '2',
        Phone: phone,
        Content: diacritics ? text.normalize('NFC') : withoutDiacritics(text),
        IsUnicode: diacritics ? '1' : '0',
        RequestId: id,
      });
      const headers = { 'content-type': 'application/json' };
      const answer = await post({ url, headers, body, signal, who: 'eSMS', now: clock.now() });
      return 'status' in answer ? answer : outcomeOf(answer.body, who);
    },
  };
}

function outcomeOf(body: unknown, who: Sms['who']): DeliveryResult {
  const parsed = answerSchema.safeParse(body);
  if (!parsed.success) return { status: 'retry', reason: 'eSMS gave an answer that is none' };
  const code = parsed.data.CodeResult;
  // 124: this request id came before.
  if (code === '100' || code === '124') return { status: 'delivered' };
  const refused = REFUSED[code];
  if (refused !== undefined) {
    return {
      status: 'give-up',
      reason: `eSMS refuses the SMS to ${who}: ${refused} (${code}). Correct it, then redrive this message`,
    };
  }
  const account = ACCOUNT[code];
  return {
    status: 'retry',
    reason:
      account === undefined
        ? `eSMS could not send it (${code})`
        : `eSMS refuses this account: ${account} (${code}). Put it right at eSMS`,
  };
}

/** `Hồ sơ đã xong` becomes `Ho so da xong`. */
function withoutDiacritics(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}
