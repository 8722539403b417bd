import type { Store } from '@motcua/core/contract';

/** A part of the store as its tables see it: the same methods, answering at once. */
export type Synchronous<Part extends 'cases' | 'timers' | 'outbox' | 'liveness' | 'seal'> = {
  [Method in keyof Store[Part]]: Store[Part][Method] extends (...input: infer Input) => Promise<infer Output>
    ? (...input: Input) => Output
    : never;
};
