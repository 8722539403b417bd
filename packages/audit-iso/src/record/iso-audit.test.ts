import { createHmac } from 'node:crypto';
import { type AuditEntry, leafText, MAX_BODY_BYTES, NO_LEAF } from '@motcua/core/contract';
import { describe, expect, test } from 'vitest';
import { type Leaf, readLeaf } from '../leaf/leaf.js';
import { checkDisclosures } from './check-disclosures.js';
import { commitmentOf } from './commitment.js';
import { isoAudit } from './iso-audit.js';

const at = Date.UTC(2026, 2, 2, 2);
const citizen = { kind: 'person', id: '001188012345', name: 'Hà Thị Nhung', roles: ['citizen'] } as const;
const officer = { kind: 'person', id: 'minh', unit: 'justice', roles: ['officer'] } as const;

const entry: AuditEntry = {
  type: 'extension',
  record: {
    tenant: 'hanoi',
    caseId: 'c1',
    commandId: 'extend-1',
    at: at + 1,
    actor: officer,
    action: 'extend',
    outcome: 'accepted',
    revision: 3,
  },
  isPrivate: false,
  occurredAt: at,
  observer: 'engine-1',
  workflow: { id: 'guardianship', version: '2', hash: 'abc' },
  calendar: { id: 'vn', version: '2026.1' },
  from: 'open',
  to: 'open',
  deadlines: [{ name: 'answer', occurrence: 1, change: 'extended', dueAt: at + 86_400_000 }],
  legalBasis: 'Decree 61/2018/NĐ-CP art. 20',
  fields: [
    { path: '/command/reason', value: 'Bà Nhung đang nằm viện' },
    { path: '/facts/0/guardian/birthYear', value: 1988 },
  ],
};

/** Salts that are known: 1, 2, 3 ... */
function counting() {
  let count = 0;
  return () => {
    count += 1;
    return new Uint8Array(16).fill(count);
  };
}

function leafOf(given: AuditEntry, log?: string) {
  const draft = isoAudit(log === undefined ? {} : { log }).record(given, counting());
  const leaf = readLeaf(Buffer.from(leafText(draft.body, NO_LEAF, 1)));
  if ('problem' in leaf) throw new Error(leaf.problem);
  return { draft, leaf: leaf as Leaf, disclosures: draft.disclosed?.disclosures ?? [] };
}

describe('a record', () => {
  test('says in canonical form who did what, when, in which state, version and calendar, and what it did to terms', () => {
    const { leaf } = leafOf(entry, 'audit.example/2026');
    const { fields, ...body } = leaf.body;
    expect(body).toEqual({
      v: 1,
      id: 'extend-1',
      log: 'audit.example/2026',
      tenant: 'hanoi',
      case: 'c1',
      type: 'extension',
      action: 'extend',
      outcome: 'accepted',
      occurredAt: '2026-03-02T02:00:00.000Z',
      recordedAt: '2026-03-02T02:00:00.001Z',
      actor: { kind: 'person', id: 'minh', unit: 'justice', roles: ['officer'] },
      observer: 'engine-1',
      revision: 3,
      from: 'open',
      to: 'open',
      workflow: { id: 'guardianship', version: '2', hash: 'abc' },
      calendar: { id: 'vn', version: '2026.1' },
      deadlines: [{ name: 'answer', occurrence: 1, change: 'extended', dueAt: '2026-03-03T02:00:00.000Z' }],
      legalBasis: 'Decree 61/2018/NĐ-CP art. 20',
    });
    expect(Object.keys(fields ?? {})).toEqual(['/command/reason', '/facts/0/guardian/birthYear']);
  });

  test('names nobody who acts for himself, and no free text', () => {
    const { draft, leaf } = leafOf({
      ...entry,
      type: 'refusal',
      isPrivate: true,
      record: { ...entry.record, actor: citizen, outcome: 'refused', message: 'Hà Thị Nhung may not' },
      fields: [
        { path: '/actor/id', value: citizen.id },
        { path: '/message', value: 'Hà Thị Nhung may not' },
      ],
    });
    for (const text of [citizen.id, citizen.name]) expect(draft.body).not.toContain(text);
    expect(leaf.body.actor).toEqual({
      kind: 'person',
      id: leaf.body.fields?.['/actor/id'],
      private: true,
      roles: ['citizen'],
    });
  });

  test('says of an erasure which key and which cases, and of nothing else what it has not', () => {
    const { deadlines: _, workflow: __, calendar: ___, from: _4, to: _5, ...bare } = entry;
    const { leaf } = leafOf({
      ...bare,
      type: 'erasure',
      deadlines: [],
      cases: ['c1', 'c2'],
      scope: { key: 'k1' },
      fields: [],
    });
    expect(leaf.body).toMatchObject({ type: 'erasure', scope: { key: 'k1' }, cases: ['c1', 'c2'] });
    for (const absent of ['from', 'to', 'workflow', 'calendar', 'deadlines', 'fields', 'code', 'log', 'event']) {
      expect(leaf.body).not.toHaveProperty(absent);
    }
  });
});

describe('a commitment', () => {
  test('is HMAC-SHA-256 under the salt over the canonical text of path and value', () => {
    const { leaf, disclosures } = leafOf(entry);
    const [reason] = disclosures;
    expect(reason).toEqual({ path: '/command/reason', salt: '01'.repeat(16), value: 'Bà Nhung đang nằm viện' });
    expect(leaf.body.fields?.['/command/reason']).toBe(
      createHmac('sha256', Buffer.alloc(16, 1)).update('["/command/reason","Bà Nhung đang nằm viện"]').digest('hex'),
    );
  });

  test('tells whether a disclosed value is what was recorded, and what was erased', () => {
    const { leaf, disclosures } = leafOf(entry);
    const [reason, year] = disclosures as [(typeof disclosures)[0], (typeof disclosures)[0]];
    const verdicts = (...given: typeof disclosures) => checkDisclosures(leaf.body, given).map(({ verdict }) => verdict);
    expect(verdicts(...disclosures)).toEqual(['true', 'true']);
    expect(verdicts({ ...year, value: 1989 }, { ...year, value: '1988' })).toEqual(['false', 'false']);
    expect(verdicts({ ...year, salt: reason.salt }, { ...year, path: reason.path })).toEqual(['false', 'false']);
    expect(verdicts({ ...year, path: '/nowhere' }, { ...year, path: '__proto__' })).toEqual(['false', 'false']);
    expect(verdicts({ ...year, salt: '[erased]', value: 0 })).toEqual(['erased']);
  });

  test('is HMAC-SHA-256 under a salt of any length', () => {
    for (const bytes of [0, 16, 32, 63, 64, 65, 200]) {
      const salt = Buffer.alloc(bytes, 7).toString('hex');
      const theirs = createHmac('sha256', Buffer.alloc(bytes, 7)).update('["/a","đ"]').digest('hex');
      expect(commitmentOf({ path: '/a', salt, value: 'đ' })).toBe(theirs);
    }
  });

  test('differs for the same value each time', () => {
    const value = { path: '/a', value: '001188012345' };
    expect(commitmentOf({ ...value, salt: '01' })).not.toBe(commitmentOf({ ...value, salt: '02' }));
  });
});

describe('what does not fit into a leaf', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, number) => ({
      path: `/command/input/witnesses/${number}/name`,
      value: `N${number}`,
    }));

  test('is a digest, and the commitments are still checked', () => {
    const { draft, leaf, disclosures } = leafOf({ ...entry, fields: many(1_000) });
    expect(Buffer.byteLength(draft.body)).toBeLessThanOrEqual(MAX_BODY_BYTES);
    expect(leaf.body).toMatchObject({
      deadlines: [{ name: 'answer' }],
      digests: { fields: { bytes: expect.any(Number) } },
    });
    expect(leaf.body).not.toHaveProperty('fields');
    const checked = checkDisclosures(leaf.body, disclosures);
    expect(checked).toHaveLength(1_000);
    expect(checked.every(({ verdict }) => verdict === 'true')).toBe(true);
    const [all, first, ...rest] = disclosures as [(typeof disclosures)[0], (typeof disclosures)[0]];
    expect(checkDisclosures(leaf.body, [all, { ...first, value: 'another' }])[0]?.verdict).toBe('false');
    expect(checkDisclosures(leaf.body, [first, ...rest])[0]?.verdict).toBe('false');
    const forged = { ...all, value: { [first.path]: commitmentOf({ ...first, value: 'another' }) } };
    expect(checkDisclosures(leaf.body, [forged, { ...first, value: 'another' }])[0]?.verdict).toBe('false');
  });

  test('stays as it is as long as it fits', () => {
    const { leaf } = leafOf({ ...entry, fields: many(300) });
    expect(Object.keys(leaf.body.fields ?? {})).toHaveLength(300);
    expect(leaf.body).not.toHaveProperty('digests');
  });

  test('is a digest of every list that is too long', () => {
    const deadlines = Array.from({ length: 2_000 }, (_, occurrence) => ({
      name: 'answer',
      occurrence: occurrence + 1,
      change: 'breached' as const,
    }));
    const cases = Array.from({ length: 8_000 }, (_, number) => `case-${number}`);
    const { leaf } = leafOf({ ...entry, deadlines, cases, fields: many(1_000) });
    expect(Object.keys((leaf.body as { digests?: object }).digests ?? {}).sort()).toEqual([
      'cases',
      'deadlines',
      'fields',
    ]);
  });
});
