import type { Text } from '@motcua/core/contract';
import type { z } from 'zod';
import { equalBytes, fromBase64, utf8 } from '../encoding/bytes.js';
import { failureText } from '../encoding/failure-text.js';
import { parseCaseHead } from '../head/case-head.js';
import { type Leaf, readLeaf } from '../leaf/leaf.js';
import { type CheckpointPolicy, verifyCheckpoint } from '../note/checkpoint.js';
import { parseNote } from '../note/note.js';
import { verifyNote } from '../note/verifier.js';
import { checkDisclosures } from '../record/check-disclosures.js';
import { leafHashOf, rootOfInclusion } from '../tree/checks.js';
import { sha256 } from '../tree/hash.js';
import { createCaseChains } from '../verify/case-chains.js';
import { evidenceSchema } from './case-evidence.js';

type Evidence = z.infer<typeof evidenceSchema>;

export interface EvidenceReport {
  /** True when there is no problem. */
  readonly holds: boolean;
  /** True when a signed head says which record is the last, and it is here. */
  readonly isClosed: boolean;
  readonly tenant?: string;
  readonly caseId?: string;
  readonly records: readonly Leaf[];
  readonly problems: readonly Text[];
}

/** Checks a case's evidence without a network: records, order, head, due dates and disclosed values. */
export async function verifyCaseEvidence(text: string, policy: CheckpointPolicy): Promise<EvidenceReport> {
  const evidence = readEvidence(text);
  if ('problem' in evidence) return { holds: false, isClosed: false, records: [], problems: [evidence.problem] };
  const { tenant, case: caseId } = evidence;
  const problems: Text[] = [];
  const check = await verifyCheckpoint(evidence.checkpoint, policy);
  if (check.status === 'rejected') problems.push(check.problem);
  const records: Leaf[] = [];
  const chains = createCaseChains({ isPruned: false });
  for (const { index, hashes, record } of evidence.records) {
    const bytes = utf8(record);
    const leaf = readLeaf(bytes);
    const isOfCase = !('problem' in leaf) && leaf.body.tenant === tenant && leaf.body.case === caseId;
    const isIncluded = check.status === 'verified' && (await isInLog(bytes, index, hashes, check.checkpoint));
    if ('problem' in leaf || !isOfCase || !isIncluded) {
      problems.push({
        vi: `bản ghi số ${index} không có trong nhật ký đã ký, hoặc không thuộc hồ sơ này`,
        en: `record ${index} is not in the signed log, or not of this case`,
      });
      continue;
    }
    problems.push(...chains.follow(leaf, bytes));
    records.push(leaf);
  }
  const isClosed = await checkHead(evidence, policy, problems);
  checkDueDates(evidence, records, problems);
  checkDisclosed(evidence, records, problems);
  checkCorrections(records, problems);
  return { holds: problems.length === 0, isClosed, tenant, caseId, records, problems };
}

function readEvidence(text: string): Evidence | { readonly problem: Text } {
  try {
    const parsed = evidenceSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    return {
      problem: {
        vi: 'tệp không phải là chứng cứ của hồ sơ',
        en: `this is no evidence of a case: ${parsed.error.issues[0]?.path.join('.')}`,
      },
    };
  } catch (error) {
    return { problem: failureText(error) };
  }
}

async function isInLog(
  bytes: Uint8Array,
  index: number,
  encoded: readonly string[],
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): Promise<boolean> {
  const hashes = encoded.map((hash) => fromBase64(hash) ?? new Uint8Array());
  const found = await rootOfInclusion({ index, size, leafHash: await leafHashOf(bytes), hashes });
  return found !== undefined && equalBytes(found, root);
}

/** The head must name a record that is here, so that none before it can be missing: the chain says the rest. */
async function checkHead(evidence: Evidence, policy: CheckpointPolicy, problems: Text[]): Promise<boolean> {
  if (evidence.head === undefined) return false;
  const problem = {
    vi: 'xác nhận đóng hồ sơ không ứng với các bản ghi này',
    en: 'the head does not belong to these records',
  };
  try {
    const note = parseNote(evidence.head);
    const check = await verifyNote(note, policy.keys);
    const head = parseCaseHead(note.text);
    const closing = evidence.records.find(({ index }) => index === head.index);
    const isRight =
      check.status === 'verified' &&
      head.tenant === evidence.tenant &&
      head.caseId === evidence.case &&
      closing !== undefined &&
      equalBytes(sha256(utf8(closing.record)), head.hash);
    if (isRight) return true;
  } catch (error) {
    problems.push(failureText(error));
    return false;
  }
  problems.push(problem);
  return false;
}

/** Each due date is the one the records have last, on the calendar they name, and that calendar is here. */
function checkDueDates({ dueDates, calendars }: Evidence, records: readonly Leaf[], problems: Text[]): void {
  for (const { deadline, occurrence, dueAt, calendar } of dueDates) {
    const last = records.findLast(({ body }) =>
      body.deadlines?.some(
        (line) => line.name === deadline && line.occurrence === occurrence && line.dueAt !== undefined,
      ),
    );
    const recorded = last?.body.deadlines?.findLast(
      (line) => line.name === deadline && line.occurrence === occurrence && line.dueAt !== undefined,
    );
    const isSame =
      recorded?.dueAt === dueAt &&
      last?.body.calendar?.id === calendar.id &&
      last.body.calendar.version === calendar.version;
    if (!isSame) {
      problems.push({
        vi: `hạn ${dueAt} của ${deadline} không phải là hạn trong các bản ghi (${recorded?.dueAt ?? 'không có'})`,
        en: `the due date ${dueAt} of ${deadline} is not the one of the records (${recorded?.dueAt ?? 'none'})`,
      });
    }
    if (calendars.some(({ id, version }) => id === calendar.id && version === calendar.version)) continue;
    problems.push({
      vi: `thiếu lịch ${calendar.id} phiên bản ${calendar.version}`,
      en: `the calendar ${calendar.id}, version ${calendar.version}, is missing`,
    });
  }
}

function checkDisclosed({ disclosures }: Evidence, records: readonly Leaf[], problems: Text[]): void {
  for (const [caseSeq, ofRecord] of Map.groupBy(disclosures, (disclosure) => disclosure.caseSeq)) {
    const body = records.find((record) => record.caseSeq === caseSeq)?.body;
    const values = ofRecord.map(({ path, salt, value }) => ({ path, salt, value }));
    const checked =
      body === undefined ? values.map(({ path }) => ({ path, verdict: 'false' })) : checkDisclosures(body, values);
    for (const { path, verdict } of checked) {
      if (verdict !== 'false') continue;
      problems.push({
        vi: `giá trị của ${path} không phải là giá trị mà bản ghi ${caseSeq} cam kết`,
        en: `the value of ${path} is not the one that record ${caseSeq} commits to`,
      });
    }
  }
}

/** A record that corrects another names one that came before it in the case. */
function checkCorrections(records: readonly Leaf[], problems: Text[]): void {
  const seen = new Set<string>();
  for (const { body, caseSeq } of records) {
    if (body.corrects !== undefined && !seen.has(body.corrects)) {
      problems.push({
        vi: `bản ghi ${caseSeq} đính chính bản ghi "${body.corrects}", không có trước nó`,
        en: `record ${caseSeq} corrects the record "${body.corrects}", and there is none of that id before it`,
      });
    }
    seen.add(body.id);
  }
}
