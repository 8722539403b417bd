import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { type BenchRow, perSecondText } from './row.ts';

const DOSSIERS = 100_000;
const HEAP_MB = 14_000;

/** What the process that lived through the year tells. */
export interface MeasuredYear {
  readonly seconds: number;
  readonly peakMb: number;
  readonly letters: number;
  readonly breaches: number;
  /** Every dossier came to its end. */
  readonly isFinished: boolean;
}

/** A virtual year of a province's district: each dossier from the counter to the citizen's hands, all kept in memory. */
export async function districtYearBench({ dossiers = DOSSIERS } = {}): Promise<readonly BenchRow[]> {
  const child = fork(join(import.meta.dirname, 'district-process.ts'), [String(dossiers)], {
    execArgv: [...process.execArgv, `--max-old-space-size=${HEAP_MB}`],
  });
  const [year] = (await once(child, 'message')) as [MeasuredYear];
  await once(child, 'exit');
  const { seconds, peakMb, letters, breaches, isFinished } = year;
  return [
    {
      measure: `a virtual year of a district, ${dossiers.toLocaleString('en')} dossiers, memory store`,
      value: `${perSecondText(dossiers / seconds)} dossiers in ${Math.round(seconds)} s, peak memory ${Math.round(peakMb).toLocaleString('en')} MB, ${letters.toLocaleString('en')} letters, ${breaches.toLocaleString('en')} breaches${isFinished ? '' : ', not all ended'}`,
      reach: '',
      reached: isFinished,
    },
  ];
}

if (argv[1] === fileURLToPath(import.meta.url))
  console.table(await districtYearBench({ dossiers: Number(argv[2] ?? DOSSIERS) }));
