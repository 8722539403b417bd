/** Roles the dossier workflow knows. A person may have several; the unit on the act says where. */
export const ROLES = {
  applicant: 'applicant',
  /** Receives, checks, transfers and returns. */
  oneStopOfficer: 'one-stop-officer',
  caseOfficer: 'case-officer',
  /** Assigns and reviews. */
  headOfDivision: 'head-of-division',
  /** Decides and signs. */
  leader: 'leader',
  /** Numbers, seals, keeps the archive. */
  clerk: 'clerk',
  consultee: 'consultee',
  /** Watches over several units, moves dossiers when units change. */
  supervisor: 'supervisor',
  /** Another program: portal, tax system, post. */
  connector: 'connector',
} as const;
export type Role = (typeof ROLES)[keyof typeof ROLES];
