import type { OutboxRow } from '@motcua/core/contract';
import { z } from 'zod';

export const CLOUD_EVENTS_TYPE = 'application/cloudevents+json';

/** A message as CloudEvents 1.0 describe an event, in the structured mode of HTTP. */
export const cloudEventSchema = z.looseObject({
  specversion: z.literal('1.0'),
  /** `<case>:<revision>:<index>`, the id of the outbox message. */
  id: z.string().min(1),
  /** Who tells: a URI of the office or the application. */
  source: z.string().min(1),
  /** The type of the fact. */
  type: z.string().min(1),
  /** The id of the case. */
  subject: z.string().min(1).optional(),
  /** When the fact was recorded, RFC 3339. */
  time: z.iso.datetime({ offset: true }).optional(),
  datacontenttype: z.string().optional(),
  data: z.unknown().optional(),
});
export type CloudEvent = z.infer<typeof cloudEventSchema>;

export function cloudEvent(message: OutboxRow, source: string, data: unknown): CloudEvent {
  return {
    specversion: '1.0',
    id: message.id,
    source,
    type: message.topic,
    subject: message.caseId,
    time: new Date(message.createdAt).toISOString(),
    ...(data !== undefined && { datacontenttype: 'application/json', data }),
  };
}
