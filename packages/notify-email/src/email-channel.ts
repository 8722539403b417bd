import { createPrivateKey } from 'node:crypto';
import {
  type Addressing,
  type Channel,
  type Clock,
  channelNotifier,
  type DeliveryResult,
  errorName,
  type Notifier,
} from '@motcua/core/contract';
import { createTransport } from 'nodemailer';
import { composed, type Letterhead, offenceIn } from './compose.js';
import { failureOf } from './outcome.js';
import { slots } from './slots.js';

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /**
   * `starttls` (the usual port is 587) and `tls` (465) refuse to send when the server has no valid certificate. `none`
   * sends in clear: for a relay on the machine itself.
   */
  readonly security: 'starttls' | 'tls' | 'none';
  /** Certificates (PEM) of authorities the system does not know. */
  readonly ca?: string | readonly string[];
}

export interface SmtpCredentials {
  readonly user: string;
  readonly password: string;
}

/** A key of the sender's domain: what it signs did not change on its way. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

export interface EmailOptions extends Letterhead {
  readonly server: SmtpServer;
  /** Asked for with every delivery. Without it the server is not logged in to. */
  credentials?(): SmtpCredentials | Promise<SmtpCredentials>;
  /** Asked for with every delivery; what is sent is signed with it (RFC 6376). */
  dkim?(): DkimKey | Promise<DkimKey>;
  readonly clock: Pick<Clock, 'now'>;
  /** Connections to the server at a time. Default: 5. */
  readonly connections?: number;
  /** How long to wait when the server says "later" and not when (greylisting). Default: 5 minutes. */
  readonly laterMs?: number;
}

/** How long the server may be silent, in milliseconds. The engine's own limit on a delivery is usually shorter. */
const SILENCE_MS = 30_000;

/** Tells people by e-mail: the recipient's address `email`, with subject, text, HTML and attachments. */
export function createEmailChannel(options: EmailOptions): Channel {
  const { server, clock, connections = 5, laterMs = 300_000 } = options;
  const inTurn = slots(connections);
  return {
    name: 'email',
    async send(notification, message, { idempotencyKey, signal }) {
      const who = `the ${notification.recipient.kind}`;
      const offence = offenceIn(notification);
      if (offence !== undefined) return { status: 'give-up', reason: `the letter to ${who} ${offence}` };
      const secrets = await secretsOf(options);
      if ('status' in secrets) return secrets;
      const letter = composed(notification, { options, idempotencyKey, createdAt: message.createdAt });
      try {
        await inTurn(signal, () => transportOf(server, secrets).sendMail({ ...letter, signal }));
        return { status: 'delivered' };
      } catch (error) {
        return failureOf(error, { who, now: clock.now(), laterMs });
      }
    },
  };
}

/** A notifier that tells one person of each message by e-mail. */
export function createEmailNotifier({ topics, to, ...options }: EmailOptions & Addressing): Notifier {
  return channelNotifier({ channel: createEmailChannel(options), topics, to });
}

interface Secrets {
  readonly credentials?: SmtpCredentials;
  readonly dkim?: DkimKey;
}

async function secretsOf({
  credentials,
  dkim,
}: EmailOptions): Promise<Secrets | Extract<DeliveryResult, { status: 'retry' }>> {
  try {
    const [login, key] = await Promise.all([credentials?.(), dkim?.()]);
    // A key that is none would let the letter go unsigned.
    if (key !== undefined) createPrivateKey(key.privateKey);
    return { ...(login && { credentials: login }), ...(key && { dkim: key }) };
  } catch (error) {
    const reason = `the credentials or the DKIM key could not be had: ${errorName(error)}. Look at the functions that fetch them`;
    return { status: 'retry', reason };
  }
}

function transportOf({ host, port, security, ca }: SmtpServer, { credentials, dkim }: Secrets) {
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(ca !== undefined && { tls: { ca: [ca].flat() } }),
    ...(credentials && { auth: { user: credentials.user, pass: credentials.password } }),
    ...(dkim && { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
    // A template with a path or a URL in it reads nothing of this machine or its network.
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: SILENCE_MS,
    greetingTimeout: SILENCE_MS,
    socketTimeout: SILENCE_MS,
  });
}
