import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { createEngine, type Store } from '@motcua/core';
import { createSqliteStore } from '@motcua/store-sqlite';
import { type BenchRow, perSecondText } from './row.ts';
import { fillWithWaiting } from './waiting-fill.ts';
import { waitingCase } from './waiting-workflow.ts';

const RUNGS = 100_000;
/** The first working morning after Tết 2026: Monday 23 February, 08:00 in Hà Nội. */
const MORNING = Date.UTC(2026, 1, 23, 1);
const LATER = Date.UTC(2026, 2, 23, 1);

/**
 * All terms of a district end in the same second. The engine fires them by its background loop, on a clock that begins
 * at that second and goes on as the real one does; SQLite with `synchronous = FULL`.
 */
export async function sameSecondBench({ rungs = RUNGS } = {}): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-morning-'));
  const file = join(folder, 'cases.db');
  try {
    await fillWithWaiting(file, [{ name: 'morning', cases: rungs, until: [MORNING, LATER, LATER] }]);
    const { lateness, keys, seconds, left } = await fireAll(createSqliteStore({ file }), rungs);
    lateness.sort((a, b) => a - b);
    const at = (share: number) => `${((lateness[Math.ceil(lateness.length * share) - 1] ?? 0) / 1000).toFixed(1)} s`;
    const isOnce = keys.size === rungs && lateness.length === rungs && left !== undefined && left >= LATER;
    return [
      {
        measure: `${rungs.toLocaleString('en')} rungs due in the same second, SQLite FULL, one engine`,
        value: `${isOnce ? 'all fired once' : `${keys.size} fired, ${lateness.length} firings`}, ${perSecondText(rungs / seconds)}; late by p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`,
        reach: 'all fired once',
        reached: isOnce,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fireAll(store: Store, rungs: number) {
  const began = performance.now();
  const clock = {
    now: () => MORNING + Math.round(performance.now() - began),
    sleepUntil: (instant: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, instant - clock.now()));
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
  const engine = createEngine({ workflows: [waitingCase], calendars: [vietnamCalendar()], store, clock });
  const lateness: number[] = [];
  const keys = new Set<string>();
  const done = Promise.withResolvers<void>();
  engine.on('committed', ({ journal: { command } }) => {
    if (command.type !== 'fire') return;
    lateness.push(command.firedAt - command.occurredAt);
    keys.add(`${command.caseId} ${command.timer}`);
    if (keys.size === rungs) done.resolve();
  });
  engine.on('worker.failed', ({ error }) => done.reject(error));
  await engine.start();
  await done.promise;
  const seconds = (performance.now() - began) / 1000;
  const left = await store.timers.nextAt();
  await engine.stop();
  return { lateness, keys, seconds, left };
}

if (argv[1] === fileURLToPath(import.meta.url))
  console.table(await sameSecondBench({ rungs: Number(argv[2] ?? RUNGS) }));
