import { MotcuaError } from '@motcua/core/contract';
import { DIGEST_PARTS, DIGEST_VALUES } from './digest/digest-values.js';
import { type Messages, messageOffences, type NeededMessage, type ValueKind } from './messages.js';
import { type NotificationPolicy, notificationPolicySchema } from './policy.js';

export interface PolicyContext {
  readonly messages: Messages;
  /** Names of the channels there are. */
  readonly channels: readonly string[];
  /** Names of the papers that can be attached. */
  readonly attachments: readonly string[];
  /** The parameters a message about a case can have. */
  readonly values: Readonly<Record<string, ValueKind>>;
  /** Types of the facts the workflow tells; absent: not checked. */
  readonly facts?: readonly string[];
}

/** Facts every case can tell. */
const KERNEL_FACTS = ['deadline.', 'timer.', 'workflow.'];

/**
 * Reads a policy and checks it against everything it names. Throws MC_NOTIFICATION_POLICY_INVALID with every offence in
 * `details.offences`: a message that is missing at night is a message nobody gets.
 */
export function checkPolicy(input: unknown, context: PolicyContext): NotificationPolicy {
  const parsed = notificationPolicySchema.safeParse(input);
  if (!parsed.success) {
    throw policyInvalid(parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`));
  }
  const offences = [
    ...referenceOffences(parsed.data, context),
    ...messageOffences(context.messages, neededOf(parsed.data, context)),
  ];
  if (offences.length > 0) throw policyInvalid(offences);
  return parsed.data;
}

function referenceOffences(
  policy: NotificationPolicy,
  { channels, attachments, facts, values }: PolicyContext,
): string[] {
  const { rules, routes, digests = {}, registered = {} } = policy;
  const unknown = (kind: string, name: string, known: readonly string[], where: string) =>
    known.includes(name) ? [] : [`${where}: ${kind} "${name}" is unknown; known are ${known.join(', ') || '(none)'}`];
  const route = (name: string, where: string) => unknown('route', name, Object.keys(routes), where);
  return [
    ...Object.entries(routes).flatMap(([name, { channels: uses, hours }]) => [
      ...uses.flatMap(({ use }) => unknown('channel', use, channels, `route "${name}"`)),
      ...(typeof hours === 'object' && hours.from >= hours.to
        ? [`route "${name}": its hours end before they begin`]
        : []),
    ]),
    ...rules.flatMap((rule, index) => {
      const where = `rule ${index + 1} (${rule.on})`;
      return [
        ...route(rule.by, where),
        ...(rule.attach ?? []).flatMap((name) => unknown('attachment', name, attachments, where)),
        ...(facts === undefined || knownFact(rule.on, facts) ? [] : [`${where}: the workflow tells no such fact`]),
        ...(rule.whileRunning === true && !rule.on.startsWith('deadline.')
          ? [`${where}: whileRunning is for facts of a term, deadline.*`]
          : []),
      ];
    }),
    ...Object.entries(digests).flatMap(([name, { by }]) => [
      ...route(by, `digest "${name}"`),
      ...(routes[by]?.channels.some(({ words }) => words === 'short') === true
        ? [`digest "${name}": route "${by}" has a channel of short words, which no list fits into`]
        : []),
    ]),
    ...Object.entries(registered).flatMap(([name, { parameters }]) =>
      Object.values(parameters).flatMap((value) =>
        unknown('parameter', value, Object.keys(values), `registered "${name}"`),
      ),
    ),
  ];
}

function knownFact(on: string, facts: readonly string[]): boolean {
  if (KERNEL_FACTS.some((prefix) => on.startsWith(prefix))) return true;
  return on.endsWith('.*') ? facts.some((type) => type.startsWith(on.slice(0, -1))) : facts.includes(on);
}

function neededOf({ rules, routes, digests = {} }: NotificationPolicy, { values }: PolicyContext) {
  const parts = rules.flatMap(({ template, by }) => {
    const short = routes[by]?.channels.some(({ words }) => words === 'short') ?? false;
    return ['subject', 'text', ...(short ? ['short'] : [])].map((part) => `${template}.${part}`);
  });
  return [
    ...[...new Set(parts)].map((key): NeededMessage => ({ key, values })),
    ...Object.values(digests).flatMap(({ template }) =>
      DIGEST_PARTS.map((part): NeededMessage => ({ key: `${template}.${part}`, values: DIGEST_VALUES[part] })),
    ),
  ];
}

const policyInvalid = (offences: readonly string[]) =>
  new MotcuaError('MC_NOTIFICATION_POLICY_INVALID', {
    happened: `The notification policy has ${offences.length} offences: ${offences.join('; ')}`,
    expected: 'a policy whose routes, channels, facts and messages are all there, in Vietnamese and English',
    remedy: 'correct the policy and the messages named',
    details: { offences },
  });
