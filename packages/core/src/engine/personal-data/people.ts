import { ERASED } from '../../contract/personal.js';
import type { BlindIndex } from './blind-index.js';
import type { PersonalValue } from './collect.js';
import { gapFor } from './collect.js';
import type { KeyRing, LivingKey } from './key-ring.js';
import type { KnownCase } from './protected-case.js';
import type { Leaf, PersonKey } from './sealer.js';

/** The persons a command is about, with their keys; and which texts are about them. */
export interface People {
  /** The pseudonym of a person of this command. */
  subjectOf(id: string): string | undefined;
  /** Pseudonyms of all of them. */
  readonly everybody: readonly string[];
  /** Persons whose keys are there, of the given ones. */
  living(subjects: Iterable<string>): readonly string[];
  keyOf(subject: string): LivingKey | undefined;
  /** A value about persons, by pseudonym. */
  leaf(pointer: string, value: unknown, subjects: readonly string[]): Leaf;
  leafOf(found: PersonalValue): Leaf;
  /** Whom a text is about that is a person's id, or came with a message as a personal text. */
  ofId(text: string): readonly string[] | undefined;
  /** Whom a text is about that is or holds something personal of this case. */
  ofValue(text: string): readonly string[] | undefined;
}

export interface PeopleOptions {
  readonly tenant: string;
  readonly blind: BlindIndex;
  readonly ring: KeyRing;
  readonly known: KnownCase | undefined;
  readonly found: readonly PersonalValue[];
  /** Texts that were personal in the case that sent them with a message, with the keys they were under. */
  readonly brought: ReadonlyMap<string, readonly string[]>;
  /** Ids of persons, also of those who are found in no value. */
  readonly ids: ReadonlySet<string>;
  /** Stands in for the person of a value whose data does not say whom it is about. */
  readonly nobody: string;
}

/** Stands for a person who was erased: nothing that is about him is kept. */
const GONE = 'gone';

/** A shorter text inside another one is no sign that this is about the person. */
const TELLING_LENGTH = 5;

/**
 * A person whom the stored case has is read and written under the key the case has: if that was destroyed, what a
 * command still says of the person is given up, even when the person has meanwhile come back and has a new key.
 */
export async function peopleOf(options: PeopleOptions): Promise<People> {
  const { blind, tenant, known, found, ids, nobody } = options;
  const subjects = await blind.pseudonyms(tenant, ids);
  const { keys, brought } = await keysOf(options, subjects.values());
  const values = valuesOf(found, known, subjects, brought, nobody);

  const living = (some: Iterable<string>) => [...new Set(some)].filter((one) => isKey(keys.get(one))).sort();
  const leaf = (pointer: string, value: unknown, about: readonly string[]): Leaf => {
    const all = [...new Set(about)].sort();
    const alive = living(all);
    if (value === ERASED || alive.length < all.length) return { pointer, value, keys: 'erased' };
    return { pointer, value, keys: alive.map((subject) => ({ subject, key: keys.get(subject) }) as PersonKey) };
  };
  return {
    subjectOf: (id) => subjects.get(id),
    everybody: [...subjects.values()],
    keyOf: (subject) => keys.get(subject),
    living,
    leaf,
    leafOf({ pointer, value, person = nobody }) {
      const subject = subjects.get(person);
      return subject === undefined ? { pointer, value, keys: 'erased' } : leaf(pointer, value, [subject]);
    },
    ofId(text) {
      const subject = subjects.get(text);
      return subject === undefined ? brought.get(text) : [subject];
    },
    ofValue(text) {
      const exact = values.get(text);
      if (exact !== undefined) return exact;
      const inside = [...values].filter(([value]) => value.length >= TELLING_LENGTH && text.includes(value));
      return inside.length === 0 ? undefined : [...new Set(inside.flatMap(([, about]) => about))];
    },
  };
}

interface KeysAtHand {
  /** By pseudonym. */
  readonly keys: ReadonlyMap<string, LivingKey>;
  /** The texts a message brought, with the pseudonyms of whom they are about. */
  readonly brought: ReadonlyMap<string, readonly string[]>;
}

async function keysOf(options: PeopleOptions, wanted: Iterable<string>): Promise<KeysAtHand> {
  const { tenant, ring, known, brought } = options;
  const bound = [...(known?.keys ?? [])];
  const fresh = [...new Set(wanted)].filter((subject) => known?.keys.has(subject) !== true);
  const foreign = [...new Set([...brought.values()].flat())];
  const byId = (id: string) => ({ id });
  const [current, provided, sent] = await Promise.all([
    ring.read(
      tenant,
      bound.map(([, id]) => byId(id)),
    ),
    ring.provide(tenant, fresh),
    ring.read(tenant, foreign.map(byId)),
  ]);
  const keys = new Map<string, LivingKey>([
    [GONE, 'destroyed'],
    ...bound.map(([subject], index): [string, LivingKey] => [subject, current[index] as LivingKey]),
    ...provided,
  ]);
  const names = new Map(
    [...bound, ...[...provided].map(([subject, { id }]) => [subject, id] as const)].map(([subject, id]) => [
      id,
      subject,
    ]),
  );
  for (const [index, id] of foreign.entries()) {
    // Whom the key belongs to need not be known: it names the person well enough.
    const name = names.get(id) ?? `key:${id}`;
    names.set(id, name);
    if (!keys.has(name)) keys.set(name, sent[index] as LivingKey);
  }
  const about = (ids: readonly string[]) => ids.map((id) => names.get(id) as string);
  return { keys, brought: new Map([...brought].map(([text, ids]) => [text, about(ids)])) };
}

const isKey = (key: LivingKey | undefined): boolean => key !== undefined && key !== 'destroyed';

/** Everything personal that is known in words, with whom it is about. */
function valuesOf(
  found: readonly PersonalValue[],
  known: KnownCase | undefined,
  subjects: ReadonlyMap<string, string>,
  brought: ReadonlyMap<string, readonly string[]>,
  nobody: string,
): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  const note = (value: unknown, about: readonly string[]) => {
    if (typeof value !== 'string' || value === '' || value === gapFor(value)) return;
    values.set(value, [...new Set([...(values.get(value) ?? []), ...about])]);
  };
  for (const [id, subject] of subjects) note(id, [subject]);
  for (const [text, about] of brought) note(text, about);
  for (const { value, subjects: about } of known?.places.values() ?? []) note(value, about);
  for (const { value, person = nobody } of found) {
    note(value, [subjects.get(person) ?? GONE]);
  }
  return values;
}
