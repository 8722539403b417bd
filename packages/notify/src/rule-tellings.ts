import type { CaseEnvelope, Fact, Language, Notification, OutboxRow } from '@motcua/core';
import type { Occasion } from './case-values.js';
import type { NotifierParts } from './notifier-options.js';
import type { Person } from './person.js';
import { type Audience, isApplicantSide, type Rule } from './policy.js';
import type { Telling } from './tell-person.js';

/** Is the rule about this message? */
export function matches({ on, where = {} }: Rule, { topic, payload }: OutboxRow): boolean {
  const wanted = on.endsWith('.*') ? topic.startsWith(on.slice(0, -1)) : topic === on;
  return (
    wanted &&
    Object.entries(where).every(([field, value]) =>
      Array.isArray(value) ? value.some((each) => each === payload[field]) : payload[field] === value,
    )
  );
}

/** The messages that rules make of a fact: one for each template and person, whatever he is to the case. */
export async function ruleTellings(
  parts: NotifierParts,
  rules: readonly Rule[],
  envelope: CaseEnvelope,
  { payload, createdAt }: OutboxRow,
): Promise<readonly Telling[]> {
  if (envelope.workflow !== parts.policy.workflow) return [];
  const tellings = new Map<string, Telling>();
  for (const rule of rules) {
    if (rule.whileRunning === true && !isRunning(envelope, payload)) continue;
    for (const audience of rule.tell) {
      for (const [index, person] of (await parts.people.of(audience, envelope)).entries()) {
        const id = JSON.stringify([rule.template, person.id]);
        if (tellings.has(id)) continue;
        const identity = identityOf(audience, person, index);
        const language = parts.languageOf(person);
        const occasion = { envelope, fact: payload, at: createdAt, person, language };
        tellings.set(id, {
          person,
          identity,
          template: rule.template,
          audience,
          repeat: rule.repeat ?? 'once',
          mustReach: rule.mustReach ?? false,
          ...(isApplicantSide(audience) && { side: rule.template }),
          notification: notificationOf(parts, rule, occasion, recipientOf(audience, identity, person, language)),
          short: () => parts.print(`${rule.template}.short`, language, parts.values.read(occasion)),
          papers: () => papersOf(parts, rule, occasion),
        });
      }
    }
  }
  return [...tellings.values()];
}

/** Of an officer his id. That of a citizen is personal data, and a hash of it could be guessed. */
function identityOf(audience: Audience, { id }: Person, index: number): string {
  if (!isApplicantSide(audience)) return id;
  return `${audience === 'applicant' ? 'subject' : audience}-${index + 1}`;
}

/** A person as a channel sees one. */
export const recipientOf = (
  kind: Audience,
  id: string,
  { name, addresses }: Person,
  language: Language,
): Notification['recipient'] => ({ kind, id, name, language, addresses });

function notificationOf(
  { print, values, policy }: NotifierParts,
  { template }: Rule,
  occasion: Occasion,
  recipient: Notification['recipient'],
): Notification {
  const { language } = occasion;
  const read = values.read(occasion);
  const registered = policy.registered?.[template];
  return {
    recipient,
    subject: print(`${template}.subject`, language, read),
    text: print(`${template}.text`, language, read),
    ...(registered !== undefined && {
      template: {
        id: registered.id,
        parameters: Object.fromEntries(
          Object.entries(registered.parameters).map(([name, value]) => [name, read[value] ?? '']),
        ),
      },
    }),
  };
}

async function papersOf({ attachments }: NotifierParts, { attach = [] }: Rule, occasion: Occasion) {
  const papers = await Promise.all(attach.map(async (name) => attachments[name]?.(occasion)));
  return papers.filter((paper) => paper !== undefined);
}

function isRunning({ deadlines }: CaseEnvelope, { deadline, occurrence }: Fact): boolean {
  return deadlines.some(
    (ledger) => ledger.name === deadline && ledger.occurrence === occurrence && ledger.status === 'running',
  );
}
