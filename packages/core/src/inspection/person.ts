import { z } from 'zod';
import { personal } from '../contract/index.js';
import { fields } from './fields.js';

/** Of the person in whose object it stands. */
const own = { subject: 'id' };

/**
 * Somebody who is named for what he said, saw or asked for, and not for an office he holds: a complainant, a witness, an
 * applicant who was interviewed. All of it is encrypted under his key, and gone when he is erased.
 */
export const namedPersonSchema = z.strictObject({
  id: personal(fields.personId, own),
  name: personal(fields.text, own),
  contact: personal(fields.text, own).optional(),
  /** What he said. */
  words: personal(fields.text, own).optional(),
});
export type NamedPerson = z.infer<typeof namedPersonSchema>;

/** What shows that something is so. A dossier is referred to by its case id, which names nobody. */
export const evidenceSchema = z.strictObject({
  kind: z.enum(['document', 'record', 'dossier', 'system', 'interview', 'observation', 'photo']),
  reference: fields.text,
  /** Of the matter; what a person said stands in `person.words`. */
  note: fields.text.optional(),
  person: namedPersonSchema.optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/**
 * Whom the events of a case have named. The journal has what they said; the case keeps their ids, so that a hold on it
 * keeps them, and an erasure knows the case.
 */
export const namedSchema = z.array(z.strictObject({ id: personal(fields.personId, own) })).readonly();
export type Named = z.infer<typeof namedSchema>;

interface WithEvidence {
  readonly evidence?: readonly Evidence[] | undefined;
}

/** What of an event may name people. */
export interface Naming extends WithEvidence {
  readonly answers?: readonly WithEvidence[];
  readonly witnesses?: readonly NamedPerson[];
}

/** Those named before, and those the event names. */
export function namedBy({ evidence = [], answers = [], witnesses = [] }: Naming, before: Named): Named {
  const all = [...evidence, ...answers.flatMap((answer) => answer.evidence ?? [])];
  const people = [...witnesses, ...all.flatMap(({ person }) => person ?? [])];
  const ids = new Set([...before, ...people].map(({ id }) => id));
  return ids.size === before.length ? before : [...ids].map((id) => ({ id }));
}
