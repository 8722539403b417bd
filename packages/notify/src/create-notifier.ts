import {
  ADAPTER_CONTRACT_VERSION,
  type CaseEnvelope,
  type DeliveryContext,
  type DeliveryResult,
  isMotcuaError,
  type NotificationRecord,
  type Notifier,
  type OutboxRow,
} from '@motcua/core';
import { allowedFrom } from './allowed-time.js';
import { audienceFinder } from './audience.js';
import { caseValues } from './case-values.js';
import { checkPolicy } from './check-policy.js';
import { digestTellings } from './digest/digest-tellings.js';
import { DIGEST_DUE } from './digest/digest-workflow.js';
import { messagePrinter } from './messages.js';
import type { NotifierOptions, NotifierParts } from './notifier-options.js';
import type { Route } from './policy.js';
import { matches, ruleTellings } from './rule-tellings.js';
import { type TellEnv, type Telling, tellPerson } from './tell-person.js';

export interface Notifications {
  /** For `createEngine({ adapters })`: a destination for each route, named `<policy>.<route>`. */
  readonly adapters: Readonly<Record<string, Notifier>>;
  /** What was told about a case, to whom and how, oldest first. */
  told(request: { readonly tenant: string; readonly caseId: string }): Promise<readonly NotificationRecord[]>;
}

/**
 * Tells people what a policy says they are told. Throws MC_NOTIFICATION_POLICY_INVALID for a policy, or messages, that are
 * not in order.
 */
export function createNotifier(options: NotifierOptions): Notifications {
  const { channels, messages, directory, units, calendar, attachments = {}, language = 'vi' } = options;
  const values = options.values ?? caseValues({ units, calendar });
  const policy = checkPolicy(options.policy, {
    messages,
    channels: channels.map(({ name }) => name),
    attachments: Object.keys(attachments),
    values: values.kinds,
    ...(options.facts !== undefined && { facts: options.facts }),
  });
  const parts: NotifierParts = {
    ...options,
    policy,
    values,
    attachments,
    language,
    print: messagePrinter(messages),
    people: audienceFinder({ directory, units, heads: policy.heads, clock: options.clock }),
    languageOf: (person) => person.language ?? language,
  };
  const byName = new Map(channels.map((channel) => [channel.name, channel]));
  return {
    adapters: Object.fromEntries(
      Object.entries(policy.routes).map(([name, route]) => [
        `${policy.id}.${name}`,
        destination(parts, name, route, { route, channels: byName, log: options.log, clock: options.clock }),
      ]),
    ),
    told: (request) => options.log.ofCase(request),
  };
}

function destination(parts: NotifierParts, name: string, route: Route, env: TellEnv): Notifier {
  const { policy, calendar, clock } = parts;
  const digests = Object.entries(policy.digests ?? {}).filter(([, { by }]) => by === name);
  const rules = policy.rules.filter(({ by }) => by === name);
  return {
    role: 'notifier',
    contractVersion: ADAPTER_CONTRACT_VERSION,
    topics: [...new Set([...rules.map(({ on }) => on), ...(digests.length > 0 ? [DIGEST_DUE] : [])])],
    async deliver(message, context) {
      const matching = rules.filter((rule) => matches(rule, message));
      const isDigest = message.topic === DIGEST_DUE;
      if (matching.length === 0 && !isDigest) return { status: 'delivered' };
      const now = clock.now();
      const allowed = allowedFrom(calendar, route.hours, now);
      if (allowed > now) return { status: 'retry', at: allowed, reason: `quiet until ${calendar.format(allowed)}` };
      const envelope = await caseOf(parts, message);
      if (envelope === undefined) return { status: 'give-up', reason: `case ${message.caseId} does not exist` };
      const tellings = isDigest
        ? await digestTellings(parts, Object.fromEntries(digests), message)
        : await ruleTellings(parts, matching, envelope, message);
      return tellAll(env, tellings, message, context);
    },
  };
}

async function caseOf({ cases }: NotifierParts, { tenant, caseId }: OutboxRow): Promise<CaseEnvelope | undefined> {
  try {
    return await cases().get({ tenant, caseId });
  } catch (error) {
    if (isMotcuaError(error, 'MC_CASE_NOT_FOUND')) return undefined;
    throw error;
  }
}

/** Tells each person. One who cannot be told now holds up nobody else, and brings the message back. */
async function tellAll(
  env: TellEnv,
  tellings: readonly Telling[],
  message: OutboxRow,
  context: DeliveryContext,
): Promise<DeliveryResult> {
  const lost: { readonly reason: string; readonly side?: string | undefined }[] = [];
  const reached = new Set<string | undefined>();
  const waiting: { readonly reason: string; readonly at?: number }[] = [];
  for (const telling of tellings) {
    const told = await tellPerson(env, telling, message, context);
    if (told.status === 'lost') lost.push({ reason: told.reason, side: telling.side });
    if (told.status === 'done' && told.reached) reached.add(telling.side);
    if (told.status === 'retry') waiting.push(told);
  }
  if (waiting.length > 0) {
    const instants = waiting.map(({ at }) => at).filter((at) => at !== undefined);
    const reason = waiting.map((each) => each.reason).join('; ');
    // Without an instant the engine's backoff decides, which is sooner than a channel that names one.
    return { status: 'retry', reason, ...(instants.length === waiting.length && { at: Math.min(...instants) }) };
  }
  const unheard = lost.filter(({ side }) => side === undefined || !reached.has(side));
  if (unheard.length === 0) return { status: 'delivered' };
  return { status: 'give-up', reason: unheard.map(({ reason }) => reason).join('; ') };
}
