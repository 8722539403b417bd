import type { Clock } from '@motcua/core/contract';

/** What a command needs of the process it runs in. */
export interface CliProcess {
  readonly clock: Pick<Clock, 'now'>;
  /** So many random bytes. */
  random(bytes: number): Uint8Array;
  /** Resolves when more may be written. */
  out(text: string): Promise<void>;
  error(text: string): Promise<void>;
}

/** 0: it holds, or it is done. 1: something is wrong with the log or the proof. 2: it could not be asked like this. */
export type ExitCode = 0 | 1 | 2;

export type Command = (args: readonly string[], process: CliProcess) => Promise<ExitCode>;
