import {
  type Addressing,
  type Channel,
  type Clock,
  channelNotifier,
  type DeliveryResult,
  type Notification,
  type Notifier,
  type ProviderTemplate,
} from '@motcua/core/contract';
import { z } from 'zod';
import { accessTokens, type ZaloTokenStore } from './access-tokens.js';
import { phoneOf } from './phone.js';
import { post } from './post.js';
import { shortId } from './short-id.js';
import { meaningOf, outcomeOf } from './zalo-answer.js';

export interface ZaloOptions {
  readonly appId: string;
  /** The application's secret key, asked for when the access token is refreshed. */
  secretKey(): string | Promise<string>;
  readonly tokens: ZaloTokenStore;
  readonly clock: Clock;
  /** Tells whom Zalo does not reach: no account, notifications refused. It takes the address `sms`, or the same number. */
  readonly sms?: Channel;
  /** Zalo sends to administrators of the account only. For trying out a template. */
  readonly development?: boolean;
  /** Default: Zalo's own. */
  readonly urls?: { readonly send: string; readonly token: string };
}

const ZALO = {
  send: 'https://business.openapi.zalo.me/message/template',
  token: 'https://oauth.zaloapp.com/v4/oa/access_token',
};

const answerSchema = z.object({ error: z.number().int() });

/** Tells people by Zalo notification (ZNS): a telephone number as address `zalo`, and an approved template. */
export function createZaloChannel(options: ZaloOptions): Channel {
  const { clock, sms, development = false, urls = ZALO } = options;
  const access = accessTokens({ ...options, url: urls.token });
  return {
    name: 'zalo',
    async send(notification, message, context) {
      const who = `the ${notification.recipient.kind}`;
      const notice = noticeOf(notification, who);
      if ('status' in notice) return notice;
      const tracking = { tracking_id: shortId(context.idempotencyKey), ...(development && { mode: 'development' }) };
      const body = JSON.stringify({ ...notice, ...tracking });
      const code = await withToken(access, (token) =>
        codeOf({ url: urls.send, token, body, who: 'Zalo', signal: context.signal, now: clock.now() }),
      );
      if (typeof code !== 'number') return code;
      if (code === 0) return { status: 'delivered' };
      const meaning = meaningOf(code);
      if (meaning.kind !== 'unreachable' || sms === undefined) return outcomeOf(meaning, code, who, clock.now());
      const { recipient } = notification;
      const instead = {
        ...notification,
        recipient: { ...recipient, addresses: { sms: recipient.addresses['sms'] ?? notice.phone } },
      };
      return sms.send(instead, message, { ...context, idempotencyKey: `${context.idempotencyKey}/sms` });
    },
  };
}

/** A notifier that tells one person of each message by Zalo. */
export function createZaloNotifier({ topics, to, ...options }: ZaloOptions & Addressing): Notifier {
  return channelNotifier({ channel: createZaloChannel(options), topics, to });
}

interface Notice {
  readonly phone: string;
  readonly template_id: string;
  readonly template_data: ProviderTemplate['parameters'];
}

/** What Zalo is asked to send; or why it can never be asked. */
function noticeOf({ recipient, template }: Notification, who: string): Notice | DeliveryResult {
  const phone = phoneOf(recipient.addresses['zalo']);
  if (phone === undefined) {
    return { status: 'give-up', reason: `${who} has no valid telephone number. Correct it, then redrive this message` };
  }
  if (template === undefined) {
    const reason = `the notification for ${who} names no template. Correct the function that addresses it, then redrive this message`;
    return { status: 'give-up', reason };
  }
  return { phone, template_id: template.id, template_data: template.parameters };
}

type Code = number | DeliveryResult;

/** Asks with the present access token, and once more with another when Zalo refuses it. */
async function withToken(
  access: ReturnType<typeof accessTokens>,
  ask: (token: string) => Promise<Code>,
): Promise<Code> {
  const present = await access.present();
  if ('status' in present) return present;
  const code = await ask(present.token);
  if (typeof code !== 'number' || meaningOf(code).kind !== 'token') return code;
  const other = await access.insteadOf(present.token);
  return 'status' in other ? other : ask(other.token);
}

interface Question {
  readonly url: string;
  readonly token: string;
  readonly body: string;
  readonly who: string;
  readonly signal: AbortSignal;
  readonly now: number;
}

/** The code of Zalo's answer, 0 for success; or what becomes of the message when there is none. */
async function codeOf({ token, ...question }: Question): Promise<number | DeliveryResult> {
  const answer = await post({ ...question, headers: { access_token: token, 'content-type': 'application/json' } });
  if ('status' in answer) return answer;
  const parsed = answerSchema.safeParse(answer.body);
  return parsed.success ? parsed.data.error : { status: 'retry', reason: 'Zalo gave an answer that is none' };
}
