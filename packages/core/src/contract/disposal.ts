import { MotcuaError } from '../error/index.js';
import type { Instant } from './time.js';

/** What is known of a case that was disposed of, besides its records: nothing of its content. */
export interface Tombstone {
  readonly workflow: string;
  readonly closedAt: Instant;
  readonly disposedAt: Instant;
  /** Class of the office's retention schedule. */
  readonly retentionClass: string;
  /** The article that fixed how long it was kept. */
  readonly legalBasis: string;
}

/** The revision a conflict tells of a case that was disposed of: no command is ever decided on it. */
export const DISPOSED_REVISION = -1;

/** What a store throws when such a case is loaded. */
export function caseDisposed(
  { tenant, caseId }: { readonly tenant: string; readonly caseId: string },
  { workflow, disposedAt, retentionClass }: Tombstone,
): MotcuaError {
  const at = new Date(disposedAt).toISOString();
  return new MotcuaError('MC_CASE_DISPOSED', {
    happened: `Case ${caseId} of tenant ${tenant} was disposed of at ${at}, in retention class ${retentionClass}`,
    expected: 'a case that is still kept',
    remedy: 'read its records with engine.auditTrail(); its content is gone, and its id is not given again',
    details: { tenant, caseId, workflow, disposedAt, retentionClass },
  });
}
