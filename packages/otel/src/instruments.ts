import type { Counter, Histogram, Meter } from '@opentelemetry/api';

/** What is measured. Durations and ages are in milliseconds. */
export interface Instruments {
  /** Items of commits, by `status`: committed, conflict, duplicate, failed. */
  readonly items: Counter;
  /** Time of a store call that commits. */
  readonly commitDuration: Histogram;
  /** Items of one such call. */
  readonly batchSize: Histogram;
  /** From the instant of a firing to its claim. */
  readonly timerLateness: Histogram;
  /** From the creation of a message to its settlement, by `destination` and `status`. */
  readonly outboxAge: Histogram;
  /** Messages given up, by `destination`. */
  readonly deadLetters: Counter;
}

export function createInstruments(meter: Meter): Instruments {
  const milliseconds = (name: string, description: string) => meter.createHistogram(name, { unit: 'ms', description });
  return {
    items: meter.createCounter('motcua.commit.items', { description: 'Items of commits, by what became of them' }),
    commitDuration: milliseconds('motcua.commit.duration', 'Time of a store call that commits'),
    batchSize: meter.createHistogram('motcua.commit.batch', { description: 'Items of one such call' }),
    timerLateness: milliseconds('motcua.timer.lateness', 'From the instant of a firing to its claim'),
    outboxAge: milliseconds('motcua.outbox.age', 'From the creation of a message to its settlement'),
    deadLetters: meter.createCounter('motcua.dead_letters', { description: 'Messages given up' }),
  };
}
