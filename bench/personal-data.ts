import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteKeyStore, createSqliteStore } from '@motcua/store-sqlite';
import { lifeOf, startEngine, subjects } from './durable-subject.ts';
import { type BenchRow, median, perSecondText } from './row.ts';

/** Dossiers in one turn, turns, and those that only warm up. */
const LIVES = 40;
const TURNS = 16;
const WARM_UP = 8;

/**
 * Durable transitions of the dossier workflow with personal data encrypted, keys in a file of their own, against the
 * same in clear; one caller, `synchronous = FULL`. Every dossier is of another citizen, so every opening makes a key.
 * The two take turns.
 */
export async function personalDataBench(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-personal-'));
  try {
    const keys = createSqliteKeyStore({ file: join(folder, 'keys.db') });
    const clear = await startEngine('dossier', createSqliteStore({ file: join(folder, 'clear.db') }), 'clear');
    const sealed = await startEngine('dossier', createSqliteStore({ file: join(folder, 'sealed.db') }), { keys });
    const times: Record<'clear' | 'sealed', number[]> = { clear: [], sealed: [] };
    const transitions = LIVES * (subjects.dossier.steps(0).length + 1);
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const [name, engine] of [
        ['clear', clear],
        ['sealed', sealed],
      ] as const) {
        const start = performance.now();
        for (let life = 0; life < LIVES; life += 1) await lifeOf('dossier', engine, turn * LIVES + life);
        if (turn >= WARM_UP) times[name].push((performance.now() - start) / transitions);
      }
    }
    await clear.stop();
    await sealed.stop();
    const encrypted = 1000 / median(times.sealed);
    const plain = 1000 / median(times.clear);
    return [
      {
        measure: 'durable transitions of the dossier workflow, personal data encrypted against clear',
        value: `${perSecondText(encrypted)} against ${perSecondText(plain)}`,
        ratio: encrypted / plain,
        reach: '',
        reached: true,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
