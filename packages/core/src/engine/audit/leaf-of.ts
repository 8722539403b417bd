import { type AuditEntry, type AuditLog, type LeafDraft, MAX_BODY_BYTES } from '../../contract/audit-log.js';
import { describeError, isMotcuaError, MotcuaError } from '../../error/index.js';
import { freshBytes } from '../random-ids.js';

const SALT_BYTES = 16;

/** The record of a decision. Throws MC_AUDIT_FAILED or MC_AUDIT_TOO_LARGE: then what was decided is not done. */
export function leafOf(audit: AuditLog, entry: AuditEntry): LeafDraft {
  const leaf = recorded(audit, entry);
  const bytes = sizeOf(leaf.body);
  if (bytes <= MAX_BODY_BYTES) return leaf;
  const { caseId, commandId } = entry.record;
  throw new MotcuaError('MC_AUDIT_TOO_LARGE', {
    happened: `The audit record of command ${commandId} on case ${caseId} has ${bytes} bytes`,
    expected: `at most ${MAX_BODY_BYTES} bytes in UTF-8, what a log of tiles can hold`,
    remedy: 'give the log a digest of what is large, as isoAudit() does; nothing was changed',
    details: { caseId, commandId, bytes, limit: MAX_BODY_BYTES },
  });
}

function recorded(audit: AuditLog, entry: AuditEntry): LeafDraft {
  try {
    return audit.record(entry, () => freshBytes(SALT_BYTES));
  } catch (cause) {
    if (isMotcuaError(cause)) throw cause;
    const { caseId, commandId } = entry.record;
    throw new MotcuaError('MC_AUDIT_FAILED', {
      happened: `The audit log could not record command ${commandId} on case ${caseId}: ${describeError(cause)}`,
      expected: 'an audit log that records whatever was decided',
      remedy: 'correct the audit log and send the command again; nothing was changed',
      details: { caseId, commandId },
      cause,
    });
  }
}

/** Bytes of a text in UTF-8; counted only where it depends on them. */
function sizeOf(text: string): number {
  return text.length * 3 <= MAX_BODY_BYTES ? text.length : new TextEncoder().encode(text).byteLength;
}
