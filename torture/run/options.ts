import type { StoreName } from '../worker/protocol.ts';

export interface TortureOptions {
  /** How many engine processes are killed before the run ends. */
  readonly kills: number;
  /** The same seed gives the same commands, kill points, clock errors and outages; only the interleaving differs. */
  readonly seed: number;
  readonly store: StoreName;
  /** Engine processes at work at a time. */
  readonly engines: number;
  /** Where the database and the evidence are kept; it must be empty. */
  readonly folder: string;
  /** Where the database is: an address, or by default a file in the folder. */
  readonly location?: string;
  /** Called when no engine is killed any more, before the last one finishes the work. */
  readonly onCalm?: () => Promise<void>;
  /** Told as the run goes on. */
  readonly onProgress?: (kills: number) => void;
}
