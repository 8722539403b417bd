import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openEngine } from '../../test/office.js';
import { MORNING } from '../../test/sample-log.js';
import { runCli } from './cli.js';

const office = fileURLToPath(new URL('../../test/office.ts', import.meta.url));
const officer = { kind: 'person', id: 'minh', unit: 'market', roles: ['officer'] } as const;
const grounds = [
  ...['--office', office, '--tenant', 'binh-an', '--actor', 'minh', '--role', 'officer', '--unit', 'market'],
  ...['--legal-basis', 'Law 91/2025/QH15 art. 14', '--reason', 'request 12/2026', '--lang', 'en'],
];

async function run(...args: readonly string[]) {
  const written = { out: '', error: '' };
  const code = await runCli(args, {
    clock: { now: () => MORNING },
    random: (bytes) => new Uint8Array(bytes),
    async out(text) {
      written.out += text;
    },
    async error(text) {
      written.error += text;
    },
  });
  return { code, ...written };
}

function subjectFile(subject: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-erase-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'subject'), `${subject}\n`);
  return join(folder, 'subject');
}

async function openCase(caseId: string, vendor: string): Promise<void> {
  const engine = openEngine();
  await engine.start({ background: false });
  await engine.open({ tenant: 'binh-an', caseId, workflow: 'stall', actor: officer, input: { stall: 'B12', vendor } });
  await engine.stop();
}

/** Types of the records of a case. */
async function trailOf(caseId: string): Promise<readonly string[]> {
  const engine = openEngine();
  await engine.start({ background: false });
  const trail = await engine.auditTrail({ tenant: 'binh-an', caseId });
  await engine.stop();
  return trail.map(({ leaf }) => JSON.parse(leaf).body.type);
}

test('places, lists and releases a hold, and erases nobody while there is one', async () => {
  await openCase('stall-1', '001188012345');
  const ofCase = [...grounds, '--case', 'stall-1', '--hold', 'case 3/2026 of the court'];
  expect(await run('hold', 'place', ...ofCase)).toMatchObject({ code: 0, out: expect.stringContaining('case 3/2026') });
  const list = ['hold', 'list', '--office', office, '--tenant', 'binh-an', '--case', 'stall-1'];
  expect((await run(...list)).out).toMatch(/^case 3\/2026 of the court 2026-03-02T02:00:00.000Z minh\n$/u);
  const erase = ['erase', ...grounds, '--subject-file', subjectFile('001188012345')];
  expect(await run(...erase)).toMatchObject({ code: 1, out: expect.stringContaining('MC_ERASURE_REFUSED') });
  expect(await run('hold', 'release', ...ofCase)).toMatchObject({ code: 0, out: '' });
  expect(await run(...erase)).toMatchObject({ code: 0, out: expect.stringContaining('"status":"erased"') });
  // The refused erasure is on record in a chain of its own: it is about a person, not about a case.
  expect(await trailOf('stall-1')).toEqual(['transition', 'hold.placed', 'hold.released', 'erasure']);
});

test('lists the files whose period is over, and disposes of one by the number of the approved list', async () => {
  for (const caseId of ['stall-3', 'stall-4']) {
    await openCase(caseId, '001188012345');
    const engine = openEngine();
    await engine.start({ background: false });
    for (const type of ['accept', 'grant']) {
      await engine.send({ tenant: 'binh-an', caseId, actor: officer, event: { type } });
    }
    await engine.stop();
  }
  await run('hold', 'place', ...grounds, '--case', 'stall-4', '--hold', 'case 4/2026');
  const ofOffice = ['--office', office, '--tenant', 'binh-an', '--lang', 'en'];
  expect(await run('dispose', 'list', ...ofOffice)).toEqual({
    code: 0,
    error: '',
    out: 'stall-3 B-0 2026-03-02T02:00:00.000Z\nstall-4 B-0 2026-03-02T02:00:00.000Z held: case 4/2026\n',
  });
  const by = ['--actor', 'minh', '--unit', 'market', '--reason', 'list 4/2026'];
  const dispose = (caseId: string, role = 'officer') =>
    run('dispose', 'case', ...ofOffice, ...by, '--role', role, '--case', caseId);
  expect(await dispose('stall-3', 'visitor')).toMatchObject({
    code: 2,
    error: expect.stringContaining('MC_ACCESS_DENIED'),
  });
  expect(await dispose('stall-3')).toMatchObject({ code: 0, out: expect.stringContaining('"entries":3') });
  expect(await dispose('stall-4')).toMatchObject({ code: 2, error: expect.stringContaining('MC_DISPOSAL_REFUSED') });
  expect(await trailOf('stall-3')).toEqual(['transition', 'transition', 'case.closed', 'refusal', 'disposal']);
  expect(await run('dispose', 'all', ...ofOffice)).toMatchObject({ code: 2 });
});

test('says what is wrong with an order, and changes nothing', async () => {
  await openCase('stall-2', '001188099999');
  const release = ['hold', 'release', ...grounds, '--case', 'stall-2', '--hold', 'none'];
  expect(await run(...release)).toMatchObject({ code: 2, error: expect.stringContaining('MC_HOLD_UNKNOWN') });
  expect(await run('hold', 'keep', ...grounds, '--case', 'stall-2')).toMatchObject({ code: 2 });
  expect((await run('erase', '--office', office, '--tenant', 'binh-an')).error).toContain('--actor is missing');
  const nowhere = fileURLToPath(new URL('../../test/stall.ts', import.meta.url));
  const other = await run('hold', 'list', '--office', nowhere, '--tenant', 'binh-an', '--case', 'stall-2');
  expect(other).toMatchObject({ code: 2, error: expect.stringContaining('openEngine') });
  expect(await trailOf('stall-2')).toEqual(['transition']);
});
