import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStore } from '../../src/index.js';
import { temporaryFile } from '../sqlite-harness.js';
import { noting, office, opening, ref } from './notebook.js';

test('a database that another program keeps locked is readable, fails commands with a code, and serves them when it is free', async () => {
  const { file, remove } = temporaryFile();
  onTestFinished(remove);
  const store = createSqliteStore({ file, busyTimeoutMs: 5 });
  const { engine, clock, mail } = office(store, { limits: { pollMs: 3_600_000 } });
  const failures: unknown[] = [];
  engine.on('worker.failed', ({ error }) => void failures.push(error));
  await engine.start();
  await engine.open(opening());
  await clock.advanceBy(1);

  const script = fileURLToPath(new URL('processes/hold-lock.ts', import.meta.url));
  const other = spawn(execPath, [script, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(other.stdout, 'data');
  for (let n = 0; n < 3; n += 1) {
    const sending = engine.send(noting('x', 1));
    await expect(sending).rejects.toMatchObject({
      code: 'MC_STORE_FAILED',
      retryable: true,
      details: { sqliteCode: 'SQLITE_BUSY' },
    });
  }
  expect((await engine.get(ref())).revision).toBe(1);
  await clock.advanceTo('2026-03-05T09:00+07:00');
  expect(failures.length).toBeGreaterThan(0);
  expect((await engine.get(ref())).revision, 'nothing has fired').toBe(1);

  other.stdin.end();
  await once(other, 'close');
  await clock.advanceBy(3_600_000);
  expect((await engine.get(ref())).deadlines[0]?.entries.map(({ kind }) => kind)).toEqual(['started', 'breached']);
  expect(await engine.send(noting('x', 1))).toMatchObject({ status: 'accepted', revision: 3 });
  await clock.advanceBy(1);
  expect(mail.received().map(({ topic }) => topic)).toEqual(['deadline.breached', 'noted']);
  await engine.stop();
});
