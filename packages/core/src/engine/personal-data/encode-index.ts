import type { CaseEnvelope, CaseIndex } from '../../contract/case.js';
import { ERASED } from '../../contract/personal.js';
import { type BlindIndex, keyMark } from './blind-index.js';
import { isGap } from './collect.js';
import type { LivingKey } from './key-ring.js';
import type { People } from './people.js';
import type { KnownCase } from './protected-case.js';
import type { Leaf, OpenTask, Place, Sealer } from './sealer.js';

export interface EncodeIndexRequest {
  readonly envelope: CaseEnvelope;
  readonly people: People;
  /** The personal values of the case's context. */
  readonly context: readonly Leaf[];
  readonly known: KnownCase | undefined;
}

/**
 * The index as a store may have it: the person as a pseudonym, the words as marks, and a mark of each key, by which an
 * erasure finds the cases of a person. What subject and text say lies beside them, readable while none of the persons
 * of the case is erased.
 */
export async function encodeIndex(
  { sealer, blind }: { readonly sealer: Sealer; readonly blind: BlindIndex },
  { envelope, people, context, known }: EncodeIndexRequest,
): Promise<CaseIndex> {
  const { tenant, caseId } = envelope;
  const { subject, text, ...others } = unerased(envelope.index, people, context);
  const main = subject === undefined ? undefined : people.subjectOf(subject);
  const about = context.flatMap(({ keys }) => (keys === 'erased' ? [] : keys.map((key) => key.subject)));
  const living = people.living([...about, ...(main === undefined ? [] : [main])]);
  if (living.length === 0) return withText({ ...others, ...(subject !== undefined && { subject }) }, text);

  const ids = living.map((one) => idOf(people.keyOf(one)));
  const before = known?.index;
  const isSame = before?.clear.subject === subject && before?.clear.text === text && before?.clear.code === others.code;
  // The same again would only make the store write its index again.
  if (isSame && before?.stored.sealed !== undefined && sameKeys(before.stored, ids)) {
    const { subject: blindSubject, text: marks, sealed } = before.stored;
    return withText({ ...others, ...(blindSubject !== undefined && { subject: blindSubject }), sealed }, marks);
  }
  const values = Object.entries({ subject, text }).filter(([, value]) => value !== undefined);
  const { sealed } = await sealer.seal(
    Object.fromEntries(values),
    placeOf(tenant, caseId),
    values.map(([field, value]) => people.leaf(`/${field}`, value, living)),
  );
  const marks = await blind.marksOf(tenant, `${text ?? ''} ${others.code ?? ''}`);
  const stored = {
    ...others,
    ...(main !== undefined && { subject: main }),
    ...(subject === ERASED && { subject }),
    ...(sealed !== undefined && { sealed }),
  };
  return withText(stored, [...marks, ...ids.map(keyMark)].join(' '));
}

const withText = (index: CaseIndex, text: string | undefined): CaseIndex =>
  text === undefined ? index : { ...index, text };

const idOf = (key: LivingKey | undefined): string => (key === undefined || key === 'destroyed' ? '' : key.id);

const placeOf = (tenant: string, caseId: string): Place => ({ tenant, kind: 'index', id: [caseId] });

const sameKeys = ({ sealed }: CaseIndex, ids: readonly string[]): boolean =>
  sealed?.parts.flatMap(({ keys }) => keys.map(({ id }) => id)).join(' ') === ids.join(' ');

/**
 * Whoever decided while a person was being erased may still have had the clear values in hand: what he made of them
 * is not taken over.
 */
function unerased(index: CaseIndex, people: People, context: readonly Leaf[]): CaseIndex {
  const { subject, text } = index;
  const main = subject === undefined || subject === ERASED ? undefined : people.subjectOf(subject);
  const isGone = main !== undefined && people.living([main]).length === 0;
  const isTold = isGone || context.some(({ keys, value }) => keys === 'erased' && !isGap(value));
  return {
    ...index,
    ...(isGone && { subject: ERASED }),
    ...(isTold && text !== undefined && { text: ERASED }),
  };
}

/** How to read a stored index; undefined when it is clear. */
export function indexTask(tenant: string, caseId: string, stored: CaseIndex): OpenTask<CaseIndex> | undefined {
  const { sealed, text: _, subject, ...others } = stored;
  if (sealed === undefined) return undefined;
  const fields = sealed.parts.flatMap(({ paths }) => paths).map((path) => [path.slice(1), ERASED] as const);
  const document = { ...others, ...(subject === ERASED && { subject }), ...Object.fromEntries(fields) };
  return { document, sealed, place: placeOf(tenant, caseId) };
}
