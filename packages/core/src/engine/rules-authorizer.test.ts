import { expect, test } from 'vitest';
import type { AccessRequest, AccessRule, Actor } from '../contract/actor.js';
import { rulesAuthorizer } from './rules-authorizer.js';

const minh: Actor = { kind: 'person', id: 'minh', unit: 'justice', roles: ['officer'] };
const authorizer = rulesAuthorizer({ isWithin: ({ unit, ancestor }) => unit.startsWith(`${ancestor}/`) });
const may = (rule: AccessRule, request: Partial<AccessRequest> = {}) =>
  authorizer.check({ tenant: 't', actor: minh, action: 'grant', rules: [rule], ...request }).allowed;

test('a role is needed, and any of those named will do', () => {
  expect(may({ roles: ['head', 'officer'] })).toBe(true);
  expect(may({ roles: ['head'] })).toBe(false);
  expect(may({ roles: ['officer'] }, { rules: [{ roles: ['head'] }, { roles: ['officer'] }] })).toBe(true);
});

test('without rules nobody may, not even who has every role', () => {
  expect(may({ roles: [] }, { rules: [] })).toBe(false);
});

test.each<[NonNullable<AccessRule['unit']>, Partial<AccessRequest>, boolean]>([
  ['any', { unit: 'finance' }, true],
  ['same', { unit: 'justice' }, true],
  ['same', { unit: 'finance' }, false],
  ['same', { unit: 'justice/registry' }, false],
  ['same', {}, true],
  ['within', { unit: 'justice' }, true],
  ['within', { unit: 'justice/registry' }, true],
  ['within', { unit: 'finance' }, false],
  ['within', { unit: 'justice/registry', actor: { kind: 'person', id: 'x', roles: ['officer'] } }, false],
  ['assignee', { assignee: 'minh' }, true],
  ['assignee', { assignee: 'lan' }, false],
  ['assignee', {}, false],
  ['assignee', { assignee: 'lan', deputies: ['minh'] }, true],
  ['assignee', { assignee: 'lan', actor: { ...minh, onBehalfOf: 'lan' } }, false],
  ['subject', { subject: 'minh' }, true],
  ['subject', { subject: 'hoa' }, false],
  ['subject', {}, false],
])('a rule for "%s" and %o: %s', (unit, request, allowed) => {
  expect(may({ roles: ['officer'], unit }, request)).toBe(allowed);
});

test('without a tree of units "within" is "same"', () => {
  const plain = rulesAuthorizer();
  const rules = [{ roles: ['officer'], unit: 'within' }] as const;
  const check = (unit: string) => plain.check({ tenant: 't', actor: minh, action: 'grant', rules, unit }).allowed;
  expect([check('justice'), check('justice/registry')]).toEqual([true, false]);
});
