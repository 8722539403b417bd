import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { createSqliteStore } from '@motcua/store-sqlite';
import { lifeOf, type SubjectName, startEngine, subjects } from './durable-subject.ts';
import { type BenchRow, median, perSecondText } from './row.ts';

const CALLERS = 64;
const REACH = 5;
const TURNS = 7;
/** Transitions in one turn of the single caller; the many do more, so that both take about as long. */
const TRANSITIONS = 1_500;

/**
 * Durable transitions a second of many callers at a time, who share commits, against one caller, who waits for the
 * disk each time: one engine, one database, `synchronous = FULL`, turn by turn.
 */
export async function groupCommitBench(): Promise<readonly BenchRow[]> {
  return [await measure('permit', REACH), await measure('dossier', undefined)];
}

async function measure(subject: SubjectName, reach: number | undefined): Promise<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-group-'));
  try {
    const engine = await startEngine(subject, createSqliteStore({ file: join(folder, 'cases.db') }));
    const steps = subjects[subject].steps(0).length + 1;
    let lives = 0;
    const perSecond = async (callers: number, transitions: number) => {
      const cases = Math.ceil(transitions / steps);
      let left = cases;
      const start = performance.now();
      const caller = async () => {
        while (left > 0) {
          left -= 1;
          lives += 1;
          await lifeOf(subject, engine, lives);
        }
      };
      await Promise.all(Array.from({ length: callers }, caller));
      return (cases * steps * 1000) / (performance.now() - start);
    };
    await perSecond(CALLERS, 10 * TRANSITIONS);
    const one: number[] = [];
    const many: number[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      one.push(await perSecond(1, TRANSITIONS));
      many.push(await perSecond(CALLERS, 4 * TRANSITIONS));
    }
    await engine.stop();
    const ratio = median(many) / median(one);
    return {
      measure: `durable transitions of ${subjects[subject].name}, SQLite FULL, ${CALLERS} callers`,
      value: `${perSecondText(median(many))}, one caller ${perSecondText(median(one))}`,
      ratio,
      reach: reach === undefined ? '' : `at least ${reach}x of one caller`,
      reached: reach !== undefined && ratio >= reach,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) console.table(await groupCommitBench());
