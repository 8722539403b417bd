import { type Clock, MotcuaError, type SealQueue } from '@motcua/core/contract';
import type { Checkpoint } from '../note/checkpoint.js';
import type { Note } from '../note/note.js';
import type { LogStorage } from '../tiles/storage.js';
import { CHECKPOINT } from '../tiles/tile-path.js';
import { createTileReader } from '../tiles/tile-reader.js';
import { askWitness, type WitnessClient } from '../witness/ask-witness.js';
import { compareStore } from './compare-store.js';
import { type LogWriter, type LogWriterOptions, openLogWriter, publishedSize } from './log-writer.js';

/** What sealing needs of a store: any store of motcua has it. */
export interface SealingStore {
  readonly seal: Pick<SealQueue, 'pending' | 'confirm' | 'leaves' | 'lease' | 'count'>;
}

export interface SequencerOptions extends Omit<LogWriterOptions, 'clock'> {
  readonly store: SealingStore;
  readonly clock: Clock;
  /** Unique to this process. */
  readonly owner: string;
  /** Records sealed with one checkpoint at most. Default 1000. */
  readonly batch?: number;
  /** How often it looks for records. Default 1 second. */
  readonly everyMs?: number;
  /** After how long another process takes over from one that died. Default 30 seconds. */
  readonly leaseMs?: number;
  /** A record that has waited longer raises the alarm. Default 5 minutes. */
  readonly alarmLagMs?: number;
  /** Asked after each checkpoint. One that does not answer holds nothing up. */
  readonly witnesses?: readonly WitnessClient[];
  /** Told what happens; what it throws is ignored. */
  readonly onEvent?: (event: SealingEvent) => void;
}

export type SealingEvent =
  /** Records were published. */
  | { readonly type: 'sealed'; readonly from: number; readonly size: number; readonly at: number }
  /** A witness cosigned, or did not. */
  | { readonly type: 'witnessed'; readonly witness: string; readonly size: number }
  | { readonly type: 'witness.refused'; readonly problem: string; readonly size: number }
  /** The alarm: records wait longer than they should, and that it has passed. */
  | { readonly type: 'lag'; readonly lagMs: number; readonly pending: number }
  | { readonly type: 'lag.ended' }
  /** A round failed; the next one begins afresh. */
  | { readonly type: 'failed'; readonly error: unknown };

export interface SealingLag {
  /** Records that are committed and not published. */
  readonly pending: number;
  /** How long the oldest of them has waited, by its own `recordedAt`. */
  readonly lagMs: number;
}

export interface Sequencer {
  /** One round: seals at most a batch. `waiting`: another process is the sequencer. */
  seal(): Promise<{ readonly status: 'sealed' | 'idle' | 'waiting'; readonly size: number }>;
  /** For a metric. Any process may ask. */
  lag(): Promise<SealingLag>;
  /** Seals until it is stopped. */
  start(): void;
  /** Ends the round under way and gives the lease back. */
  stop(): Promise<void>;
}

const DEFAULTS = { batch: 1000, everyMs: 1000, leaseMs: 30_000, alarmLagMs: 300_000 };
/** Records at the end of the log that are compared with the store when a process becomes the sequencer. */
const COMPARED = 256;

/**
 * Brings committed records into one order and publishes them, one process at a time. The order is written to the store
 * first; tiles and the checkpoint follow from it. So a process may die between any two steps: the next one finds the
 * order in the store, and publishes the same bytes.
 */
export function createSequencer(options: SequencerOptions): Sequencer {
  const {
    store,
    clock,
    owner,
    batch,
    everyMs,
    leaseMs,
    alarmLagMs,
    witnesses = [],
    onEvent,
  } = { ...DEFAULTS, ...options };
  let writer: LogWriter | undefined;
  let heldUntil = Number.NEGATIVE_INFINITY;
  let isAlarmed = false;
  let running: { readonly loop: Promise<void>; readonly abort: AbortController } | undefined;

  const tell = (event: SealingEvent): void => {
    try {
      onEvent?.(event);
    } catch {
      // A listener's failure is its own.
    }
  };
  const lease = (leaseUntil: number) => store.seal.lease({ owner, now: clock.now(), leaseUntil });
  const takeLease = async (): Promise<boolean> => {
    const until = clock.now() + leaseMs;
    const isOurs = await lease(until);
    if (isOurs) heldUntil = until;
    return isOurs;
  };
  /** Who was slow must not publish over whoever has taken over: the last step asks for the lease once more. */
  const storage: LogStorage = {
    ...options.storage,
    async put(name, data) {
      if (name === CHECKPOINT && !(await takeLease())) throw leaseLost(owner);
      await options.storage.put(name, data);
    },
  };

  async function seal() {
    // Whoever held the lease in the meantime has written the log.
    if (clock.now() >= heldUntil) writer = undefined;
    if (!(await takeLease())) {
      writer = undefined;
      return { status: 'waiting' as const, size: 0 };
    }
    try {
      writer ??= await open();
      const sealed = await round(writer);
      return { status: sealed > 0 ? ('sealed' as const) : ('idle' as const), size: writer.size };
    } catch (error) {
      // What was appended may be half written: the next round starts from what is published.
      writer = undefined;
      throw error;
    }
  }

  async function open(): Promise<LogWriter> {
    const opened = await openLogWriter({ ...options, storage });
    const reader = createTileReader(storage, opened.size);
    await compareStore(store, reader, { from: Math.max(0, opened.size - COMPARED) });
    return opened;
  }

  async function round(log: LogWriter): Promise<number> {
    const from = log.size;
    // What was ordered before and not published: a process died in between.
    const ordered = (await store.seal.leaves({ from, limit: batch })).map(({ leaf }) => leaf);
    const leaves = ordered.length > 0 ? ordered : await orderNext(from);
    if (leaves.length === 0) return 0;
    for (const leaf of leaves) log.append(leaf);
    const { checkpoint, note } = await log.publish();
    tell({ type: 'sealed', from, size: checkpoint.size, at: clock.now() });
    await haveWitnessed(log, checkpoint, note);
    return leaves.length;
  }

  async function orderNext(from: number): Promise<readonly string[]> {
    const pending = await store.seal.pending({ limit: batch });
    if (pending.length === 0) return [];
    const isOurs = await store.seal.confirm({ from, positions: pending.map(({ position }) => position) });
    // Another process was quicker: what it ordered is read in the next round.
    return isOurs ? pending.map(({ leaf }) => leaf) : [];
  }

  async function haveWitnessed(log: LogWriter, checkpoint: Checkpoint, note: Note): Promise<void> {
    const tiles = createTileReader(storage, checkpoint.size);
    const answers = await Promise.all(
      witnesses.map((witness) =>
        askWitness({ witness, checkpoint, note, tiles }).catch((error: unknown) => ({
          status: 'refused' as const,
          problem: error instanceof Error ? error.message : String(error),
        })),
      ),
    );
    const signatures = [...note.signatures];
    for (const answer of answers) {
      if (answer.status === 'refused') {
        tell({ type: 'witness.refused', problem: answer.problem, size: checkpoint.size });
        continue;
      }
      signatures.push(answer.signature);
      tell({ type: 'witnessed', witness: answer.signature.name, size: checkpoint.size });
    }
    if (signatures.length > note.signatures.length) await log.republish({ ...note, signatures });
  }

  async function lag(): Promise<SealingLag> {
    const published = await publishedSize(storage);
    const { size, pending } = await store.seal.count();
    // Records that have their place already and are not published wait as well, and for longer.
    const [ordered] = await store.seal.leaves({ from: published, limit: 1 });
    const [oldest = ordered] = ordered === undefined ? await store.seal.pending({ limit: 1 }) : [];
    const recordedAt = oldest === undefined ? undefined : /"recordedAt":"([^"]+)"/u.exec(oldest.leaf)?.[1];
    return {
      pending: Math.max(0, size - published) + pending,
      lagMs: recordedAt === undefined ? 0 : Math.max(0, clock.now() - Date.parse(recordedAt)),
    };
  }

  async function watchLag(): Promise<void> {
    const { pending, lagMs } = await lag();
    const isLate = lagMs > alarmLagMs;
    if (isLate && !isAlarmed) tell({ type: 'lag', pending, lagMs });
    if (!isLate && isAlarmed) tell({ type: 'lag.ended' });
    isAlarmed = isLate;
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let isMore = false;
      try {
        isMore = (await seal()).status === 'sealed';
      } catch (error) {
        tell({ type: 'failed', error });
      }
      await watchLag().catch((error: unknown) => tell({ type: 'failed', error }));
      if (!signal.aborted) await clock.sleepUntil(clock.now() + (isMore ? 0 : everyMs), signal);
    }
  }

  return {
    seal,
    lag,
    start() {
      if (running !== undefined) return;
      const abort = new AbortController();
      running = { abort, loop: run(abort.signal) };
    },
    async stop() {
      running?.abort.abort();
      await running?.loop;
      running = undefined;
      await lease(clock.now());
    },
  };
}

const leaseLost = (owner: string): MotcuaError =>
  new MotcuaError('MC_AUDIT_STORAGE_FAILED', {
    happened: `${owner} took so long to seal that another process has taken over`,
    expected: 'a round shorter than the lease',
    remedy: 'nothing is lost; when it happens often, make `leaseMs` longer or `batch` smaller',
    details: { operation: 'seal', owner },
  });
