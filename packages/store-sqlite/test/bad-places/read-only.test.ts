import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import BetterSqlite3 from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../../src/index.js';
import { temporaryFile } from '../sqlite-harness.js';
import { noting, office, opening, ref } from './notebook.js';

interface Outcome {
  readonly code: string;
  readonly message: string;
  readonly details: { readonly sqliteCode?: string; readonly operation: string };
  readonly after: string;
  readonly revision: number;
}

test('a file and a folder where nothing may be written are refused at the start, and the same engine starts later', () => {
  const script = fileURLToPath(new URL('processes/read-only.ts', import.meta.url));
  const { stdout, stderr } = spawnSync(execPath, [script], { encoding: 'utf8' });
  expect(stderr).not.toMatch(/Error/u);
  const { folder, readOnlyFile, readOnlyFolder } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as {
    folder: string;
    readOnlyFile: Outcome;
    readOnlyFolder: Outcome;
  };
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const { code, message, details, after } of [readOnlyFile, readOnlyFolder]) {
    expect([code, details.operation]).toEqual(['MC_STORE_FAILED', 'open']);
    expect(message).toMatch(/What to do: (?:give this process write access|check that the folder exists)/u);
    expect(after).toBe('accepted');
  }
  expect(readOnlyFile.revision).toBe(2);
  expect(readOnlyFolder.revision).toBe(3);
});

test('a database that becomes read-only is readable, refuses commands with a code, and takes them again later', async () => {
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  const database = new BetterSqlite3(file);
  database.pragma('journal_mode = WAL');
  const { engine } = office(createSqliteStore({ database }));
  await engine.start({ background: false });
  await engine.open(opening());
  database.pragma('query_only = ON');
  const sending = engine.send(noting('x', 1));
  await expect(sending).rejects.toMatchObject({ code: 'MC_STORE_FAILED', details: { sqliteCode: 'SQLITE_READONLY' } });
  expect((await engine.get(ref())).revision).toBe(1);
  database.pragma('query_only = OFF');
  expect(await engine.send(noting('x', 1))).toMatchObject({ status: 'accepted', revision: 2 });
  await engine.stop();
  database.close();
});
