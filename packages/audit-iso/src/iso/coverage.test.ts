import { expect, test } from 'vitest';
import { chainLeaves, MORNING, ORIGIN, type SampleRecord, sampleLog } from '../../test/sample-log.js';
import { readRecords } from '../export/index.js';
import { auditTrailEditions, coverageOf, renderCoverage } from './index.js';

const HOUR_MS = 3_600_000;
const breached = { deadlines: [{ name: 'resolution', occurrence: 1, change: 'breached' }] };
const records: readonly SampleRecord[] = [
  { caseId: 'a', at: MORNING },
  { caseId: 'a', at: MORNING + HOUR_MS, type: 'timer', more: breached },
  { caseId: 'a', at: MORNING + 2 * HOUR_MS, type: 'read' },
  { caseId: 'a', at: MORNING + 3 * HOUR_MS, more: { corrects: 'a:1', occurredAt: '2026-02-27T01:00:00.000Z' } },
  { caseId: 'a', at: MORNING + 30 * HOUR_MS, type: 'unheard-of' },
];

async function reportOn(filter: { readonly recordedFrom?: number; readonly recordedTo?: number } = {}) {
  const { storage } = await sampleLog(chainLeaves(records));
  const checkpoint = { origin: ORIGIN, size: records.length };
  return coverageOf({
    checkpoint,
    records: readRecords(storage, records.length, filter),
    editions: auditTrailEditions,
  });
}

type Report = Awaited<ReturnType<typeof reportOn>>;

const clauseOf = (report: Report, edition: string, clause: string) =>
  report.editions.find(({ id }) => id === edition)?.clauses.find((found) => found.clause.clause === clause);

test('counts the records that support evidence for a clause, and says where they are', async () => {
  const report = await reportOn();
  expect(report).toMatchObject({ origin: ORIGIN, size: 5, records: 5, late: 1 });
  expect(clauseOf(report, 'ISO 9001:2015', '10.2')).toMatchObject({ records: 2 });
  expect(clauseOf(report, 'ISO 9001:2015', '10.2')?.kinds).toMatchObject([
    { kind: 'breach', records: 1, first: 1, last: 1 },
    { kind: 'overruled', records: 0 },
    { kind: 'correction', records: 1, first: 3 },
    { kind: 'failure', records: 0 },
    { kind: 'extension', records: 0 },
  ]);
  // The corrected transition counts once, though it supports the clause in two ways.
  expect(clauseOf(report, 'ISO 15489-1:2016', '5.2.2')).toMatchObject({ records: 3 });
  // A type of a newer release is a record, and evidence of nothing we know of.
  expect(clauseOf(report, 'ISO/IEC 27001:2022', 'A.8.15')).toMatchObject({ records: 4 });
});

test('looks at a period only', async () => {
  const report = await reportOn({ recordedFrom: MORNING + 2 * HOUR_MS, recordedTo: MORNING + 3 * HOUR_MS });
  expect(report.records).toBe(1);
  expect(clauseOf(report, 'ISO 9001:2015', '9.2')).toMatchObject({ records: 1 });
  expect(clauseOf(report, 'ISO 9001:2015', '8.7')).toMatchObject({ records: 0 });
});

test.each(['vi', 'en'] as const)(
  'says what it supports and never that anything is certified (%s)',
  async (language) => {
    const text = renderCoverage(await reportOn(), language);
    expect(text).toContain('| 10.2 ');
    expect(text).toContain('breach (1)');
    expect(text).toContain(language === 'vi' ? 'không phải là chứng nhận' : 'It certifies nothing');
    expect(text).toContain(language === 'vi' ? 'không có bản ghi nào trong kỳ' : 'no record in the period');
    expect(text.replace('It certifies nothing', '')).not.toMatch(/certif|compliant|tuân thủ/iu);
  },
);

test('has every clause once, in both languages', () => {
  for (const { clauses } of auditTrailEditions) {
    expect(new Set(clauses.map(({ clause }) => clause)).size).toBe(clauses.length);
    for (const { title, asks, kinds } of clauses) {
      expect([title.vi, title.en, asks.vi, asks.en].every((text) => text.length > 3)).toBe(true);
      expect(new Set(kinds).size).toBe(kinds.length);
    }
  }
});
