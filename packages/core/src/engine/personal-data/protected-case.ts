import type { CaseEnvelope, CaseIndex } from '../../contract/case.js';
import type { OpenedPart } from './sealer.js';

/** What is known of a stored case from the last time it was read: what must go on under the same keys. */
export interface KnownCase {
  readonly revision: number;
  readonly workflow: string;
  readonly version: string;
  /** Key ids by the pseudonym of the person. */
  readonly keys: ReadonlyMap<string, string>;
  /** Values that were encrypted, by place. */
  readonly places: ReadonlyMap<string, { readonly value: unknown; readonly subjects: readonly string[] }>;
  /** Places of values that an erasure took away. */
  readonly erased: readonly string[];
  readonly index?: { readonly clear: CaseIndex; readonly stored: CaseIndex };
}

/** What a case that does not exist yet is known to bring along. */
export const unopened = (keys: ReadonlyMap<string, string>): KnownCase => ({
  revision: 0,
  workflow: '',
  version: '',
  keys,
  places: new Map(),
  erased: [],
});

export interface KnownCaseOptions {
  readonly stored: CaseEnvelope;
  readonly clear: CaseEnvelope;
  readonly parts: readonly OpenedPart[];
}

export function knownCase({ stored, clear, parts }: KnownCaseOptions): KnownCase {
  const keys = new Map<string, string>();
  const places = new Map<string, { value: unknown; subjects: readonly string[] }>();
  for (const part of parts) {
    const subjects = part.keys.flatMap(({ subject }) => subject ?? []);
    for (const { id, subject } of part.keys) if (subject !== undefined) keys.set(subject, id);
    for (const [pointer, value] of part.values ?? []) places.set(pointer, { value, subjects });
  }
  const { revision, workflow, version } = stored;
  const index = { clear: clear.index, stored: stored.index };
  return { revision, workflow, version, keys, places, erased: clear.erased ?? [], index };
}
