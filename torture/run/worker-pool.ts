import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Reply } from '@motcua/core';
import type { FromWorker, PlannedCommand, StartOrder, ToWorker } from '../worker/protocol.ts';

export type Outcome =
  | { readonly status: 'answered'; readonly reply: Reply }
  | { readonly status: 'threw'; readonly code: string; readonly message: string }
  /** The worker died first: the caller knows nothing. */
  | { readonly status: 'silence' };

/** An engine in its own process, as the run sees it. */
export interface WorkerHandle {
  readonly number: number;
  /** Resolves when it takes commands; to `died` when it dies first. */
  start(order: StartOrder): Promise<'ready' | 'died'>;
  ask(command: PlannedCommand): Promise<Outcome>;
  tick(now: number): void;
  /** Sets its clock: it differs from the true time by so much. */
  jump(skewMs: number): void;
  settle(): Promise<Extract<FromWorker, { type: 'settled' }> | 'died'>;
  stop(): Promise<void>;
  kill(): void;
  readonly isAlive: () => boolean;
  /** Resolves with the signal or the exit code. */
  readonly ended: Promise<string | number>;
}

export interface PoolListener {
  alarm(worker: number, name: string, detail: string): void;
}

const WORKER = join(import.meta.dirname, '..', 'worker', 'worker.ts');

/** Starts a process and lets it load the code; it does nothing until it gets its order. */
export function spawnWorker(number: number, listener: PoolListener): WorkerHandle {
  const child: ChildProcess = fork(WORKER, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const loaded = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<'ready' | 'died'>();
  const ended = Promise.withResolvers<string | number>();
  let settled = Promise.withResolvers<Extract<FromWorker, { type: 'settled' }> | 'died'>();
  const calls = new Map<number, (outcome: Outcome) => void>();
  let lastCall = 0;
  let alive = true;

  const answer = (call: number, outcome: Outcome) => {
    calls.get(call)?.(outcome);
    calls.delete(call);
  };
  child.on('message', (message: FromWorker) => {
    switch (message.type) {
      case 'loaded':
        return loaded.resolve();
      case 'ready':
        return ready.resolve('ready');
      case 'reply':
        return answer(message.call, { status: 'answered', reply: message.reply });
      case 'error':
        return answer(message.call, { status: 'threw', code: message.code, message: message.message });
      case 'alarm':
        return listener.alarm(number, message.name, message.detail);
      case 'settled':
        return settled.resolve(message);
    }
  });
  child.on('exit', (code, signal) => {
    alive = false;
    loaded.resolve();
    ready.resolve('died');
    settled.resolve('died');
    for (const call of [...calls.keys()]) answer(call, { status: 'silence' });
    ended.resolve(signal ?? code ?? 'unknown');
  });
  child.on('error', () => {});
  const tell = (message: ToWorker) => {
    // A message to a process that was just killed goes nowhere, as it would on a network.
    if (child.connected) child.send(message, () => {});
  };

  return {
    number,
    async start(order) {
      await loaded.promise;
      tell(order);
      return ready.promise;
    },
    ask: (command) =>
      new Promise((resolve) => {
        if (!alive) return resolve({ status: 'silence' });
        lastCall += 1;
        calls.set(lastCall, resolve);
        tell({ type: 'command', call: lastCall, command });
      }),
    tick: (now) => tell({ type: 'tick', now }),
    jump: (skewMs) => tell({ type: 'jump', skewMs }),
    settle() {
      settled = Promise.withResolvers();
      if (!alive) settled.resolve('died');
      tell({ type: 'settle' });
      return settled.promise;
    },
    async stop() {
      tell({ type: 'stop' });
      await ended.promise;
    },
    kill: () => void child.kill('SIGKILL'),
    isAlive: () => alive,
    ended: ended.promise,
  };
}
