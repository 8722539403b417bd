import type { CommitItem, CommitResult, DisposalItem, DisposalResult } from '../contract/index.js';
import type { MemoryOutbox } from './memory-outbox.js';
import type { MemorySeal } from './memory-seal.js';
import { keyOf, type MemoryState } from './memory-state.js';
import type { MemoryTimers } from './memory-timers.js';

interface MemoryParts {
  readonly state: MemoryState;
  readonly timers: MemoryTimers;
  readonly outbox: MemoryOutbox;
  readonly seal: MemorySeal;
  readonly commit: (item: CommitItem) => CommitResult;
}

/** Deletes a closed case after the record of it. Nothing comes between its steps. */
export function createMemoryDisposal({ state, timers, outbox, seal, commit }: MemoryParts) {
  /** Why a case that is at the revision it was decided on is not disposed of. */
  function whyNot({ tenant, caseId, expectedAudit, expectedRevision }: DisposalItem): DisposalResult | undefined {
    const head = state.cases.get(keyOf(tenant, caseId))?.head;
    // The commit answers that.
    if (head?.revision !== expectedRevision) return undefined;
    const lastAudit = state.audit.findLastIndex((record) => record.tenant === tenant && record.caseId === caseId) + 1;
    if (lastAudit !== expectedAudit) return { status: 'conflict', revision: head.revision };
    if (head.status !== 'done') return { status: 'kept', because: 'open' };
    const messages = outbox.waiting({ tenant, caseId });
    return messages === 0 ? undefined : { status: 'kept', because: 'messages', messages };
  }

  return (request: DisposalItem): DisposalResult => {
    const { tombstone, expectedAudit: _, ...item } = request;
    const { tenant, caseId, commandId } = item;
    const isKnown = state.replies.has(keyOf(tenant, commandId));
    const kept = isKnown ? undefined : whyNot(request);
    if (kept !== undefined) return kept;
    const key = keyOf(tenant, caseId);
    if (!isKnown && !state.cases.has(key) && !state.tombstones.has(key)) return { status: 'conflict', revision: 0 };
    const result = commit(item);
    if (result.status !== 'committed') return result;

    for (const record of state.audit) {
      if (record.tenant !== tenant || record.caseId !== caseId || record.commandId === commandId) continue;
      state.replies.delete(keyOf(tenant, record.commandId));
    }
    const entries = state.journal.get(key)?.length ?? 0;
    state.journal.delete(key);
    state.cases.delete(key);
    state.caseKeys.remove({ tenant, caseId });
    timers.replace(tenant, caseId, []);
    state.tombstones.set(key, { ...tombstone });
    return { status: 'disposed', entries, messages: outbox.forget(item), disclosures: seal.forget(item) };
  };
}
