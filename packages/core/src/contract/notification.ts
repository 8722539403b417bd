import { z } from 'zod';
import type { DeliveryContext, DeliveryResult } from './adapter.js';
import { idSchema } from './id.js';
import type { OutboxRow } from './store.js';
import { languageSchema } from './text.js';

/** A text of one line: nothing in it can begin a header of its own. */
const lineSchema = z.string().regex(/^[^\r\n\0]*$/u, 'has a line break');

/** Whom a notification is for. Only `kind` and `id` may be logged. */
export const recipientSchema = z.strictObject({
  /** Why this one hears of it: `applicant`, `officer`, `unit-head`. */
  kind: idSchema(100),
  id: idSchema(200),
  /** As it stands before an address. */
  name: lineSchema.max(500).exactOptional(),
  language: languageSchema,
  /** By channel: `email`, `zalo` and `sms` (a telephone number), `webhook` (a URL). */
  addresses: z.record(idSchema(50), lineSchema.min(1).max(2_000)).readonly(),
});
export type Recipient = Readonly<z.infer<typeof recipientSchema>>;

export const attachmentSchema = z.strictObject({
  /** File name, with its ending. */
  name: lineSchema.min(1).max(255),
  /** `application/pdf` */
  mediaType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/u, 'is no media type'),
  bytes: z.instanceof(Uint8Array),
});
export type Attachment = Readonly<z.infer<typeof attachmentSchema>>;

/** A text that another party keeps and has approved, such as one of Zalo: its id, and what goes into its gaps. */
export const providerTemplateSchema = z.strictObject({
  id: idSchema(200),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
});
export type ProviderTemplate = Readonly<z.infer<typeof providerTemplateSchema>>;

/**
 * One message to one recipient, in the recipient's language, ready to be sent. A channel takes what it can carry: e-mail
 * subject, text, HTML and attachments; SMS the text; Zalo the template; a webhook the data.
 */
export const notificationSchema = z.strictObject({
  recipient: recipientSchema,
  subject: lineSchema.max(500).exactOptional(),
  /** Plain text. */
  text: z.string().exactOptional(),
  html: z.string().exactOptional(),
  attachments: z.array(attachmentSchema).readonly().exactOptional(),
  template: providerTemplateSchema.exactOptional(),
  /** What a program is told; survives JSON. */
  data: z.unknown().optional(),
  /** Of a subscription: where it is ended by a POST (RFC 8058). */
  unsubscribeUrl: z.url({ protocol: /^https$/u }).exactOptional(),
});
export type Notification = Readonly<z.infer<typeof notificationSchema>>;

/**
 * A way to reach people. `send` keeps the promises of `Destination.deliver`: called again with the same idempotency key
 * it has the effect of one call, as far as the other side can tell a message that comes again. The key is unique to
 * message, recipient and channel. Reasons name the recipient by kind and id, never by name or address, and hold no secret.
 */
export interface Channel {
  /** Whose address it takes from the recipient: `email`. */
  readonly name: string;
  send(notification: Notification, message: OutboxRow, context: DeliveryContext): Promise<DeliveryResult>;
}
