import type { AccessRequest, AccessRule, Authorizer } from '../contract/actor.js';

export interface RulesAuthorizerOptions {
  /** Is `unit` the same as `ancestor`, or below it? Default: only the same. */
  readonly isWithin?: (request: {
    readonly tenant: string;
    readonly unit: string;
    readonly ancestor: string;
  }) => boolean;
}

/** The standard authorizer: the workflow's access rules, judged by the actor's roles and unit. */
export function rulesAuthorizer({ isWithin }: RulesAuthorizerOptions = {}): Authorizer {
  const inUnit = (request: AccessRequest, rule: AccessRule): boolean => {
    const { actor, unit } = request;
    switch (rule.unit ?? 'any') {
      case 'any':
        return true;
      case 'same':
        return unit === undefined || actor.unit === unit;
      case 'within':
        if (unit === undefined || actor.unit === unit) return true;
        return actor.unit !== undefined && isWithin?.({ tenant: request.tenant, unit, ancestor: actor.unit }) === true;
      case 'assignee':
        return isAssignee(request);
      case 'subject':
        return request.subject !== undefined && request.actor.id === request.subject;
    }
  };
  return {
    check(request) {
      if (request.rules.length === 0) return { allowed: false, reason: 'only the engine itself may do this' };
      const byRole = request.rules.filter(({ roles }) => roles.some((role) => request.actor.roles.includes(role)));
      if (byRole.length === 0) {
        return { allowed: false, reason: `has the roles ${request.actor.roles.join(', ') || '(none)'}` };
      }
      if (byRole.some((rule) => inUnit(request, rule))) return { allowed: true };
      return {
        allowed: false,
        reason: `acts in unit ${request.actor.unit ?? '(none)'}, the case is with unit ${request.unit ?? '(none)'} and ${request.assignee ?? 'nobody'}`,
      };
    },
  };
}

/** Saying "on behalf of" is not enough: a substitute must be named a deputy on the case. */
const isAssignee = ({ actor, assignee, deputies }: AccessRequest): boolean =>
  assignee !== undefined && (actor.id === assignee || deputies?.includes(actor.id) === true);
