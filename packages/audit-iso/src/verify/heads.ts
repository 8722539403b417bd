import type { Text } from '@motcua/core/contract';
import { equalBytes } from '../encoding/bytes.js';
import { failureText } from '../encoding/failure-text.js';
import { caseHeadPath, parseCaseHead } from '../head/case-head.js';
import type { Leaf } from '../leaf/leaf.js';
import type { CheckpointPolicy } from '../note/checkpoint.js';
import { parseNote } from '../note/note.js';
import { verifyNote } from '../note/verifier.js';
import type { LogStorage } from '../tiles/storage.js';
import { sha256 } from '../tree/hash.js';
import type { Findings } from './finding.js';

interface ClosingRecord {
  readonly leaf: Leaf;
  readonly bytes: Uint8Array;
  readonly index: number;
}

/** Checks the signed head that the record which closed a case must have. */
export async function checkCaseHead(
  { storage, ...policy }: CheckpointPolicy & { readonly storage: LogStorage },
  { leaf, bytes, index }: ClosingRecord,
  findings: Findings,
): Promise<void> {
  const { tenant, case: caseId } = leaf.body;
  const where = caseHeadPath({ tenant, caseId, caseSeq: leaf.caseSeq });
  const add = ({ vi, en }: Text) =>
    findings.add({
      kind: 'head',
      where,
      index,
      problem: {
        vi: `xác nhận đóng hồ sơ ${caseId} (${tenant}), bản ghi ${index}, ${vi}`,
        en: `the head of the case ${caseId} of ${tenant}, closed by record ${index}, ${en}`,
      },
    });
  const published = await storage.get(where);
  if (published === undefined) return add({ vi: 'bị thiếu', en: 'is missing' });
  try {
    const note = parseNote(published);
    const check = await verifyNote(note, policy.keys);
    if (check.status === 'rejected') {
      return add({ vi: `không có giá trị: ${check.problem.vi}`, en: `does not hold: ${check.problem.en}` });
    }
    const head = parseCaseHead(note.text);
    const isOfRecord =
      head.tenant === tenant &&
      head.caseId === caseId &&
      head.caseSeq === leaf.caseSeq &&
      head.index === index &&
      equalBytes(head.hash, sha256(bytes)) &&
      policy.keys.some((key) => key.name === head.origin || policy.origin === head.origin);
    if (!isOfRecord) add({ vi: 'là của một bản ghi khác', en: 'is of another record' });
  } catch (error) {
    const { vi, en } = failureText(error);
    add({ vi, en: `cannot be read: ${en}` });
  }
}
