import { createHmac } from 'node:crypto';
import { isMotcuaError } from '@motcua/core/contract';
import { expect, test } from 'vitest';
import { chainLeaves, sampleLog, sampleRecords } from '../../test/sample-log.js';
import { canonicalText } from '../canonical/canonical-text.js';
import { parseCheckpoint, parseNote } from '../note/index.js';
import { verifyCaseEvidence, writeCaseEvidence } from './index.js';

const salt = '00112233445566778899aabbccddeeff';
const path = '/command/input/applicant/name';
const value = 'Hà Thị Nhung';
const commitment = createHmac('sha256', Buffer.from(salt, 'hex'))
  .update(canonicalText([path, value]))
  .digest('hex');
const calendar = { id: 'vn', version: '2026-1' };
const dueAt = '2026-03-09T10:00:00.000Z';

/** A log of three cases; the first record of dossier-1 starts a term and commits to a name. */
async function newLog() {
  const records = sampleRecords({ cases: 3, each: 6 }).map((record, place) =>
    place === 1
      ? {
          ...record,
          more: {
            calendar,
            deadlines: [
              { name: 'resolution', occurrence: 1, change: 'started', dueAt, legalBasis: 'Nghị định 61/2018/NĐ-CP' },
            ],
            fields: { [path]: commitment },
          },
        }
      : record,
  );
  const leaves = chainLeaves(records);
  const log = await sampleLog(leaves);
  const checkpoint = parseCheckpoint(parseNote(log.objects.get('checkpoint')!).text);
  return { ...log, checkpoint, tenant: 'binh-an', caseId: 'dossier-1' };
}

const explanation = { dueAt: Date.parse(dueAt), counting: { calendar, steps: ['2026-03-03: 1'] } };
const proven = {
  dueDates: [{ deadline: 'resolution', occurrence: 1, explanation }],
  calendars: [{ ...calendar, definition: { zone: 'Asia/Ho_Chi_Minh' } }],
  disclosures: [{ caseSeq: 1, path, salt, value }],
};

test('holds all records of a case, its head, its due dates with their calendar, and what is disclosed', async () => {
  const log = await newLog();
  const text = await writeCaseEvidence({ ...log, ...proven });
  const report = await verifyCaseEvidence(text, { keys: log.keys });
  expect(report).toMatchObject({ holds: true, isClosed: true, tenant: 'binh-an', caseId: 'dossier-1', problems: [] });
  expect(report.records.map(({ caseSeq }) => caseSeq)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await writeCaseEvidence({ ...log, ...proven, indexes: [1, 4, 7, 10, 13, 16] })).toBe(text);
});

test('sees a record that was left out: within by the chain, at the end by the head', async () => {
  const log = await newLog();
  const evidence = JSON.parse(await writeCaseEvidence(log));
  const without = async (place: number) =>
    verifyCaseEvidence(JSON.stringify({ ...evidence, records: evidence.records.toSpliced(place, 1) }), {
      keys: log.keys,
    });
  expect((await without(2)).problems).toMatchObject([
    { en: 'record 3 of the case dossier-1 of binh-an is missing before this one' },
  ]);
  expect(await without(5)).toMatchObject({ holds: false, isClosed: false });
});

test('says that a case may go on when nothing closed it', async () => {
  const log = await newLog();
  const { head: _, ...open } = JSON.parse(await writeCaseEvidence(log));
  expect(await verifyCaseEvidence(JSON.stringify(open), { keys: log.keys })).toMatchObject({
    holds: true,
    isClosed: false,
  });
});

/** As it stands in the file. */
const written = { deadline: 'resolution', occurrence: 1, dueAt, calendar, derivation: explanation };

const rejected: readonly (readonly [string, () => object, RegExp])[] = [
  [
    'another due date',
    () => ({ dueDates: [{ ...written, dueAt: '2026-03-10T10:00:00.000Z' }] }),
    /not the one of the records \(2026-03-09/u,
  ],
  [
    'another calendar',
    () => ({ dueDates: [{ ...written, calendar: { id: 'vn', version: '2026-2' } }] }),
    /not the one of the records/u,
  ],
  ['a term the records do not have', () => ({ dueDates: [{ ...written, deadline: 'appeal' }] }), /\(none\)/u],
  ['a calendar that is missing', () => ({ calendars: [] }), /the calendar vn, version 2026-1, is missing/u],
  [
    'another value',
    () => ({ disclosures: [{ ...proven.disclosures[0], value: 'Hà Thị Nhưng' }] }),
    /not the one that record 1 commits to/u,
  ],
  [
    'a value of another record',
    () => ({ disclosures: [{ ...proven.disclosures[0], caseSeq: 2 }] }),
    /record 2 commits to/u,
  ],
  ['another case', () => ({ case: 'dossier-2' }), /not of this case/u],
  ['another form', () => ({ format: 'motcua-case-evidence/9' }), /no evidence of a case: format/u],
];

test.each(rejected)('rejects %s', async (_, change, problem) => {
  const log = await newLog();
  const evidence = JSON.parse(await writeCaseEvidence({ ...log, ...proven }));
  const report = await verifyCaseEvidence(JSON.stringify({ ...evidence, ...change() }), { keys: log.keys });
  expect(report.holds).toBe(false);
  expect(report.problems[0]?.en).toMatch(problem);
});

test('rejects evidence that is no JSON, of a key one does not know, or with a changed record', async () => {
  const log = await newLog();
  const text = await writeCaseEvidence(log);
  expect((await verifyCaseEvidence('{', { keys: log.keys })).holds).toBe(false);
  expect((await verifyCaseEvidence(text, { keys: [] })).holds).toBe(false);
  const changed = text.replace('\\"outcome\\":\\"accepted\\"', '\\"outcome\\":\\"refused\\"');
  expect(changed).not.toBe(text);
  expect((await verifyCaseEvidence(changed, { keys: log.keys })).holds).toBe(false);
});

test('does not write evidence of a case the log does not know', async () => {
  const log = await newLog();
  const error = await writeCaseEvidence({ ...log, caseId: 'dossier-9' }).catch((reason: unknown) => reason);
  expect(isMotcuaError(error, 'MC_CASE_NOT_FOUND')).toBe(true);
});
