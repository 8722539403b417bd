import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isMotcuaError } from '../../error/index.js';
import { planReorganisation, unitTree } from '../index.js';

const data = JSON.parse(
  readFileSync(new URL('../../../../../examples/one-stop-shop/data/units.json', import.meta.url), 'utf8'),
) as unknown[];
const tree = unitTree(data);

describe('unitTree', () => {
  test('knows who stands above whom', () => {
    expect(tree.isWithin({ unit: 'old-commune-dong.justice', ancestor: 'district' })).toBe(true);
    expect(tree.isWithin({ unit: 'commune-a.justice', ancestor: 'province' })).toBe(true);
    expect(tree.isWithin({ unit: 'district', ancestor: 'old-commune-dong' })).toBe(false);
    expect(tree.isWithin({ unit: 'nowhere', ancestor: 'nowhere' })).toBe(false);
  });

  test('knows which tiers existed on a day', () => {
    const tiers = (on: string) =>
      [...new Set(tree.units.filter(({ id }) => tree.exists(id, on)).map(({ tier }) => tier))].sort();
    expect(tiers('2025-06-30')).toEqual(['commune', 'district', 'province']);
    expect(tiers('2025-07-01')).toEqual(['commune', 'province']);
  });

  test('takes the calendar of the nearest unit above', () => {
    expect([tree.calendarOf('commune-a.justice'), tree.calendarOf('commune-a.police')]).toEqual(['vn', 'vn-police']);
  });

  test('lists every offence', () => {
    const unit = { id: 'a', name: { vi: 'a', en: 'a' }, tier: 'commune', kind: 'authority', validFrom: '2025-01-01' };
    const broken = [
      { ...unit, parent: 'b' },
      { ...unit, id: 'b', parent: 'a', validTo: '2024-01-01', successors: [{ unit: 'x', legalBasis: 'y' }] },
      unit,
    ];
    try {
      unitTree(broken);
      expect.unreachable();
    } catch (error) {
      expect(
        isMotcuaError(error, 'MC_UNIT_INVALID') && (error.details['offences'] as string[]).length,
      ).toBeGreaterThanOrEqual(3);
    }
  });
});

describe('planReorganisation', () => {
  test('sends each dossier to the successor for its procedure, and names those nobody takes', () => {
    const open = [
      { caseId: '1', index: { unit: 'district.finance', category: '1.001612' } },
      { caseId: '2', index: { unit: 'district.finance', category: '2.001583' } },
      { caseId: '3', index: { unit: 'old-commune-danh.justice', category: '1.001193' } },
      { caseId: '4', index: { unit: 'province.justice' } },
      { caseId: '5', index: { unit: 'closed-office' } },
    ];
    const { moves, stranded } = planReorganisation(tree, open, '2025-07-01');
    expect(moves.map(({ caseId, to }) => `${caseId} ${to}`)).toEqual([
      '1 commune-a.economy',
      '2 province.finance',
      '3 commune-b.justice',
    ]);
    expect(moves[0]?.legalBasis).toContain('202/2025/QH15');
    expect(stranded).toEqual([{ caseId: '5', from: 'closed-office' }]);
    expect(planReorganisation(tree, open, '2025-06-30').moves).toEqual([]);
  });
});
