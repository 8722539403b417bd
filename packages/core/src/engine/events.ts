import { EventEmitter } from 'eventemitter3';
import type { CaseEnvelope, Fact, JournalEntry, Reply } from '../contract/case.js';
import type { Outage } from '../contract/liveness.js';
import type { OutboxRow, TimerClaim } from '../contract/store.js';
import type { Instant } from '../contract/time.js';

/** What an engine tells listeners in its own process, always after the commit. */
export interface EngineEvents {
  /** A command was accepted and written. */
  committed: { readonly envelope: CaseEnvelope; readonly journal: JournalEntry };
  /** Each fact of a committed command, in order: the kernel's `deadline.*` and the workflow's own. */
  fact: { readonly fact: Fact; readonly envelope: CaseEnvelope; readonly journal: JournalEntry };
  /** A command was refused, failed or dropped; its audit record is written. */
  refused: { readonly reply: Exclude<Reply, { status: 'accepted' }>; readonly action: string; readonly actor: string };
  /** A timer came before its instant: some clock is wrong. It stays pending. */
  'timer.early': { readonly claim: TimerClaim; readonly now: Instant };
  /** For a while no worker was alive; this engine is the first one back. The store keeps it: `engine.outages`. */
  outage: Outage;
  /**
   * This worker's clock is behind what is already written, by more than a second: it went back, or another worker's is
   * ahead. Seen in the beat of a worker (told once, as long as it lasts), or in a case whose last act is later (told
   * for each command that was therefore received at that act).
   */
  'clock.behind': {
    readonly now: Instant;
    readonly latest: Instant;
    readonly behindMs: number;
    readonly seenIn: { readonly owner: string } | { readonly tenant: string; readonly caseId: string };
  };
  delivered: { readonly row: OutboxRow; readonly attempt: number };
  /** A delivery failed and is tried again at `retryAt`. */
  'delivery.failed': {
    readonly row: OutboxRow;
    readonly attempt: number;
    readonly reason: string;
    readonly retryAt: Instant;
  };
  /** A message was given up; see `engine.deadLetters` and `engine.redrive`. */
  'dead-letter': { readonly row: OutboxRow; readonly attempt: number; readonly reason: string };
  /** Workflows with fields marked `personal` run on an engine without a key store: these fields are stored in clear. */
  'personal-data.clear': { readonly workflows: readonly string[] };
  /** A person was erased. The key names the erasure in the audit records. */
  erased: { readonly tenant: string; readonly key: string; readonly cases: readonly string[] };
  /** A background round failed; the engine goes on. */
  'worker.failed': { readonly worker: 'scheduler' | 'relay'; readonly error: unknown };
  /** A listener threw or rejected; nobody else noticed. */
  'listener.failed': { readonly event: string; readonly error: unknown };
}

export type EngineListener<Name extends keyof EngineEvents> = (event: EngineEvents[Name]) => void | Promise<void>;

export interface EngineEmitter {
  /** Returns the function that unsubscribes. */
  on<Name extends keyof EngineEvents>(name: Name, listener: EngineListener<Name>): () => void;
  emit<Name extends keyof EngineEvents>(name: Name, event: EngineEvents[Name]): void;
}

/** Typed events whose listeners cannot hurt the engine or one another: a throw becomes `listener.failed`. */
export function engineEmitter(): EngineEmitter {
  const emitter = new EventEmitter<string, unknown>();
  const isolated = (name: string, run: () => void | Promise<void>) => {
    const failed = (error: unknown) => {
      if (name !== 'listener.failed') emitter.emit('listener.failed', { event: name, error });
    };
    try {
      const result = run();
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
  return {
    on(name, listener) {
      const wrapped = (event: unknown) => isolated(name, () => listener(event as never));
      emitter.on(name, wrapped);
      return () => void emitter.off(name, wrapped);
    },
    emit: (name, event) => void emitter.emit(name, event),
  };
}
