import type { Fact } from '@motcua/core';

/** What a destination writes down of a message that reached it. */
export interface Receipt {
  readonly id: string;
  readonly destination: string;
  readonly caseId: string;
  readonly revision: number;
  readonly index: number;
  readonly topic: string;
  readonly payload: Fact;
  readonly attempt: number;
}
