import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onSources } from './on-sources.ts';

test('the first screen of the README receives a dossier and explains its date', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'motcua-embed-'));
  try {
    const script = join(import.meta.dirname, '..', 'embed.ts');
    const { stdout, stderr, status } = spawnSync(process.execPath, [script], { encoding: 'utf8', cwd, env: onSources });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain('Statutory time limit');
    expect(stdout).toMatch(/Due: \d{4}-\d{2}-\d{2}T17:00:00\+07:00/);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
});
