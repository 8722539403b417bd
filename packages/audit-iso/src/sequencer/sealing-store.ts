import type { Instant } from '@motcua/core/contract';

/** What sealing asks of a store: `store.seal` of any store of motcua. */
export interface SealingStore {
  readonly seal: {
    pending(request: {
      readonly limit: number;
    }): Promise<readonly { readonly position: number; readonly leaf: string }[]>;
    confirm(request: { readonly from: number; readonly positions: readonly number[] }): Promise<boolean>;
    leaves(request: {
      readonly from: number;
      readonly limit: number;
    }): Promise<readonly { readonly index: number; readonly leaf: string }[]>;
    lease(request: { readonly owner: string; readonly now: Instant; readonly leaseUntil: Instant }): Promise<boolean>;
    count(): Promise<{ readonly size: number; readonly pending: number }>;
  };
}
