// `pnpm bench [name...]`: every figure beside what it is compared with, measured in the same run. Nothing here fails on a slow machine.
import { cpus, totalmem } from 'node:os';
import { argv } from 'node:process';
import { auditLogBench } from './audit-log.ts';
import { auditMillionBench, auditSealBench } from './audit-seal.ts';
import { calendarBench } from './calendar.ts';
import { decideBench } from './decide.ts';
import { deliveriesBench } from './deliveries.ts';
import { districtYearBench } from './district-year.ts';
import { durableBench } from './durable.ts';
import { groupCommitBench } from './group-commit.ts';
import { personalDataBench } from './personal-data.ts';
import { reprojectionBench } from './reprojection.ts';
import type { BenchRow } from './row.ts';
import { sameSecondBench } from './same-second.ts';
import { storeBench } from './store-sqlite.ts';
import { waitingCasesBench } from './waiting-cases.ts';

type Bench = () => readonly BenchRow[] | Promise<readonly BenchRow[]>;

const groups: Readonly<Record<string, readonly [title: string, run: Bench]>> = {
  calendar: ['Calendar', calendarBench],
  kernel: ['Kernel', decideBench],
  durable: ['Engine on SQLite', durableBench],
  'personal-data': ['Personal data', personalDataBench],
  'group-commit': ['Group commit', groupCommitBench],
  store: ['SQLite store', storeBench],
  'new-calendar': ['A new calendar', reprojectionBench],
  audit: ['Audit log', auditLogBench],
  deliveries: ['Deliveries', () => deliveriesBench()],
  waiting: ['Waiting cases', () => waitingCasesBench()],
  'same-second': ['The first working morning after Tết', () => sameSecondBench()],
  sealing: ['Sealing the audit log', () => auditSealBench()],
  'sealing-million': ['A million records of the audit log', () => auditMillionBench()],
  year: ['A year of a district', () => districtYearBench()],
};

/** Too long for a look at everything. */
const onlyWhenAsked: readonly string[] = ['sealing-million'];

const asked = argv.slice(2);
const unknown = asked.filter((name) => groups[name] === undefined);
if (unknown.length > 0)
  throw new Error(`no benchmark ${unknown.join(', ')}: there are ${Object.keys(groups).join(', ')}`);

const [cpu] = cpus();
console.log(
  `Machine: ${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
);
for (const [name, [title, run]] of Object.entries(groups)) {
  if (asked.length > 0 ? !asked.includes(name) : onlyWhenAsked.includes(name)) continue;
  console.log(`\n${title}`);
  for (const { measure, value, ratio, reach, reached } of await run()) {
    const mark = reach === '' ? ' ' : reached ? '✓' : '·';
    const against = [ratio === undefined ? '' : `ratio ${ratio.toFixed(2)}`, reach === '' ? '' : `reach: ${reach}`]
      .filter((part) => part !== '')
      .join(', ');
    console.log(`${mark} ${measure}: ${value}${against === '' ? '' : ` (${against})`}`);
  }
}
