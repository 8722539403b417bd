import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BoardRow } from '../src/index.js';
import { type OtherSystem, otherSystem } from './other-system.js';

let register: OtherSystem;
let folder = '';
beforeEach(async () => {
  register = await otherSystem();
  folder = mkdtempSync(join(tmpdir(), 'motcua-connect-'));
});
afterEach(async () => {
  await register.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the office at so many minutes past nine. */
const start = (minutes: number): ChildProcess =>
  fork(join(import.meta.dirname, 'processes', 'worker.ts'), [
    register.baseUrl,
    join(folder, 'office.db'),
    String(minutes),
    'a',
  ]);

async function standing(worker: ChildProcess): Promise<BoardRow | undefined> {
  const [message] = (await once(worker, 'message')) as [{ readonly row?: BoardRow }];
  await once(worker, 'exit');
  return message.row;
}

for (const after of [true, false]) {
  test(`a process that is killed ${after ? 'after' : 'before'} the other side did its work loses nothing and does nothing twice`, async () => {
    register.next({ answer: 'none', after });
    const first = start(0);
    await register.held();
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(register.permits.size).toBe(after ? 1 : 0);
    expect(await standing(start(5))).toMatchObject({ standing: 'in-step', reference: 'P-1' });
    expect(register.permits.size).toBe(1);
    const posts = register.requests.filter(({ method }) => method === 'POST');
    expect(posts.map(({ key }) => key)).toEqual(['a:1:0/register', 'a:1:0/register']);
  });
}
