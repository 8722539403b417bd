// `pnpm bench`: every figure beside what it is compared with, measured in the same run. Nothing here fails on a slow machine.
import { cpus, totalmem } from 'node:os';
import { calendarBench } from './calendar.ts';
import { decideBench } from './decide.ts';
import { durableBench } from './durable.ts';
import { reprojectionBench } from './reprojection.ts';
import type { BenchRow } from './row.ts';
import { storeBench } from './store-sqlite.ts';

const groups: readonly (readonly [string, () => readonly BenchRow[] | Promise<readonly BenchRow[]>])[] = [
  ['Calendar', calendarBench],
  ['Kernel', decideBench],
  ['Engine on SQLite', durableBench],
  ['SQLite store', storeBench],
  ['A new calendar', reprojectionBench],
];

const [cpu] = cpus();
console.log(
  `Machine: ${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
);
for (const [title, run] of groups) {
  console.log(`\n${title}`);
  for (const { measure, value, ratio, reach, reached } of await run()) {
    const mark = reach === '' ? ' ' : reached ? '✓' : '·';
    const against = [ratio === undefined ? '' : `ratio ${ratio.toFixed(2)}`, reach === '' ? '' : `reach: ${reach}`]
      .filter((part) => part !== '')
      .join(', ');
    console.log(`${mark} ${measure}: ${value}${against === '' ? '' : ` (${against})`}`);
  }
}
