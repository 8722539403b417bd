import { describe, expect, test } from 'vitest';
import { isMotcuaError } from '../../error/index.js';
import {
  checkProcedure,
  dossierCode,
  dossierSeries,
  olderAgencyCode,
  parseProcedure,
  procedureRegistry,
  rulesOf,
} from '../index.js';
import { at, calendar, procedure } from './scenario.js';

const wd = (amount: number) => ({ amount, unit: 'workingDay' as const });
const caught = (run: () => unknown): { code: string; offences: readonly string[] } => {
  try {
    run();
  } catch (error) {
    if (isMotcuaError(error))
      return { code: error.code, offences: (error.details['offences'] as string[] | undefined) ?? [] };
    throw error;
  }
  throw new Error('nothing was thrown');
};
const consultation = (id: string, amount: number, changes: object = {}) => ({
  id,
  agency: id,
  name: { vi: id, en: id },
  party: 'agency',
  budget: wd(amount),
  silence: 'chase',
  countsTowardLimit: true,
  ...changes,
});

describe('parseProcedure', () => {
  test('lists every offence at once', () => {
    const { code, offences } = caught(() => parseProcedure({ ...procedure(), fee: {}, confidence: 2, limits: [] }));
    expect(code).toBe('MC_PROCEDURE_INVALID');
    expect(offences.map((offence) => offence.split(':')[0])).toEqual(
      expect.arrayContaining(['fee.amount', 'confidence', 'limits']),
    );
  });

  test('refuses references that lead nowhere', () => {
    const { offences } = caught(() =>
      procedure({
        limits: [{ id: 'a', budget: wd(1), startsFrom: 'verification' }],
        consultations: [consultation('x', 1, { after: ['y'], under: ['z'] }), consultation('x', 1)],
        illustrative: false,
        confidence: 0.5,
      }),
    );
    expect(offences).toHaveLength(5);
  });
});

describe('rulesOf', () => {
  test('keeps what the dossier needs, without the texts', () => {
    const rules = rulesOf(procedure());
    expect(rules.papers).toEqual({ required: ['declaration'], optional: ['evidence'] });
    expect(JSON.stringify(rules).length).toBeLessThan(1500);
  });
});

describe('procedureRegistry', () => {
  const old = { ...procedure(), validTo: '2025-06-30' };
  const now = { ...procedure({ version: '2' }), validFrom: '2025-07-01' };
  const registry = procedureRegistry([old, now]);

  test('finds the version in force on the day of reception', () => {
    expect(registry.get('9.000001', { on: '2025-03-01' }).version).toBe('1');
    expect(registry.get('9.000001', { on: '2025-07-01' }).version).toBe('2');
    expect(registry.get('9.000001').version).toBe('2');
  });

  test('refuses an unknown code or version, and a version given twice', () => {
    expect(caught(() => registry.get('9.999999')).code).toBe('MC_PROCEDURE_UNKNOWN');
    expect(caught(() => registry.get('9.000001', { version: '3' })).code).toBe('MC_PROCEDURE_UNKNOWN');
    expect(caught(() => procedureRegistry([old, old])).code).toBe('MC_PROCEDURE_INVALID');
  });
});

describe('checkProcedure', () => {
  const range = { from: at('2026-01-05 00:00'), to: at('2026-10-01 00:00') };

  test('accepts terms that fit on every day of reception', () => {
    checkProcedure(procedure({ service: { budget: wd(3) }, consultations: [consultation('tax', 2)] }), calendar, range);
  });

  test('refuses a chain of consultations that is longer than the limit', () => {
    const consultations = [consultation('a', 3), consultation('b', 3, { after: ['a'] })];
    const { code, offences } = caught(() => checkProcedure(procedure({ consultations }), calendar, range));
    expect([code, offences.length]).toEqual(['MC_PROCEDURE_INVALID', 1]);
    expect(offences[0]).toContain('consultation "b"');
  });

  test('names the worst day: working days that fit into calendar days only while no holiday lies between', () => {
    const limits = [{ id: 'standard', budget: { amount: 15, unit: 'calendarDay' } }];
    const { offences } = caught(() =>
      checkProcedure(procedure({ limits, consultations: [consultation('tax', 9)] }), calendar, range),
    );
    expect(offences[0]).toMatch(/received at 2026-02-0/);
  });

  test('adds up the steps, and looks at those only that happen under the limit at hand', () => {
    const steps = [
      { id: '1', stage: 'examine', actor: 'x', name: { vi: 'x', en: 'x' }, budget: wd(3) },
      { id: '2', stage: 'sign', actor: 'x', name: { vi: 'x', en: 'x' }, budget: wd(3) },
    ];
    expect(caught(() => checkProcedure(procedure({ steps }), calendar, range)).offences[0]).toContain(
      'sum of the steps',
    );
    const limits = [
      { id: 'short', budget: wd(0) },
      { id: 'long', budget: wd(5) },
    ];
    checkProcedure(procedure({ limits, consultations: [consultation('x', 5, { under: ['long'] })] }), calendar, range);
  });
});

describe('dossierCode', () => {
  const day = { agency: 'H02.19', date: '2026-02-12', sequence: 7 };

  test('is printed by the pattern of the tenant', () => {
    expect(dossierCode(day)).toBe('H02.19-260212-0007');
    expect(dossierCode({ agency: olderAgencyCode('H02.19'), date: '2021-09-23', sequence: 7 })).toBe(
      '000.00.19.H02-210923-0007',
    );
    expect(
      dossierCode({
        ...day,
        agency: 'G09.20',
        pattern: '{agency}-{yyyymmdd}-{owner}{seq:4}',
        owner: '02',
        sequence: 92_637,
      }),
    ).toBe('G09.20-20260212-0292637');
  });

  test('counts by agency and day', () => {
    expect(dossierSeries(day)).toBe('dossier/H02.19/2026-02-12');
  });
});
