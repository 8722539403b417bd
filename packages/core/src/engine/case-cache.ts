import type { CaseEnvelope } from '../contract/case.js';
import { documentText } from '../contract/json.js';
import type { CaseKey } from '../contract/store.js';

/**
 * Cases as this engine last wrote them. What it gives may be old: only a decision whose commit checks the revision may
 * be made on it. A case that somebody else writes as well is not kept until it is this engine's alone again.
 */
export interface CaseCache {
  /** A copy of its own each time. */
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
  /** As JSON, so that nobody can change it; absent for a case that others write too. */
  readonly json?: string;
}

/** What an entry takes besides its text: keys and bookkeeping. */
const ENTRY_BYTES = 300;

/** Keeps the cases used last, as many as fit into so many bytes of text. */
export function caseCache(maxBytes: number): CaseCache {
  /** The one used longest ago comes first. */
  const entries = new Map<string, Entry>();
  let bytes = 0;

  const keyOf = ({ tenant, caseId }: CaseKey): string => `${tenant.length} ${tenant}${caseId}`;
  const sizeOf = (key: string, { json = '' }: Entry): number => ENTRY_BYTES + 2 * (key.length + json.length);

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
      if (entry?.json === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return JSON.parse(entry.json) as CaseEnvelope;
    },
    loaded(envelope) {
      const key = keyOf(envelope);
      const entry = entries.get(key);
      // Nobody else has written since: it may be kept from the next commit on.
      if (entry !== undefined && entry.json === undefined && entry.revision === envelope.revision) remove(key);
    },
    committed(envelope) {
      const key = keyOf(envelope);
      const isShared = entries.has(key) && entries.get(key)?.json === undefined;
      set(key, { revision: envelope.revision, ...(!isShared && { json: documentText(envelope) }) });
    },
    forget(ref) {
      const key = keyOf(ref);
      const entry = entries.get(key);
      if (entry !== undefined) set(key, { revision: entry.revision });
    },
  };
}

/** For a store whose reads cost less than a copy. */
export const noCache: CaseCache = {
  get: () => undefined,
  loaded: () => undefined,
  committed: () => undefined,
  forget: () => undefined,
};
