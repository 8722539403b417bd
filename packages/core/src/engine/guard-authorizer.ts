import type { AccessDecision, AccessRequest, Authorizer } from '../contract/actor.js';
import { describeError, MotcuaError } from '../error/index.js';

/**
 * The authorizer as the engine uses it. One that throws, or answers neither yes nor no, has decided nothing: the
 * command is neither carried out nor refused, since a refusal would be remembered under its id.
 */
export function guardAuthorizer(authorizer: Authorizer): Authorizer {
  return {
    check(request) {
      let decision: AccessDecision | Promise<unknown> | undefined;
      try {
        decision = authorizer.check(request);
      } catch (cause) {
        throw undecided(request, `threw: ${describeError(cause)}`, cause);
      }
      if (decision instanceof Promise) throw undecided(request, 'answered with a promise');
      if (decision?.allowed === true) return { allowed: true };
      if (decision?.allowed === false) return { allowed: false, reason: describeError(decision.reason) };
      throw undecided(request, 'answered neither yes nor no');
    },
  };
}

const undecided = ({ tenant, actor, action }: AccessRequest, what: string, cause?: unknown) =>
  new MotcuaError('MC_AUTHORIZER_FAILED', {
    happened: `The authorizer, asked whether ${actor.id} may ${action} in tenant ${tenant}, ${what}`,
    expected: '{ allowed: true }, or { allowed: false } with a reason, at once',
    remedy: 'correct the authorizer, then repeat the call with the same command id; nothing was changed',
    details: { tenant, actor: actor.id, action },
    cause,
  });
