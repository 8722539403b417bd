import { z } from 'zod';
import { idSchema } from './id.js';

/**
 * Who acts. A person carries the unit and the roles in which the act is done; `system` is another
 * program or the engine itself, `timer` a rung that came due.
 */
export const actorSchema = z.strictObject({
  kind: z.enum(['person', 'system', 'timer']),
  id: idSchema(200),
  name: z.string().max(500).optional(),
  unit: idSchema(200).optional(),
  roles: z.array(idSchema(100)).max(100).readonly(),
  /** The officer a substitute acts for. */
  onBehalfOf: idSchema(200).optional(),
});
export type Actor = z.infer<typeof actorSchema>;

/** Who may send an event: one of the roles, in a unit that stands in the given relation to the case. */
export interface AccessRule {
  readonly roles: readonly string[];
  /**
   * `any` unit (default); `same`: the case's unit; `within`: the case's unit or one above it;
   * `assignee`: only the person the case is assigned to, or a deputy named in the case's index; `subject`: only the
   * person the case is about.
   */
  readonly unit?: 'any' | 'same' | 'within' | 'assignee' | 'subject';
}

export interface AccessRequest {
  readonly tenant: string;
  readonly actor: Actor;
  /** The event type, the engine command (`extend`, `waive`), or what is done with the file (`file.hold`). */
  readonly action: string;
  /** Empty: nobody but the engine itself may do it. */
  readonly rules: readonly AccessRule[];
  /** Where the case stands; absent when it is being opened. */
  readonly unit?: string;
  readonly assignee?: string;
  readonly deputies?: readonly string[];
  readonly subject?: string;
}

export type AccessDecision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/**
 * Decides who may do what. Pure and synchronous: called inside `decide`, for every command and for the
 * list of allowed events. It must not throw; an unknown unit is a refusal.
 */
export interface Authorizer {
  check(request: AccessRequest): AccessDecision;
}
