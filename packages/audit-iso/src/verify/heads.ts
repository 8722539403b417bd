import { equalBytes } from '../encoding/bytes.js';
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
  const add = (problem: string) => findings.add({ kind: 'head', where, index, problem });
  const name = `the head of the case ${caseId} of ${tenant}, closed by record ${index},`;
  const published = await storage.get(where);
  if (published === undefined) return add(`${name} is missing`);
  try {
    const note = parseNote(published);
    const check = await verifyNote(note, policy.keys);
    if (check.status === 'rejected') return add(`${name} does not hold: ${check.problem}`);
    const head = parseCaseHead(note.text);
    const isOfRecord =
      head.tenant === tenant &&
      head.caseId === caseId &&
      head.caseSeq === leaf.caseSeq &&
      head.index === index &&
      equalBytes(head.hash, sha256(bytes)) &&
      policy.keys.some((key) => key.name === head.origin || policy.origin === head.origin);
    if (!isOfRecord) add(`${name} is of another record`);
  } catch (error) {
    add(`${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
