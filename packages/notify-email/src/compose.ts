import { createHash } from 'node:crypto';
import type { Instant, Notification } from '@motcua/core/contract';
import type { SendMailOptions } from 'nodemailer';

/** What every letter of an office has. */
export interface Letterhead {
  readonly from: { readonly name: string; readonly address: string };
  /** Where an answer goes, if not to `from`. */
  readonly replyTo?: string;
}

/** One mailbox, and no list of them: what divides addresses is refused. */
const MAILBOX = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/u;

/** Why a notification can never be a letter; undefined when it can. */
export function offenceIn({ recipient, subject, text }: Notification): string | undefined {
  const address = recipient.addresses['email'];
  if (address === undefined) return 'has no e-mail address. Add one, or tell this person in another way';
  if (!MAILBOX.test(address)) return 'has an e-mail address that is none. Correct it, then redrive this message';
  if (subject === undefined || subject.trim() === '')
    return 'has no subject. Correct its template, then redrive this message';
  if (text === undefined || text.trim() === '') return 'has no text. Correct its template, then redrive this message';
  return undefined;
}

/** The letter. It is the same in every attempt, and so is its Message-ID: a mailbox can tell that it comes again. */
export function composed(
  { recipient, subject, text, html, attachments, unsubscribeUrl }: Notification,
  given: { readonly options: Letterhead; readonly idempotencyKey: string; readonly createdAt: Instant },
): SendMailOptions {
  const { from, replyTo } = given.options;
  const address = recipient.addresses['email'] ?? '';
  return {
    from,
    to: { name: recipient.name ?? '', address },
    ...(replyTo !== undefined && { replyTo }),
    envelope: { from: from.address, to: [address] },
    subject,
    text,
    ...(html !== undefined && { html }),
    attachments: (attachments ?? []).map(({ name, mediaType, bytes }) => ({
      filename: name,
      contentType: mediaType,
      content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    })),
    messageId: messageId(given.idempotencyKey, from.address),
    date: new Date(given.createdAt),
    headers: {
      'Content-Language': recipient.language,
      // RFC 3834: no machine should answer.
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl !== undefined && {
        'List-Unsubscribe': `<${unsubscribeUrl}>`,
        // RFC 8058
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  };
}

/** The Message-ID of an idempotency key. */
export function messageId(idempotencyKey: string, from: string): string {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return `<${createHash('sha256').update(idempotencyKey).digest('hex')}@${domain}>`;
}
