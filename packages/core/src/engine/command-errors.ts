import type { CaseKey } from '../contract/store.js';
import { MotcuaError } from '../error/index.js';

/** How often something is decided again on what others wrote meanwhile. */
export const MAX_ATTEMPTS = 50;

/** `who` was too late each time. */
export const contended = (
  details: { readonly caseId: string; readonly commandId: string },
  who: string,
  remedy: string,
): MotcuaError =>
  new MotcuaError('MC_COMMAND_CONTENDED', {
    happened: `${who} lost the race for case ${details.caseId} ${MAX_ATTEMPTS} times`,
    expected: 'a case that is not written to all the time',
    remedy,
    details,
  });

export const caseNotFound = ({ tenant, caseId }: CaseKey, otherwise = ''): MotcuaError =>
  new MotcuaError('MC_CASE_NOT_FOUND', {
    happened: `Case ${caseId} of tenant ${tenant} does not exist`,
    expected: 'a case that was opened',
    remedy: `correct the case id and the tenant${otherwise}`,
    details: { tenant, caseId },
  });
