import { z } from 'zod';
import { personal } from '../contract/index.js';
import { fields } from './fields.js';

const { text, key, unitId, personId, number, instant } = fields;

const ofPerson = { subject: 'person' };
/**
 * A reason why somebody cannot inspect a unit without favour. It is private: kin, debts, a lawsuit. When the person is
 * erased, that he may not inspect the unit stays, and why is gone.
 */
const conflictSchema = z.strictObject({
  unit: unitId,
  /** Whose reason it is: the member's id. */
  person: personal(personId, ofPerson),
  reason: personal(text, ofPerson),
});

const memberSchema = z.strictObject({
  id: personId,
  /** Where he or she works. */
  unit: unitId,
  /** Which contents; absent: all. */
  contents: z.array(key).readonly().optional(),
  conflicts: z.array(conflictSchema).max(50).readonly().optional(),
});

/** A team as the decision names it. */
export const teamSchema = z.strictObject({
  /** `4` of "team no. 4". */
  number,
  leader: memberSchema,
  secretary: memberSchema.optional(),
  members: z.array(memberSchema).max(100).readonly(),
});
export type Team = z.infer<typeof teamSchema>;
type Member = z.infer<typeof memberSchema>;

export const everybody = ({ leader, secretary, members }: Team): readonly Member[] => [
  leader,
  ...(secretary === undefined ? [] : [secretary]),
  ...members,
];

/** Works there, or has said why it would not be fair. */
export const isBiased = (member: Member, unit: string): boolean =>
  member.unit === unit || member.conflicts?.some((conflict) => conflict.unit === unit) === true;

/** May this person inspect the unit? In the team, and without a conflict of interest. */
export const mayInspect = (team: Team, person: string, unit: string): boolean =>
  everybody(team).some((member) => member.id === person && !isBiased(member, unit));

/**
 * Does the team hold for these units? Its leader must be free of every conflict, since he signs for all of them; each
 * unit needs at least one member who is free; nobody is named twice.
 */
export function teamOffences(team: Team, units: readonly string[]): readonly string[] {
  const people = everybody(team);
  const ids = people.map(({ id }) => id);
  return [
    ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} is named twice`)),
    ...units
      .filter((unit) => isBiased(team.leader, unit))
      .map((unit) => `leader ${team.leader.id} has a conflict of interest with ${unit}`),
    ...units
      .filter((unit) => !people.some((member) => !isBiased(member, unit)))
      .map((unit) => `nobody in the team is free to inspect ${unit}`),
  ];
}

/** The team after a member has declared a conflict. */
export const withConflict = (
  team: Team,
  person: string,
  { unit, reason }: { readonly unit: string; readonly reason: string },
): Team => {
  const add = (member: Member): Member =>
    member.id === person ? { ...member, conflicts: [...(member.conflicts ?? []), { unit, person, reason }] } : member;
  return {
    ...team,
    leader: add(team.leader),
    ...(team.secretary !== undefined && { secretary: add(team.secretary) }),
    members: team.members.map(add),
  };
};

/** The team of a letter. */
export const teamLines = (team: Team) =>
  everybody(team).map((member) => ({
    id: member.id,
    unit: member.unit,
    part: member === team.leader ? 'leader' : member === team.secretary ? 'secretary' : 'member',
  })) as { id: string; unit: string; part: 'leader' | 'secretary' | 'member' }[];

/** A decision on paper. */
export const decisionSchema = z.strictObject({ number, legalBasis: text, signedAt: instant.optional() });
