import type { CaseEnvelope } from '../contract/case.js';
import type { CaseKey } from '../contract/store.js';
import { bytesOf, frozenCopy } from './frozen-copy.js';

/**
 * Cases as this engine last wrote them. What it gives may be old: only a decision whose commit checks the revision may
 * be made on it. A case that somebody else writes as well is not kept until it is this engine's alone again.
 */
export interface CaseCache {
  /** Frozen through and through: whoever tries to change it throws. */
  get(ref: CaseKey): CaseEnvelope | undefined;
  /** Tells what the store holds. */
  loaded(envelope: CaseEnvelope): void;
  /** Tells what this engine has committed. */
  committed(envelope: CaseEnvelope): void;
  /** A commit met another revision, or its outcome is unknown. */
  forget(ref: CaseKey): void;
}

interface Entry {
  readonly revision: number;
  /** Absent for a case that others write too. */
  readonly kept?: Kept;
}

interface Kept {
  readonly envelope: CaseEnvelope;
  /** At least what the envelope takes in memory, and about twice that at most. */
  readonly bytes: number;
  /** What it took when it was counted last. */
  readonly counted: number;
}

/** What an entry takes besides its case: keys and bookkeeping. */
const ENTRY_BYTES = 300;

/** Keeps the cases used last, as many as fit into so many bytes. */
export function caseCache(maxBytes: number): CaseCache {
  /** The one used longest ago comes first. */
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const keyOf = ({ tenant, caseId }: CaseKey): string => `${tenant.length} ${tenant}${caseId}`;
  const sizeOf = (key: string, { kept }: Entry): number => ENTRY_BYTES + 2 * key.length + (kept?.bytes ?? 0);

  function remove(key: string): void {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    bytes -= sizeOf(key, entry);
  }

  function set(key: string, entry: Entry): void {
    remove(key);
    entries.set(key, entry);
    bytes += sizeOf(key, entry);
    for (const oldest of entries.keys()) {
      if (bytes <= maxBytes) break;
      remove(oldest);
    }
  }

  return {
    get(ref) {
      const key = keyOf(ref);
      const entry = entries.get(key);
      if (entry?.kept === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.kept.envelope;
    },
    loaded(envelope) {
      const key = keyOf(envelope);
      const entry = entries.get(key);
      // Nobody else has written since: it may be kept from the next commit on.
      if (entry !== undefined && entry.kept === undefined && entry.revision === envelope.revision) remove(key);
    },
    committed(envelope) {
      const key = keyOf(envelope);
      const entry = entries.get(key);
      const isShared = entry !== undefined && entry.kept === undefined;
      set(key, { revision: envelope.revision, ...(!isShared && { kept: keptFrom(envelope, entry?.kept) }) });
    },
    forget(ref) {
      const key = keyOf(ref);
      const entry = entries.get(key);
      if (entry !== undefined) set(key, { revision: entry.revision });
    },
  };
}

/** What is not part of the case any more still counts, until it is too much to go on without counting again. */
function keptFrom(envelope: CaseEnvelope, earlier: Kept | undefined): Kept {
  const { copy, bytes: made } = frozenCopy(envelope, earlier?.envelope);
  if (earlier === undefined) return { envelope: copy, bytes: made, counted: made };
  const bytes = earlier.bytes + made;
  if (bytes <= 2 * earlier.counted) return { envelope: copy, bytes, counted: earlier.counted };
  const counted = bytesOf(copy);
  return { envelope: copy, bytes: counted, counted };
}

/** For a store whose reads cost less than a copy. */
export const noCache: CaseCache = {
  get: () => undefined,
  loaded: () => undefined,
  committed: () => undefined,
  forget: () => undefined,
};
