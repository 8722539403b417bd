import type { DeliveryResult, Instant } from '@motcua/core/contract';

/** What an error code of ZNS means for the message. */
export type ZaloMeaning =
  /** This person cannot be told, or does not want to be, through Zalo. */
  | { readonly kind: 'unreachable'; readonly words: string }
  /** The message is wrong and stays wrong. */
  | { readonly kind: 'wrong'; readonly words: string }
  /** The account is not in order: of all messages the same. */
  | { readonly kind: 'account'; readonly words: string }
  | { readonly kind: 'night' }
  | { readonly kind: 'quota'; readonly words: string }
  | { readonly kind: 'token' }
  | { readonly kind: 'unknown' };

const unreachable = (words: string): ZaloMeaning => ({ kind: 'unreachable', words });
const wrong = (words: string): ZaloMeaning => ({ kind: 'wrong', words });
const account = (words: string): ZaloMeaning => ({ kind: 'account', words });
const quota = (words: string): ZaloMeaning => ({ kind: 'quota', words });

/** The codes of ZNS: https://zalo.cloud/zns/guidelines/handle-error-code. A code that is not listed is tried again. */
const MEANINGS: Readonly<Record<number, ZaloMeaning>> = {
  [-101]: account('the application is not valid'),
  [-102]: account('the application does not exist'),
  [-103]: account('the application is not activated'),
  [-104]: account('the secret key of the application is not valid'),
  [-105]: account('the application is not linked to an official account'),
  [-108]: unreachable('the telephone number is not valid'),
  [-109]: wrong('the template id is not valid'),
  [-110]: unreachable('the Zalo of this person is too old'),
  [-111]: wrong('the template has no parameters'),
  [-112]: wrong('the parameters of the template are not valid'),
  [-114]: unreachable('this person is not active, or does not take notifications'),
  [-115]: account('the account has no money left'),
  [-117]: account('the account may not use this template'),
  [-118]: unreachable('there is no Zalo account of this number'),
  [-119]: unreachable('this account cannot receive notifications'),
  [-124]: { kind: 'token' },
  [-131]: wrong('the template is not approved'),
  [-132]: wrong('the parameters of the template are not valid'),
  [-133]: { kind: 'night' },
  [-138]: account('the application may not send to telephone numbers'),
  [-139]: unreachable('this person refuses notifications of this kind'),
  [-141]: unreachable('this person refuses notifications of the official account'),
  [-144]: quota('the official account has sent as much as it may today'),
  [-147]: quota('this template has been sent as often as it may today'),
};

export const meaningOf = (code: number): ZaloMeaning => MEANINGS[code] ?? { kind: 'unknown' };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Vietnam has one zone and no summer time. */
const ZONE_MS = 7 * HOUR_MS;
/** Zalo delivers no notifications from 22:00 to 06:00. */
const MORNING_MS = 6 * HOUR_MS;

/** The next time the clocks of Vietnam show so many milliseconds after midnight. */
function nextAt(now: Instant, afterMidnightMs: number): Instant {
  const midnight = Math.floor((now + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS;
  const today = midnight + afterMidnightMs;
  return today > now ? today : today + DAY_MS;
}

/** What becomes of a message to which Zalo answered with a code other than 0. */
export function outcomeOf(meaning: ZaloMeaning, code: number, who: string, now: Instant): DeliveryResult {
  switch (meaning.kind) {
    case 'unreachable': {
      const reason = `Zalo does not reach ${who}: ${meaning.words} (${code}). Tell this person in another way`;
      return { status: 'give-up', reason };
    }
    case 'wrong': {
      const reason = `Zalo refuses the notification for ${who}: ${meaning.words} (${code}). Correct it, then redrive this message`;
      return { status: 'give-up', reason };
    }
    case 'account':
      return { status: 'retry', reason: `Zalo refuses this account: ${meaning.words} (${code}). Put it right at Zalo` };
    case 'night':
      return { status: 'retry', reason: `Zalo delivers nothing at night (${code})`, at: nextAt(now, MORNING_MS) };
    case 'quota':
      return {
        status: 'retry',
        reason: `Zalo takes no more today: ${meaning.words} (${code})`,
        at: nextAt(now, MORNING_MS),
      };
    case 'token':
      return { status: 'retry', reason: `Zalo does not accept the access token, though it is new (${code})` };
    case 'unknown':
      return { status: 'retry', reason: `Zalo could not send it (${code})` };
  }
}
