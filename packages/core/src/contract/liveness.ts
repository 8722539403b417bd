import type { Instant } from './time.js';

/** A time in which no worker was alive: nothing fired and nothing was delivered. */
export interface Outage {
  /** The last sign of life before it. */
  readonly from: Instant;
  /** The first sign of life after it. */
  readonly to: Instant;
}

export interface Beat {
  /** Unique to the worker: the name it claims with. */
  readonly owner: string;
  readonly now: Instant;
  /** A longer silence is an outage. */
  readonly maxGapMs: number;
}

export interface BeatResult {
  /** The outage that ended with this beat. */
  readonly outage?: Outage;
  /** The latest beat on record, when it is later than `now`: clocks differ, or this one went back. */
  readonly ahead?: { readonly owner: string; readonly at: Instant };
}

/** When workers were alive: the evidence of an outage. It belongs to the installation, not to a tenant. */
export interface LivenessLog {
  /**
   * Says that a worker is alive. Its present stretch of life grows to `now`; when its last beat is more than
   * `maxGapMs` ago, or this is its first, a new stretch begins at `now`. A beat that is not later than the worker's
   * last one records nothing, so a clock that went back cannot fill an outage. `outage` is told to one worker only:
   * the first to beat more than `maxGapMs` after the latest beat of all. The first beat of all ends no outage.
   */
  beat(beat: Beat): Promise<BeatResult>;
  /**
   * Times longer than `longerThanMs` that no stretch of any worker covers, from the first beat of all to the latest;
   * those that overlap `from` (inclusive) to `to` (exclusive), oldest first. Each is given whole.
   */
  outages(request: {
    readonly from: Instant;
    readonly to: Instant;
    readonly longerThanMs: number;
    readonly limit: number;
  }): Promise<readonly Outage[]>;
}
