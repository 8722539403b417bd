import assert from 'node:assert/strict';
import type { AccessDecision, AccessRequest, AccessRule, Authorizer } from '@motcua/core/contract';
import type { Harness, Rule } from '../conformance/rule.js';

/** An authorizer that knows the unit of `allowed`, and one request of each kind. */
export interface AuthorizerHarness extends Harness {
  readonly authorizer: Authorizer;
  /** One that it allows: with rules, an actor with one of their roles, and the unit of the case. */
  readonly allowed: AccessRequest;
}

type AuthorizerRule = Rule<AuthorizerHarness>;

const check = (authorizer: Authorizer, request: AccessRequest): AccessDecision => {
  const decision = authorizer.check(request);
  assert.ok(typeof decision === 'object' && decision !== null, 'an answer');
  assert.ok(!(decision instanceof Promise), 'at once, without a promise');
  if (decision.allowed === true) return decision;
  assert.equal(decision.allowed, false, 'yes or no');
  assert.ok(typeof decision.reason === 'string' && decision.reason.trim() !== '', 'a no has a reason');
  return decision;
};

const refuses = (authorizer: Authorizer, request: AccessRequest, what: string): void =>
  assert.equal(check(authorizer, request).allowed, false, what);

const UNKNOWN = 'a unit of no tree';
const RELATIONS: readonly NonNullable<AccessRule['unit']>[] = ['any', 'same', 'within', 'assignee', 'subject'];

/** Whatever may be asked: every relation, and parts that are missing, unknown or odd. */
function oddRequests({ actor, ...request }: AccessRequest): readonly AccessRequest[] {
  const { unit: _, ...unitless } = actor;
  const { unit: __, ...nowhere } = request;
  const actors = [
    actor,
    unitless,
    { ...actor, unit: UNKNOWN },
    { ...actor, unit: '__proto__' },
    { ...actor, roles: [] },
  ];
  const places = [request, nowhere, { ...request, unit: UNKNOWN }, { ...request, unit: 'constructor' }];
  const others = [
    {},
    { assignee: actor.id },
    { assignee: 'x', deputies: [actor.id] },
    { subject: actor.id },
    { tenant: 'x' },
  ];
  return actors.flatMap((who) =>
    places.flatMap((place) =>
      others.flatMap((other) =>
        RELATIONS.map((unit) => ({ ...place, ...other, actor: who, rules: [{ roles: actor.roles, unit }] })),
      ),
    ),
  );
}

const allows: AuthorizerRule = {
  id: 'authorizer.allows',
  name: 'allows what its harness says it allows',
  async run({ authorizer, allowed }) {
    assert.deepEqual(check(authorizer, allowed), { allowed: true });
  },
};

const noRules: AuthorizerRule = {
  id: 'authorizer.no-rules',
  name: 'refuses everybody where there are no rules: only the engine itself may',
  async run({ authorizer, allowed }) {
    refuses(authorizer, { ...allowed, rules: [] }, 'without rules');
  },
};

const roles: AuthorizerRule = {
  id: 'authorizer.roles',
  name: 'refuses an actor without a role, and one with other roles',
  async run({ authorizer, allowed }) {
    for (const own of [[], ['a role of no rule']]) {
      refuses(authorizer, { ...allowed, actor: { ...allowed.actor, roles: own } }, own.join());
    }
  },
};

const unknownUnit: AuthorizerRule = {
  id: 'authorizer.unknown-unit',
  name: 'refuses an actor of a unit it does not know, or of none, where the rule asks for a unit',
  async run({ authorizer, allowed }) {
    const { unit: _, ...unitless } = allowed.actor;
    for (const unit of ['same', 'within'] as const) {
      const request = { ...allowed, rules: [{ roles: allowed.actor.roles, unit }] };
      refuses(
        authorizer,
        { ...request, actor: { ...allowed.actor, unit: UNKNOWN } },
        `an unknown unit under "${unit}"`,
      );
      refuses(authorizer, { ...request, actor: unitless }, `no unit under "${unit}"`);
      refuses(authorizer, { ...request, unit: UNKNOWN }, `a case in an unknown unit under "${unit}"`);
    }
  },
};

const persons: AuthorizerRule = {
  id: 'authorizer.persons',
  name: 'refuses who is neither the assignee nor a deputy, and who is not the subject, where the rule asks for him',
  async run({ authorizer, allowed }) {
    for (const unit of ['assignee', 'subject'] as const) {
      const request = { ...allowed, rules: [{ roles: allowed.actor.roles, unit }] };
      const { assignee: _, deputies: __, subject: ___, ...nobody } = request;
      refuses(authorizer, nobody, `nobody under "${unit}"`);
      refuses(authorizer, { ...nobody, assignee: 'x', deputies: ['y'], subject: 'z' }, `others under "${unit}"`);
      const onBehalfOf = { ...nobody, assignee: 'x', actor: { ...allowed.actor, onBehalfOf: 'x' } };
      refuses(authorizer, onBehalfOf, `saying "on behalf of" under "${unit}"`);
    }
  },
};

const never: AuthorizerRule = {
  id: 'authorizer.never-throws',
  name: 'answers yes or no to whatever is asked, and never throws',
  async run({ authorizer, allowed }) {
    for (const request of oddRequests(allowed)) check(authorizer, request);
  },
};

const pure: AuthorizerRule = {
  id: 'authorizer.pure',
  name: 'gives the same answer to the same question, whatever was asked in between, and changes nothing of it',
  async run({ authorizer, allowed }) {
    const requests = oddRequests(allowed).map((request) => frozen(structuredClone(request)));
    const first = requests.map((request) => check(authorizer, request));
    const again = requests.toReversed().map((request) => check(authorizer, request));
    assert.deepEqual(again.reverse(), first);
  },
};

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

/** Everything an authorizer promises: the contract of `Authorizer`, rule by rule, each with its proof. */
export const authorizerRules: readonly AuthorizerRule[] = [allows, noRules, roles, unknownUnit, persons, never, pure];
