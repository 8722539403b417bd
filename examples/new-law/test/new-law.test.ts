import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { decree61, decree118, toDecree118 } from '../src/two-decrees.ts';

const hooks = join(import.meta.dirname, '..', '..', '..', 'scripts', 'source-hooks.mjs');
/** A child process that runs the sources of the packages instead of their build. */
const env = { ...process.env, NODE_OPTIONS: `--conditions=@motcua/source --import ${hooks}` };

describe('1 July 2025', () => {
  let output = '';
  beforeAll(() => {
    const main = join(import.meta.dirname, '..', 'main.ts');
    const { stdout, stderr, status } = spawnSync(process.execPath, [main], { encoding: 'utf8', env });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    output = stdout;
  });

  test('is planned as a table, in Vietnamese and in English', () => {
    expect(output).toMatch(
      /hồ sơ đang giải quyết: 441\n {2}chuyển sang quy định mới: 210\n {2}giữ nguyên quy định cũ: 231/u,
    );
    expect(output).toMatch(/open dossiers: 441\n {2}move to the new rules: 210\n {2}stay under their own rules: 231/u);
    expect(output).toMatch(
      /H02\.19-250701-0232 +2025-07-01 +processing\.examining .* 2025-07-04 17:00 +2025-07-03 17:00 +-8 +-1/u,
    );
  });

  test('is not applied while nobody answers for the dates that move', () => {
    expect(output).toMatch(/MC_MIGRATION_BLOCKED: .*deadline-moved: 180 cases, first dossier-0232/u);
  });

  test('is killed with SIGKILL half-way, and goes on where it ended', () => {
    expect(output).toContain('*** SIGKILL: 100 dossiers had been reported as moved; 169 had moved');
    expect(output).toContain('*** resumed: 41 moved, 231 stay, complete');
  });

  test('moves each dossier received since then once, and none received before', () => {
    expect(output).toContain(
      'Check: 231 received before 1 July 2025 and 210 since; 0 in the wrong version or moved twice.',
    );
    expect(output).toMatch(/Replay: 441 cases with \d+ commands were replayed: all come out as they were stored\./u);
  });

  test('leaves both decrees in force side by side, by the date of receipt', () => {
    expect(output).toContain('A dossier of 27 June entered today begins under 61-2018, one of today under 118-2025.');
  });

  test('is told in the ledger of each term that moved', () => {
    expect(output).toContain('moved to version 118-2025: 2025-07-17T17:00:00+07:00 → 2025-07-16T17:00:00+07:00');
    expect(output).toContain('chuyển sang phiên bản 118-2025');
  });
});

test('the migration leads from one decree to the other', () => {
  expect([toDecree118.from, toDecree118.to]).toEqual([decree61, decree118]);
});
