/** Roles the inspection workflows know. A person may have several; the unit on the act says where. */
export const INSPECTION_ROLES = {
  /** Draws up plans, follows rounds and remedies, synthesises: the department of home affairs. */
  homeAffairs: 'home-affairs',
  /** Decides plans and teams: the provincial People's Committee. */
  authority: 'inspecting-authority',
  /** Heads the team of a round, and signs for it. */
  teamLeader: 'team-leader',
  inspector: 'inspector',
  /** Signs and answers for an inspected unit. */
  unitHead: 'unit-head',
  /** Works in an inspected unit: carries out corrective actions. */
  unitOfficer: 'unit-officer',
  /** Verifies remedies; never somebody who carried one out. */
  verifier: 'verifier',
  /** Another program. */
  connector: 'connector',
} as const;
export type InspectionRole = (typeof INSPECTION_ROLES)[keyof typeof INSPECTION_ROLES];
