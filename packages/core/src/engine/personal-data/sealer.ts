import type { Codec } from '../../contract/codec.js';
import type { DataKey } from '../../contract/key-store.js';
import { type KeyRef, SERIALIZER, type Sealed, type SealedPart, sealedSchema } from '../../contract/personal.js';
import { MotcuaError } from '../../error/index.js';
import { fromBase64, toBase64 } from './base64.js';
import { gapFor } from './collect.js';
import type { KeyRing, LivingKey } from './key-ring.js';
import { patched } from './pointer.js';

/** Names a record: what is encrypted for one place cannot be read in another. */
export interface Place {
  readonly tenant: string;
  readonly kind: 'case' | 'index' | 'journal' | 'reply' | 'audit' | 'message' | 'reason' | 'disclosure';
  readonly id: readonly (string | number)[];
}

/** A person's key, under the person's pseudonym. */
export interface PersonKey {
  readonly subject: string;
  readonly key: DataKey;
}

/** A value to be encrypted under the keys of all it is about; `erased` when one of them is erased: it is given up. */
export interface Leaf {
  readonly pointer: string;
  readonly value: unknown;
  readonly keys: readonly PersonKey[] | 'erased';
}

export interface SealedDocument<Document> {
  /** With what stands for an erased value in the places of the values. */
  readonly document: Document;
  /** Absent when there was nothing to encrypt. */
  readonly sealed?: Sealed;
}

export interface OpenedPart {
  readonly keys: readonly KeyRef[];
  /** Absent when a key was destroyed. */
  readonly values?: ReadonlyMap<string, unknown>;
}

export interface OpenedDocument<Document> {
  readonly document: Document;
  readonly erased: readonly string[];
  readonly parts: readonly OpenedPart[];
}

export interface OpenTask<Document> {
  readonly document: Document;
  readonly sealed: Sealed;
  readonly place: Place;
}

/** Encrypts and decrypts the personal values of records. */
export interface Sealer {
  seal<Document>(document: Document, place: Place, leaves: readonly Leaf[]): Promise<SealedDocument<Document>>;
  /** Throws MC_CODEC_UNKNOWN, MC_CIPHERTEXT_INVALID, MC_KEY_UNKNOWN. */
  open<Document>(tasks: readonly OpenTask<Document>[]): Promise<readonly OpenedDocument<Document>[]>;
}

interface Group {
  readonly keys: readonly PersonKey[];
  readonly paths: string[];
  readonly values: unknown[];
}

/** The first codec writes, all of them read. */
export function createSealer(codecs: readonly [Codec, ...Codec[]], ring: Pick<KeyRing, 'read'>): Sealer {
  const [writing] = codecs;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();

  const associatedWith = (codec: Codec, place: Place, part: Pick<SealedPart, 'keys' | 'paths'>): Uint8Array => {
    const { tenant, kind, id } = place;
    const keys = part.keys.map((key) => [key.id, key.version]);
    return encoder.encode(JSON.stringify([SERIALIZER, codec.name, tenant, kind, id, keys, part.paths]));
  };

  async function sealGroup({ keys, paths, values }: Group, place: Place): Promise<SealedPart> {
    const refs = keys.map(({ subject, key: { id, version } }): KeyRef => {
      return { id, version, ...(place.kind === 'case' && { subject }) };
    });
    const associated = associatedWith(writing, place, { keys: refs, paths });
    let data: Uint8Array = encoder.encode(JSON.stringify(values));
    for (const { key } of keys) data = await writing.encrypt({ key, data, associated });
    return { keys: refs, paths, data: toBase64(data) };
  }

  async function openPart(
    codec: Codec,
    place: Place,
    part: SealedPart,
    keys: readonly LivingKey[],
  ): Promise<OpenedPart> {
    if (keys.includes('destroyed')) return { keys: part.keys };
    const associated = associatedWith(codec, place, part);
    let data: Uint8Array | undefined = fromBase64(part.data);
    for (const key of [...keys].reverse() as DataKey[]) {
      data = data && (await codec.decrypt({ key, data, associated }));
    }
    const values = data && (JSON.parse(decoder.decode(data)) as readonly unknown[]);
    if (values?.length !== part.paths.length) throw tampered(place);
    return { keys: part.keys, values: new Map(part.paths.map((path, index) => [path, values[index]])) };
  }

  return {
    async seal(document, place, leaves) {
      if (leaves.length === 0) return { document };
      const groups = new Map<string, Group>();
      const erased: string[] = [];
      for (const { pointer, value, keys } of leaves) {
        if (keys === 'erased') {
          erased.push(pointer);
          continue;
        }
        const name = keys.map(({ key }) => key.id).join(' ');
        const group = groups.get(name) ?? { keys, paths: [], values: [] };
        group.paths.push(pointer);
        group.values.push(value);
        groups.set(name, group);
      }
      const parts = await Promise.all([...groups.values()].map((group) => sealGroup(group, place)));
      const gaps = new Map(leaves.map(({ pointer, value }) => [pointer, gapFor(value)]));
      const masked = patched(document, gaps);
      // Written as it is, the record would hold in clear what was to be encrypted.
      if (masked === undefined) throw new TypeError(`${place.kind} has no place for one of its personal values`);
      return {
        document: masked,
        sealed: { serializer: SERIALIZER, codec: writing.name, parts, ...(erased.length > 0 && { erased }) },
      };
    },
    async open(tasks) {
      const checked = tasks.map((task) => ({ ...task, sealed: checkedSealed(task.sealed, task.place) }));
      const named = checked.map(({ sealed }) => codecOf(codecs, sealed));
      const keys = await keysFor(ring, checked);
      return Promise.all(
        checked.map(async ({ document, sealed, place }, index) => {
          const codec = named[index] as Codec;
          const parts = await Promise.all(
            sealed.parts.map((part) => openPart(codec, place, part, keys(place.tenant, part))),
          );
          const values = new Map(parts.flatMap((part) => [...(part.values ?? [])]));
          const whole = patched(document, values);
          if (whole === undefined) throw tampered(place);
          const lost = parts.flatMap((part, at) => (part.values === undefined ? (sealed.parts[at]?.paths ?? []) : []));
          return { document: whole, erased: [...(sealed.erased ?? []), ...lost], parts };
        }),
      );
    },
  };
}

/** Fetches all keys of the tasks at once, and hands them out by part. */
async function keysFor(ring: Pick<KeyRing, 'read'>, tasks: readonly Pick<OpenTask<unknown>, 'sealed' | 'place'>[]) {
  const byTenant = new Map<string, Map<string, KeyRef>>();
  const nameOf = ({ id, version }: KeyRef) => `${id} ${version}`;
  for (const { sealed, place } of tasks) {
    const names = byTenant.get(place.tenant) ?? new Map<string, KeyRef>();
    byTenant.set(place.tenant, names);
    for (const key of sealed.parts.flatMap((part) => part.keys)) names.set(nameOf(key), key);
  }
  const found = new Map<string, ReadonlyMap<string, LivingKey>>();
  await Promise.all(
    [...byTenant].map(async ([tenant, names]) => {
      const keys = await ring.read(tenant, [...names.values()]);
      found.set(tenant, new Map([...names.keys()].map((name, index) => [name, keys[index] as LivingKey])));
    }),
  );
  return (tenant: string, part: SealedPart): readonly LivingKey[] =>
    part.keys.map((key) => found.get(tenant)?.get(nameOf(key)) as LivingKey);
}

function checkedSealed(sealed: Sealed, place: Place): Sealed {
  const parsed = sealedSchema.safeParse(sealed);
  if (!parsed.success) throw tampered(place);
  return parsed.data;
}

function codecOf(codecs: readonly Codec[], sealed: Sealed): Codec {
  const codec = codecs.find(({ name }) => name === sealed.codec);
  if (codec !== undefined && sealed.serializer === SERIALIZER) return codec;
  throw unknownCodec(
    sealed,
    codecs.map(({ name }) => name),
  );
}

/** Data in a form this engine does not know; or any encrypted data, for an engine without keys. */
export function unknownCodec({ serializer, codec }: Pick<Sealed, 'serializer' | 'codec'>, known: readonly string[]) {
  return new MotcuaError('MC_CODEC_UNKNOWN', {
    happened: `A stored record is encrypted by the codec ${codec} over ${serializer}`,
    expected:
      known.length === 0
        ? 'no encrypted data: this engine has no key store'
        : `${known.join(' or ')} over ${SERIALIZER}`,
    remedy: 'give createEngine `personalData` with the key store and the codecs the data was written with',
    details: { serializer, codec, known },
  });
}

const tampered = ({ tenant, kind, id }: Place) =>
  new MotcuaError('MC_CIPHERTEXT_INVALID', {
    happened: `The personal data of ${kind} ${id.join(' ')} of tenant ${tenant} was not encrypted for this place, or was changed since`,
    expected: 'the record as the engine wrote it',
    remedy: 'find out who wrote to the database beside the engine, and restore the record from a backup',
    details: { tenant, kind, id },
  });
