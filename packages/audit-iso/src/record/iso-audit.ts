import {
  AUDIT_CONTRACT_VERSION,
  type AuditEntry,
  type AuditLog,
  type Disclosure,
  type LeafDraft,
  MAX_BODY_BYTES,
} from '@motcua/core/contract';
import { canonicalOwn } from '../canonical/canonical-text.js';
import { hex, utf8 } from '../encoding/bytes.js';
import { sha256 } from '../tree/hash.js';
import { commitmentOf } from './commitment.js';
import { growing, type RecordBody, recordBody } from './record-body.js';

export interface IsoAuditOptions {
  /** Name of the log the records are meant for: the origin of its checkpoints. Default: records name none. */
  readonly log?: string;
}

/**
 * Records what an engine decides, for `createEngine({ audit })`: canonical JSON (RFC 8785) without personal data and
 * without free text. Those are salted commitments; what opens them is kept apart and can be erased, and every record and
 * proof stays valid. What would not fit into a leaf is a digest.
 */
export function isoAudit({ log }: IsoAuditOptions = {}): AuditLog {
  return {
    contractVersion: AUDIT_CONTRACT_VERSION,
    record(entry, salt) {
      const disclosures = entry.fields.map(({ path, value }): Disclosure => {
        return { path, value, salt: Buffer.from(salt()).toString('hex') };
      });
      const commitments: Record<string, string> = {};
      for (const disclosure of disclosures) commitments[disclosure.path] = commitmentOf(disclosure);
      return draftOf(entry, recordBody(entry, commitments, log), disclosures);
    },
  };
}

function draftOf(
  { record: { commandId } }: AuditEntry,
  whole: RecordBody,
  disclosures: readonly Disclosure[],
): LeafDraft {
  const { body, text } = fitting(whole);
  const committed =
    whole['fields'] !== undefined && body['fields'] === undefined
      ? [fieldsDisclosure(whole), ...disclosures]
      : disclosures;
  return { body: text, ...(committed.length > 0 && { disclosed: { commandId, disclosures: committed } }) };
}

/** Lists give way to their digests until the body fits, the longest first. */
function fitting(whole: RecordBody): { readonly body: RecordBody; readonly text: string } {
  const digests: Record<string, RecordBody> = {};
  let body = whole;
  let text = canonicalOwn(body);
  if (Buffer.byteLength(text) <= MAX_BODY_BYTES) return { body, text };
  const lists = growing
    .filter((name) => whole[name] !== undefined)
    .map((name) => ({ name, list: canonicalOwn(whole[name]) }));
  for (const { name, list } of lists.sort((a, b) => b.list.length - a.list.length)) {
    if (Buffer.byteLength(text) <= MAX_BODY_BYTES) break;
    const { [name]: _, ...rest } = body;
    digests[name] = { sha256: hex(sha256(utf8(list))), bytes: Buffer.byteLength(list) };
    body = { ...rest, digests };
    text = canonicalOwn(body);
  }
  return { body, text };
}

/** Commitments that are in a record by their digest are kept with what opens them. They tell nothing, so need no salt. */
const fieldsDisclosure = ({ fields }: RecordBody): Disclosure => ({ path: '/fields', salt: '', value: fields });
