import type { DeliveryResult, Instant } from '@motcua/core/contract';

interface Circumstances {
  /** The recipient, as a reason may name it. */
  readonly who: string;
  readonly now: Instant;
  readonly laterMs: number;
}

/** What nodemailer says of a failure, as far as it may be shown: its texts repeat addresses. */
interface SmtpFailure {
  readonly code: string;
  /** Of the server: 450. */
  readonly status: number | undefined;
  /** Of RFC 3463: 4.2.0. */
  readonly enhanced: string | undefined;
  /** RCPT TO, DATA, AUTH PLAIN. */
  readonly command: string;
  /** Of TLS or of the socket. */
  readonly causes: readonly string[];
  readonly response: string;
}

/** What a failed letter means. */
export function failureOf(error: unknown, circumstances: Circumstances): DeliveryResult {
  const failure = readFailure(error);
  const { status } = failure;
  const said = [status, failure.enhanced].filter((part) => part !== undefined).join(' ');
  if (failure.code === 'ETLS') return noAnswer(failure);
  if (failure.code === 'EAUTH' || failure.command.startsWith('AUTH')) {
    return { status: 'retry', reason: `the mail server does not accept the credentials (${said}). Put them right` };
  }
  if (status !== undefined && status >= 500) return refusal(failure, said, circumstances);
  if (status !== undefined && status >= 400) {
    const { now, laterMs, who } = circumstances;
    const at = now + (waitNamed(failure.response) ?? laterMs);
    return { status: 'retry', reason: `the mail server wants the letter to ${who} later (${said})`, at };
  }
  return noAnswer(failure);
}

/** 5xx: for good. Of one recipient or one letter only these are; anything else stands in the way of all letters. */
function refusal({ command }: SmtpFailure, said: string, { who }: Circumstances): DeliveryResult {
  if (command === 'RCPT TO') {
    const reason = `the mail server refuses the address of ${who} for good (${said}). Correct it, then redrive this message`;
    return { status: 'give-up', reason };
  }
  if (command === 'DATA') {
    const reason = `the mail server refuses the letter to ${who} for good (${said}): too large, or taken for spam. Ask its operator, then redrive this message`;
    return { status: 'give-up', reason };
  }
  return {
    status: 'retry',
    reason: `the mail server refuses the sender (${said}). Look at \`from\` and at the rights of its account`,
  };
}

const CAUSES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired. Its operator must renew it',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet. Put right the certificate, or the clock of this machine',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'its certificate is for another host. Correct `server.host`, or its operator the certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody vouches for its certificate. Add its authority to `server.ca`',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is of an authority that is not known. Add that authority to `server.ca`',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is of an authority that is not known. Add that authority to `server.ca`',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate is of an authority that is not known. Add that authority to `server.ca`',
  ETLS: 'it does not offer TLS as `server.security` asks for. Put one of them right',
};

function noAnswer({ code, causes }: SmtpFailure): DeliveryResult {
  const known = causes.find((cause) => CAUSES[cause] !== undefined);
  if (known !== undefined)
    return { status: 'retry', reason: `the mail server was not trusted: ${CAUSES[known]} (${known})` };
  return {
    status: 'retry',
    reason: `the mail server gave no answer (${[...new Set([code, ...causes])].filter(Boolean).join(' ')}): whether it has the letter is not known`,
  };
}

const DAY_MS = 86_400_000;

/** How long a greylisting server says to wait, in milliseconds: "try again in 300 seconds". At most a day. */
function waitNamed(response: string): number | undefined {
  const { amount, unit = 's' } =
    /\b(?:in|after)\s+(?<amount>\d{1,5})\s*(?<unit>s|m)(?:ec|in|\b)/iu.exec(response)?.groups ?? {};
  if (amount === undefined) return undefined;
  return Math.min(Number(amount) * (unit.toLowerCase() === 'm' ? 60_000 : 1_000), DAY_MS);
}

function readFailure(error: unknown): SmtpFailure {
  const { code, responseCode, response, command, originalCode, cause } = (
    typeof error === 'object' && error !== null ? error : {}
  ) as Readonly<Record<string, unknown>>;
  const text = typeof response === 'string' ? response : '';
  return {
    code: word(code),
    status: typeof responseCode === 'number' ? responseCode : undefined,
    enhanced: /^\d{3}[ -](?<enhanced>[245]\.\d{1,3}\.\d{1,3})\b/u.exec(text)?.groups?.['enhanced'],
    command: typeof command === 'string' ? command : '',
    causes: [word(originalCode), word(code), word((cause as { code?: unknown } | undefined)?.code)].filter(
      (one) => one !== '',
    ),
    response: text,
  };
}

const word = (value: unknown): string => (typeof value === 'string' && /^\w{1,60}$/u.test(value) ? value : '');
