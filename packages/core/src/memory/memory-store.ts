import {
  type CommitItem,
  type CommitResult,
  DISPOSED_REVISION,
  describeError,
  isMotcuaError,
  MotcuaError,
  STORE_CONTRACT_VERSION,
  type Store,
} from '../contract/index.js';
import { createMemoryDisposal } from './memory-disposal.js';
import { createMemoryLiveness } from './memory-liveness.js';
import { createMemoryOutbox } from './memory-outbox.js';
import { createMemoryReader } from './memory-reader.js';
import { createMemorySeal, type WrittenDraft, writeDraft } from './memory-seal.js';
import { type CaseHead, copyOf, createMemoryState, type Document, keyOf, read, write } from './memory-state.js';
import { createMemoryTimers } from './memory-timers.js';

/**
 * A store that keeps everything in memory: the executable specification of the {@link Store} contract, for tests,
 * simulations and examples. It needs `open()` like any other store; after `close()` and `open()` the data is still
 * there, after the end of the process it is gone. Every value is copied through JSON on its way in and out.
 */
export function createMemoryStore(): Store {
  const state = createMemoryState();
  const timers = createMemoryTimers();
  const outbox = createMemoryOutbox();
  const liveness = createMemoryLiveness();
  const seal = createMemorySeal();
  const dispose = createMemoryDisposal({ state, timers, outbox, seal, commit: (item) => apply(writeItem(item)) });
  let isOpen = false;

  /** Runs one operation to its end, as a promise, with every failure mapped to MC_STORE_FAILED. */
  async function run<Result>(operation: string, work: () => Result): Promise<Result> {
    if (!isOpen) throw notOpen(operation);
    try {
      return work();
    } catch (cause) {
      if (isMotcuaError(cause)) throw cause;
      throw failed(operation, cause);
    }
  }

  function apply(item: WrittenItem): CommitResult {
    const commandKey = keyOf(item.tenant, item.commandId);
    const previous = state.replies.get(commandKey);
    if (previous !== undefined) return { status: 'duplicate', reply: read(previous) };

    const caseKey = keyOf(item.tenant, item.caseId);
    if (state.tombstones.has(caseKey)) return { status: 'conflict', revision: DISPOSED_REVISION };
    const revision = state.cases.get(caseKey)?.head.revision ?? 0;
    if (revision !== item.expectedRevision) return { status: 'conflict', revision };

    state.replies.set(commandKey, item.reply);
    state.audit.push({ ...item.audit, tenant: item.tenant, caseId: item.caseId, commandId: item.commandId });
    if (item.leaf !== undefined) seal.append(item, item.leaf);
    if (item.firing !== undefined) timers.settle(item.tenant, item.caseId, item.firing);
    if (item.change !== undefined) {
      if (revision === 0) state.caseKeys.add({ tenant: item.tenant, caseId: item.caseId });
      state.cases.set(caseKey, { ...item.change.envelope, head: item.change.head });
      const journal = state.journal.get(caseKey) ?? [];
      journal.push({ ...item.change.journal, revision: item.change.head.revision });
      state.journal.set(caseKey, journal);
      if (item.change.timers !== undefined) timers.replace(item.tenant, item.caseId, item.change.timers);
      outbox.add(item.change.outbox);
    }
    return { status: 'committed' };
  }

  return {
    contractVersion: STORE_CONTRACT_VERSION,
    capabilities: Object.freeze({}),
    async open() {
      isOpen = true;
    },
    async close() {
      isOpen = false;
    },
    commit: (batch, options) =>
      run('commit', () => {
        if (options?.transaction !== undefined) throw cannotJoin();
        // All is written down first: what cannot be written as JSON fails before anything has changed.
        return batch.map(writeItem).map(apply);
      }),
    dispose: (item) => run('dispose', () => dispose(item)),
    allocate: ({ tenant, series }) =>
      run('allocate', () => {
        const next = (state.series.get(keyOf(tenant, series)) ?? 0) + 1;
        state.series.set(keyOf(tenant, series), next);
        return next;
      }),
    // Whoever shares it is in this process, and tells its own engine.
    listen: () => () => {},
    cases: createMemoryReader(state, run),
    timers: {
      claim: (request) => run('timers.claim', () => timers.claim(request)),
      renew: (request) => run('timers.renew', () => timers.renew(request)),
      release: (request) => run('timers.release', () => timers.release(request)),
      nextAt: () => run('timers.nextAt', () => timers.nextAt()),
    },
    outbox: {
      claim: (request) => run('outbox.claim', () => outbox.claim(request)),
      renew: (request) => run('outbox.renew', () => outbox.renew(request)),
      settle: (request) => run('outbox.settle', () => outbox.settle(request)),
      release: (request) => run('outbox.release', () => outbox.release(request)),
      nextAt: (request) => run('outbox.nextAt', () => outbox.nextAt(request)),
      dead: (request) => run('outbox.dead', () => outbox.dead(request)),
      redrive: (request) => run('outbox.redrive', () => outbox.redrive(request)),
      count: (request) => run('outbox.count', () => outbox.count(request)),
    },
    liveness: {
      beat: (beat) => run('liveness.beat', () => liveness.beat(beat)),
      outages: (request) => run('liveness.outages', () => liveness.outages(request)),
    },
    seal: {
      pending: (request) => run('seal.pending', () => seal.pending(request)),
      confirm: (request) => run('seal.confirm', () => seal.confirm(request)),
      leaves: (request) => run('seal.leaves', () => seal.leaves(request)),
      lease: (request) => run('seal.lease', () => seal.lease(request)),
      count: () => run('seal.count', () => seal.count()),
      chain: (request) => run('seal.chain', () => seal.chain(request)),
      disclosures: (request) => run('seal.disclosures', () => seal.disclosures(request)),
    },
  };
}

/** An item, written down: documents as JSON, and copies of what the queues and indexes keep. */
interface WrittenItem extends Pick<CommitItem, 'tenant' | 'caseId' | 'commandId' | 'expectedRevision' | 'firing'> {
  readonly reply: Document<CommitItem['reply']>;
  readonly audit: Document<CommitItem['audit']>;
  readonly leaf?: WrittenDraft;
  readonly change?: Pick<Change, 'timers' | 'outbox'> & {
    readonly envelope: Document<Change['envelope']>;
    readonly head: CaseHead;
    readonly journal: Document<Change['journal']>;
  };
}

type Change = NonNullable<CommitItem['change']>;

function writeItem({ reply, audit, leaf, change, ...item }: CommitItem): WrittenItem {
  return {
    ...item,
    reply: write(reply),
    audit: write(audit),
    ...(leaf !== undefined && { leaf: writeDraft(leaf) }),
    ...(change !== undefined && { change: writeChange(change) }),
  };
}

function writeChange({ envelope, journal, timers, outbox }: Change): NonNullable<WrittenItem['change']> {
  const { machine, deadlines, timers: armed, custody, children, tags, ...head } = envelope;
  return {
    envelope: write(envelope),
    head: copyOf(head),
    journal: write(journal),
    outbox: copyOf(outbox),
    ...(timers !== undefined && { timers: copyOf(timers) }),
  };
}

function notOpen(operation: string): MotcuaError {
  return new MotcuaError('MC_STORE_FAILED', {
    happened: `The memory store was asked for ${operation} while it is not open`,
    expected: 'a call between open() and close()',
    remedy: 'await open() first, and stop all callers before close()',
    details: { operation },
  });
}

function failed(operation: string, cause: unknown): MotcuaError {
  return new MotcuaError('MC_STORE_FAILED', {
    happened: `The memory store failed in ${operation}: ${describeError(cause)}`,
    expected: 'values that can be written as JSON',
    remedy: 'see the cause; nothing was written',
    details: { operation },
    cause,
  });
}

function cannotJoin(): MotcuaError {
  return new MotcuaError('MC_CAPABILITY_MISSING', {
    happened: 'The memory store was asked to commit inside a transaction of the caller',
    expected: 'a store with the capability joinsTransaction',
    remedy: 'commit without `transaction`, or use a store that can join, such as @motcua/store-sqlite',
    details: { capability: 'joinsTransaction' },
  });
}
