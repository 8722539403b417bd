import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { onSources } from './on-sources.ts';

const main = join(import.meta.dirname, '..', 'main.ts');

/** The demo as a user runs it, on the sources instead of the build. */
const demo = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', env: onSources });

describe('the demo', () => {
  let output = '';
  let boards: readonly string[] = [];
  beforeAll(() => {
    const { stdout, stderr, status } = demo('--lang', 'en');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    // Lines that were broken for their width, in one again.
    output = stdout.replaceAll(/\n {6}/gu, ' ');
    boards = output.split('THE BOARD').slice(1);
  });

  test('shows the board at three moments', () => {
    expect(boards).toHaveLength(3);
  });

  test('shows who is behind since when and why, while the others follow', () => {
    expect(boards[0]).toMatch(
      /… H02\.101-260304-0001 {2}interlinked service.*behind since 04\/03\/2026 08:10, it could not be reached \(later than allowed\)/,
    );
    expect(boards[0]).toMatch(/✓ .*national portal: in step · DVC-100001/);
  });

  test('takes what is told twice once', () => {
    expect(output.match(/tells 2 times: .*\(HTTP 200, 200\)/g)).toHaveLength(4);
    expect(output).toContain('8 webhooks came, 4 had an effect');
  });

  test('registers once, though the answer of the register was lost', () => {
    expect(output).toMatch(/electronic civil-status register: it could not be reached, again in \d+ s/);
    expect(output).toContain('Portal: 1 dossier; register: 1 entry; interlinked: 1 dossier, 2 steps');
  });

  test('finds what the portal changed on its own, and repairs it as a person orders', () => {
    expect(output).toContain('ours 9 (processed), theirs 8 (processing stopped); changed there: can-bo-cong');
    expect(boards[1]).toMatch(/≠ .*national portal: differs since 06\/03\/2026 20:00, status of the dossier/);
    expect(output).toContain('repair, ours is right');
  });

  test('ends with all systems in step', () => {
    expect(boards[2]?.match(/✓/g)).toHaveLength(3);
    expect(output).toContain('Last comparison: all three systems and the dossier agree.');
  });

  test('prints no secret', () => {
    expect(output).not.toMatch(/token-of-|hook-secret/);
  });
});

test('prints Vietnamese with an English gloss unless asked otherwise', () => {
  const { stdout, status } = demo();
  expect(status).toBe(0);
  expect(stdout).toContain('BẢNG KẾT NỐI [THE BOARD]');
  expect(stdout).toContain('Đối soát cuối: ba hệ thống và hồ sơ khớp nhau.');
});
