import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { onSources } from './on-sources.ts';

const main = join(import.meta.dirname, '..', 'main.ts');

/** The demo as a user runs it, on the sources instead of the build. */
const demo = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', env: onSources });

describe('the demo', () => {
  let output = '';
  beforeAll(() => {
    const { stdout, stderr, status } = demo('--lang', 'en');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    output = stdout;
  });

  test('kills its worker with SIGKILL half-way and loses nothing', () => {
    expect(output).toMatch(/\*\*\* The worker process was killed with SIGKILL after \d+ acts/);
    expect(output).toMatch(/Check: \d{3} acts acknowledged, 0 lost, 0 written twice\./);
  });

  test('counts every accepted dossier in one column of the closing table, and the others apart', () => {
    const total = output.split('\n').find((line) => line.startsWith('Total'));
    const [received, ...columns] = total?.match(/\d+/g)?.map(Number) ?? [];
    const notAccepted = columns.pop();
    expect(received).toBe(16);
    expect(columns.reduce((sum, value) => sum + value, 0)).toBe(16);
    expect(columns).toEqual([11, 2, 1, 1, 1]);
    expect(notAccepted).toBe(2);
  });

  test('calls terms by their names and writes dates for people', () => {
    const report = output.slice(output.indexOf("SUPERVISOR'S REPORT"));
    expect(report).toContain('!! was due on 02/02/2026 17:00: Statutory time limit');
    expect(report).toContain('extended 23/01/2026 17:00 → 27/01/2026 17:00');
    expect(report).not.toMatch(/stage-|"resolution"|\dT\d/);
  });

  test('shows breaches, letters and the tax authority keeping silent', () => {
    expect(output).toContain('violation: late without an apology');
    expect(output).toContain('form 04, apology with a new date');
    expect(output).toContain('the consultee kept silent: deemed no objection');
    expect(output).toContain('✗ REFUSED: not entitled to (MC_ACCESS_DENIED)');
  });

  test('moves the open dossiers of the district to the commune on 1 July 2025, terms unchanged', () => {
    expect(output).toMatch(
      /01\/07\/2025 08:00 {2}H02\.19\.01-250618-0001 +· moved to Economic division of Binh An, its terms unchanged/,
    );
  });

  test('explains a date across the Lunar New Year by name', () => {
    expect(output).toContain('Tuesday 17 February 2026: public holiday, Lunar New Year (day 1)');
  });

  test('prints English only when asked to', () => {
    expect(output).not.toMatch(/Hạn trả kết quả|Trạng thái/);
  });
});

test('the demo refuses arguments it does not know', () => {
  const { status, stderr } = demo('--lang', 'fr');
  expect(status).toBe(2);
  expect(stderr).toContain('Unknown arguments');
});
