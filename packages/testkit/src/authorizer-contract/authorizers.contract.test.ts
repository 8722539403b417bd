import { rulesAuthorizer } from '@motcua/core';
import type { AccessRequest, Authorizer } from '@motcua/core/contract';
import { describe, expect, test } from 'vitest';
import { proveRule } from '../conformance/rule.js';
import { authorizerContract, authorizerRules } from './index.js';

// #region suite
const allowed: AccessRequest = {
  tenant: 'hanoi',
  actor: { kind: 'person', id: 'minh', unit: 'ward-1.justice', roles: ['officer'] },
  action: 'grant',
  rules: [{ roles: ['officer'], unit: 'within' }],
  unit: 'ward-1.justice',
};
const isWithin = ({ unit, ancestor }: { readonly unit: string; readonly ancestor: string }) =>
  unit === ancestor || unit.startsWith(`${ancestor}.`);

const over = (authorizer: Authorizer) => async () => ({ authorizer, allowed, close: async () => {} });

authorizerContract({
  name: 'the standard authorizer',
  create: over(rulesAuthorizer({ isWithin })),
  report: '../../../../docs/reference/conformance/standard-authorizer.json',
});
// #endregion

/** The ids of the rules an authorizer made wrong on purpose breaks. */
async function brokenRules(spoil: (check: Authorizer['check']) => Authorizer['check']): Promise<readonly string[]> {
  const broken: string[] = [];
  const { check } = rulesAuthorizer({ isWithin });
  for (const rule of authorizerRules) {
    if ((await proveRule(rule, over({ check: spoil(check) }))).status === 'broken') broken.push(rule.id);
  }
  return broken;
}

describe('the authorizer contract catches', () => {
  const yes = { allowed: true as const };

  test('nothing in an authorizer that is right', async () => {
    expect(await brokenRules((check) => check)).toEqual([]);
  });

  test('one that allows everything', async () => {
    expect(await brokenRules(() => () => yes)).toEqual(
      expect.arrayContaining([
        'authorizer.no-rules',
        'authorizer.roles',
        'authorizer.unknown-unit',
        'authorizer.persons',
      ]),
    );
  });

  test('one that throws at a unit it does not know', async () => {
    const broken = await brokenRules((check) => (request) => {
      if (request.actor.unit === 'a unit of no tree') throw new Error('no such unit');
      return check(request);
    });
    expect(broken).toEqual(expect.arrayContaining(['authorizer.unknown-unit', 'authorizer.never-throws']));
  });

  test('one that allows what it cannot find', async () => {
    const broken = await brokenRules((check) => (request) => {
      const known = request.actor.unit?.startsWith('ward') === true;
      return known ? check(request) : yes;
    });
    expect(broken).toContain('authorizer.unknown-unit');
  });

  test('one that takes "on behalf of" at its word', async () => {
    const broken = await brokenRules(
      (check) => (request) =>
        request.actor.onBehalfOf !== undefined && request.actor.onBehalfOf === request.assignee ? yes : check(request),
    );
    expect(broken).toEqual(['authorizer.persons']);
  });

  test('one that asks a directory and promises an answer', async () => {
    expect(await brokenRules((check) => (async (request: AccessRequest) => check(request)) as never)).toHaveLength(
      authorizerRules.length,
    );
  });

  test('one that refuses without a reason', async () => {
    const broken = await brokenRules((check) => (request) => {
      const decision = check(request);
      return decision.allowed ? decision : { allowed: false, reason: '' };
    });
    expect(broken).toContain('authorizer.no-rules');
  });

  test('one that remembers what it was asked', async () => {
    let asked = 0;
    const broken = await brokenRules((check) => (request) => {
      asked += 1;
      return request.rules.length > 0 && asked % 7 === 0 ? { allowed: false, reason: 'too often' } : check(request);
    });
    expect(broken).toContain('authorizer.pure');
  });

  test('one that changes the question', async () => {
    const broken = await brokenRules((check) => (request) => {
      Object.assign(request.actor, { seen: true });
      return check(request);
    });
    expect(broken).toContain('authorizer.pure');
  });
});
