import type { DeliveryResult, Instant } from '@motcua/core/contract';

const DAY_MS = 86_400_000;

/** Answers after which the same request may succeed: a key that is not known yet, a deployment, a busy hour. */
const PASSING = new Set([401, 402, 403, 404, 408, 409, 421, 423, 425, 429]);

export interface Answer {
  readonly status: number;
  /** The header of that name. */
  readonly retryAfter: string | undefined;
}

/** What an answer means for the message. `who` names the receiver in the reason. */
export function outcomeOf({ status, retryAfter }: Answer, who: string, now: Instant): DeliveryResult {
  if (status >= 200 && status < 300) return { status: 'delivered' };
  if (status === 410) {
    return { status: 'give-up', reason: `${who} wants no more webhooks (410). End its subscription` };
  }
  if (status >= 300 && status < 400) {
    const reason = `${who} answered with a redirect (${status}), which is not followed. Register the address it leads to, then redrive this message`;
    return { status: 'give-up', reason };
  }
  if (status >= 500 || PASSING.has(status)) {
    const at = retryInstant(retryAfter, now);
    const reason = `${who} cannot take it now (${status})${status === 401 || status === 403 ? '. Check that it knows the present secret' : ''}`;
    return { status: 'retry', reason, ...(at !== undefined && { at }) };
  }
  const reason = `${who} refuses this message (${status}). Ask its operator why, then redrive this message`;
  return { status: 'give-up', reason };
}

/** The instant of a Retry-After header, in seconds or as a date: not in the past, and within a day. */
function retryInstant(header: string | undefined, now: Instant): Instant | undefined {
  if (header === undefined) return undefined;
  const at = /^\d+$/u.test(header.trim()) ? now + Number(header) * 1_000 : Date.parse(header);
  return Number.isFinite(at) ? Math.min(Math.max(at, now), now + DAY_MS) : undefined;
}

const TLS_ERRORS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has a certificate that has expired. Its operator must renew it',
  CERT_NOT_YET_VALID:
    'has a certificate that is not valid yet. Its operator or the clock of this machine must be put right',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'has a certificate for another host. Correct its address, or its operator the certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that nobody vouches for. Add its authority to `ca`',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate of an authority that is not known. Add that authority to `ca`',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate of an authority that is not known. Add that authority to `ca`',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'has a certificate of an authority that is not known. Add that authority to `ca`',
};

/** What a failed call means. The text of the error is left out: it may hold the address. */
export function failureOf(error: unknown, who: string): DeliveryResult {
  for (const { code, network } of causes(error)) {
    if (code === 'MOTCUA_CLOSED_NETWORK') return closedNetwork(who, network ?? 'a closed network');
    const tls = TLS_ERRORS[code];
    if (tls !== undefined) return { status: 'retry', reason: `${who} ${tls} (${code})` };
  }
  const [first] = causes(error);
  const how = first === undefined ? '' : ` (${first.code})`;
  return { status: 'retry', reason: `${who} gave no whole answer${how}: whether it has the message is not known` };
}

export const closedNetwork = (who: string, network: string): DeliveryResult => ({
  status: 'give-up',
  reason: `the address of ${who} leads to ${network}. Correct the address, or add that network to \`allow\`, then redrive this message`,
});

interface Cause {
  readonly code: string;
  readonly network?: string;
}

/** The codes of an error, of what caused it, and of the errors it gathers. */
function causes(error: unknown, depth = 0): readonly Cause[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { code, network, cause, errors } = error as Record<string, unknown>;
  return [
    ...(typeof code === 'string' && /^\w{1,60}$/u.test(code)
      ? [{ code, ...(typeof network === 'string' && { network }) }]
      : []),
    ...causes(cause, depth + 1),
    ...(Array.isArray(errors) ? errors.flatMap((inner) => causes(inner, depth + 1)) : []),
  ];
}
