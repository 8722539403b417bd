import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseEnvelope, isBreached } from '@motcua/core';
import { type DossierContext, dossierContextSchema } from '@motcua/core/dossier';
import {
  type RemediationContext,
  type RoundContext,
  roundSchemas,
  type SynthesisReport,
} from '@motcua/core/inspection';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUND, remedyOf } from '../src/act.ts';
import { type Office, openOffice, TENANT } from '../src/office.ts';
import { END } from '../src/run-scenario.ts';
import { instantOf, shortTime } from '../src/time.ts';
import { deskOf, dossierUnits, INSPECTED } from '../src/units.ts';
import { yearReport } from '../src/write-report.ts';
import { onSources } from './on-sources.ts';

const DOSSIERS = 120;
const main = join(import.meta.dirname, '..', 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'motcua-round-'));
const demo = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', env: onSources });

let output = '';
let office: Office;
let report: SynthesisReport;
let cases: readonly CaseEnvelope[];

beforeAll(async () => {
  const { stdout, stderr, status } = demo('--lang', 'en', '--dossiers', String(DOSSIERS), '--folder', folder);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  output = stdout;
  office = await openOffice(folder);
  report = await yearReport(office.engine, 2021, instantOf(END));
  const found: CaseEnvelope[] = [];
  let cursor: string | undefined;
  do {
    const page = await office.engine.find({
      tenant: TENANT,
      order: 'openedAt',
      limit: 1000,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { caseId } of page.items) found.push(await office.engine.get({ tenant: TENANT, caseId }));
    cursor = page.next;
  } while (cursor !== undefined);
  cases = found;
}, 300_000);

afterAll(async () => {
  await office?.close();
  rmSync(folder, { recursive: true, force: true });
});

const facts = async (caseId: string) =>
  (await office.engine.history({ tenant: TENANT, caseId })).flatMap((entry) => entry.facts);
const of = (workflow: string) => cases.filter((envelope) => envelope.workflow === workflow);

test('the worker is killed as the first remedy is raised, and nothing is lost or done twice', async () => {
  expect(output).toContain('*** The worker was killed with SIGKILL as the first overdue remedy was raised');
  expect(output).toMatch(/Check: \d+ acts acknowledged, 0 lost, 0 written twice; 3 escalations, 0 repeated/u);
});

test('each level is told of the overdue remedy once, before and after the kill', async () => {
  const told = (await facts(remedyOf('thang.f1'))).filter(({ type }) => type === 'remedy.escalated');
  expect(told.map(({ level }) => level)).toEqual(['unit-head', 'level-above', 'home-affairs']);
  for (const { dueAt } of told) expect(output).toContain(`was due ${shortTime(Number(dueAt))}`);
  expect(output.match(/OVERDUE remedy/gu)).toHaveLength(told.length);
  expect(report.remedies.escalated).toEqual({ 'unit-head': 1, 'level-above': 1, 'home-affairs': 1, province: 0 });
});

test('one remedy is late, one extended, one reopened, one judged by the next inspection', async () => {
  const rows = new Map(report.remedies.rows.map((row) => [row.caseId, row]));
  expect(rows.get(remedyOf('thang.f1'))).toMatchObject({ standing: 'done-late', late: true });
  expect(rows.get(remedyOf('hiep-hoa.f1'))).toMatchObject({ standing: 'done', extensions: 1 });
  expect(rows.get(remedyOf('doan-bai.f1'))).toMatchObject({ standing: 'done', reopened: 1 });
  expect(rows.get(remedyOf('thang.f2'))).toMatchObject({ standing: 'done' });
  const changes = (await facts(remedyOf('thang.f2'))).filter(({ type }) => type === 'remediation.changed');
  expect(changes.map(({ status }) => status)).toEqual(['carried-forward', 'closed']);
});

test('the report counts the remedies of the store', () => {
  const remediations = of('remediation');
  expect(report.remedies.total).toBe(remediations.length);
  const late = remediations.filter(({ deadlines }) =>
    deadlines.some((term) => term.name === 'remedy' && isBreached(term)),
  );
  expect(report.remedies.late).toBe(late.length);
  const causes = remediations.flatMap(
    ({ machine }) => (machine.context as unknown as RemediationContext).cause?.categories ?? [],
  );
  expect(report.causes.reduce((sum, { remedies }) => sum + remedies, 0)).toBe(causes.length);
});

test('the report counts the dossiers of the store, each in one column', () => {
  const dossiers = of('dossier');
  expect(dossiers).toHaveLength(DOSSIERS);
  for (const unit of INSPECTED) {
    const own = dossiers.filter(({ index }) => dossierUnits(unit).includes(index.unit ?? ''));
    const contexts: DossierContext[] = own.map(({ machine }) => dossierContextSchema.parse(machine.context));
    const late = own.filter(({ deadlines }) =>
      deadlines.some((term) => term.name === 'resolution' && isBreached(term)),
    );
    const tally = report.dossiers[unit];
    expect(tally, unit).toMatchObject({
      received: contexts.filter(({ competent }) => competent === deskOf(unit)).length,
      online: contexts.filter(({ channel }) => channel === 'online').length,
      late: late.length,
    });
    const { received = 0, online: _, ...columns } = tally ?? { received: -1, online: 0 };
    expect(Object.values(columns).reduce((sum, count) => sum + count, 0)).toBe(received);
  }
});

test('the report has the findings and scores of the round', async () => {
  const { machine } = await office.engine.get({ tenant: TENANT, caseId: ROUND });
  const round: RoundContext = roundSchemas.context.parse(machine.context);
  expect(report.findings.total).toBe(Object.keys(round.findings).length);
  expect(report.units.map(({ unit }) => unit).sort()).toEqual([...INSPECTED].sort());
  for (const { unit, contents } of report.units) {
    for (const score of round.visits[unit]?.scores ?? []) {
      expect(contents[score.content]).toMatchObject({
        points: score.points,
        outOf: score.outOf,
        percent: score.percent,
      });
    }
  }
  expect(round.visits['doan-bai']?.sample).toEqual(report.samples['doan-bai']);
  const percents = report.units.map(({ total }) => total.percent ?? -1);
  expect(percents).toEqual([...percents].sort((a, b) => b - a));
});

test('the next year is compared with this one, unit by unit', async () => {
  const next = await yearReport(office.engine, 2022, instantOf(END));
  expect(next.units).toHaveLength(INSPECTED.length);
  for (const { unit, rank, rankChange, total } of next.units) {
    const earlier = report.units.find((each) => each.unit === unit);
    expect(total.change).toBeCloseTo((total.percent ?? 0) - (earlier?.total.percent ?? 0), 6);
    expect(rankChange).toBe((earlier?.rank ?? 0) - (rank ?? 0));
    expect(total).toMatchObject({ checklistChanged: false });
  }
  expect(next.units.some(({ rankChange }) => rankChange !== 0)).toBe(true);
});

test('the synthesis was submitted in its term, and its files are there in both languages', async () => {
  const plan = (await facts('ke-hoach-2021')).find(({ type }) => type === 'synthesis.submitted');
  expect(plan).toMatchObject({ late: false });
  const files = readdirSync(folder).filter((file) => file.startsWith('report-'));
  expect(files).toContain(String(plan?.['document']));
  expect(files).toHaveLength(12);
  const last = readFileSync(join(folder, 'report-2021-as-of-2022-10-28.en.md'), 'utf8');
  const { counts, total } = report.remedies;
  expect(last).toContain(`| Total | ${Object.values(counts).join(' | ')} |`);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total);
});

test('the demo refuses arguments it does not know', () => {
  const { status, stderr } = demo('--lang', 'fr');
  expect(status).toBe(2);
  expect(stderr).toContain('Unknown language fr');
});
