import { createHash } from 'node:crypto';
import type {
  Attachment,
  Channel,
  Clock,
  DeliveryContext,
  DeliveryResult,
  Instant,
  Notification,
  NotificationLog,
  NotificationRecord,
  OutboxRow,
} from '@motcua/core/contract';
import { errorName, notificationSchema } from '@motcua/core/contract';
import type { Person } from './person.js';
import type { Route } from './policy.js';

/** Attempts a channel gets before the next one is tried. */
const PATIENCE = 4;

/** One message to one person. */
export interface Telling {
  readonly person: Person;
  /** Tells the person from others a message goes to. It may be shown: of an officer the id, of a citizen a number. */
  readonly identity: string;
  /** In words; what goes with it is made when it is certain that it goes. */
  readonly notification: Notification;
  /** The same in few words, for channels that carry no more. */
  readonly short?: () => string;
  readonly papers?: () => Promise<readonly Attachment[]>;
  readonly template: string;
  readonly audience: string;
  readonly repeat: 'once' | 'each';
  readonly mustReach: boolean;
  /** Names those of whom one is enough: an applicant, and who stands for him. */
  readonly side?: string;
}

/** What became of it. `lost`: nobody will be told, and somebody must know. */
export type Told =
  /** `reached`: the person was told, now or before. */
  | { readonly status: 'done'; readonly reached: boolean }
  | { readonly status: 'retry'; readonly reason: string; readonly at?: Instant }
  | { readonly status: 'lost'; readonly reason: string };

export interface TellEnv {
  readonly route: Route;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly log: NotificationLog;
  readonly clock: Pick<Clock, 'now'>;
}

const hash = (...parts: readonly string[]) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/**
 * Tells a person by the first channel that takes the message. What was sent is on record before this resolves; a crash in
 * between repeats the message under the same idempotency key.
 */
export async function tellPerson(
  env: TellEnv,
  telling: Telling,
  message: OutboxRow,
  context: DeliveryContext,
): Promise<Told> {
  const { route, log, clock } = env;
  const { person, identity, notification, template, audience } = telling;
  const { tenant, caseId } = message;
  const { subject = '', text = '' } = notification;
  const key = hash(message.id, template, identity);
  const content = hash(tenant, caseId, template, identity, subject, text);
  const known = await log.find({ tenant, key, content });
  if (known.some((record) => record.outcome === 'sent' && (record.key === key || telling.repeat === 'once'))) {
    return { status: 'done', reached: true };
  }
  const record = (channel: string, outcome: NotificationRecord['outcome'], reason?: string) =>
    log.record({
      tenant,
      key,
      content,
      caseId,
      template,
      audience,
      channel,
      outcome,
      attempt: context.attempt,
      at: clock.now(),
      ...(reason !== undefined && { reason }),
    });

  const { open, closed } = permittedChannels(route, person);
  if (open.length === 0) {
    await record('-', 'unreachable', closed.join('; '));
    return telling.mustReach
      ? { status: 'lost', reason: `${audience}: ${closed.join('; ')}` }
      : { status: 'done', reached: false };
  }
  // A message that comes back from the dead letters begins again with the first channel.
  const before = context.attempt === 1 ? [] : known.filter((each) => each.key === key && each.outcome === 'gave-up');
  const reasons = before.map(({ channel, reason = 'gave up' }) => `${channel}: ${reason}`);
  let since = Math.max(0, ...before.map(({ attempt }) => attempt));
  const attachments = (await telling.papers?.()) ?? [];
  const whole = { ...notification, ...(attachments.length > 0 && { attachments }) };
  const broken = notificationSchema.safeParse(whole).error?.issues.map(({ path }) => path.join('.'));
  if (broken !== undefined) return { status: 'lost', reason: `${audience}: not to be sent: ${broken.join(', ')}` };
  for (const name of open.filter((each) => !before.some(({ channel }) => channel === each))) {
    const words = route.channels.find(({ use }) => use === name)?.words;
    const worded = words === 'short' && telling.short !== undefined ? shortOf(notification, telling.short()) : whole;
    const result = await send(env, name, worded, message, { ...context, idempotencyKey: `${key}/${name}` });
    if (result.status === 'delivered') {
      await record(name, 'sent');
      return { status: 'done', reached: true };
    }
    const patient = context.attempt - since < (route.patience ?? PATIENCE) || name === open.at(-1);
    if (result.status === 'retry' && patient) {
      return { ...result, reason: `${audience} by ${name}: ${result.reason}` };
    }
    await record(name, 'gave-up', result.reason);
    reasons.push(`${name}: ${result.reason}`);
    since = context.attempt;
  }
  return { status: 'lost', reason: `${audience}: ${reasons.join('; ')}` };
}

/** Few words, and the provider's own text, which is as short as it is. */
const shortOf = ({ recipient, template }: Notification, text: string): Notification => ({
  recipient,
  text,
  ...(template !== undefined && { template }),
});

async function send(
  { channels }: TellEnv,
  name: string,
  notification: Notification,
  message: OutboxRow,
  context: DeliveryContext,
): Promise<DeliveryResult> {
  const channel = channels.get(name);
  if (channel === undefined) return { status: 'give-up', reason: 'there is no such channel' };
  if (context.signal.aborted) return { status: 'retry', reason: 'was called off before it began' };
  try {
    return await channel.send(notification, message, context);
  } catch (error) {
    // Its text may hold an address or a secret.
    return { status: 'retry', reason: `failed with ${errorName(error)}` };
  }
}

/** The channels a person may be told by, in the order of the route, and why the others are closed. */
function permittedChannels(route: Route, { addresses, consents = {} }: Person) {
  const open: string[] = [];
  const closed: string[] = [];
  for (const { use, consent } of route.channels) {
    if (consents[use] === false) closed.push(`${use}: consent withdrawn`);
    else if (consent === 'required' && consents[use] !== true) closed.push(`${use}: no consent`);
    else if (addresses[use] === undefined) closed.push(`${use}: no address`);
    else open.push(use);
  }
  return { open, closed };
}
