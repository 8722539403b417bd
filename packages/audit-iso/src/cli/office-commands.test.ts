import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { asked } from '../../test/holding-office.js';
import { openEngine } from '../../test/office.js';
import { MORNING } from '../../test/sample-log.js';
import { runCli } from './cli.js';

const moduleIn = (name: string): string => fileURLToPath(new URL(`../../test/${name}`, import.meta.url));
const [office, holdingOffice] = [moduleIn('office.ts'), moduleIn('holding-office.ts')];
const officer = { kind: 'person', id: 'minh', unit: 'market', roles: ['officer'] } as const;
const grounds = (module: string): readonly string[] => [
  ...['--office', module, '--tenant', 'binh-an', '--actor', 'minh', '--role', 'officer', '--unit', 'market'],
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

test('erases a person through the engine of the office, with a record', async () => {
  await openCase('stall-1', '001188012345');
  const erased = await run('erase', ...grounds(office), '--subject-file', subjectFile('001188012345'));
  expect(erased).toMatchObject({ code: 0, out: expect.stringContaining('"status":"erased"') });
  expect(erased.out).not.toContain('001188012345');
  expect(await trailOf('stall-1')).toEqual(['transition', 'erasure']);
});

test('places, lists and releases a hold, and stops the engine after each', async () => {
  const ofCase = [...grounds(holdingOffice), '--case', 'stall-1', '--hold', 'case 3/2026 of the court'];
  expect((await run('hold', 'place', ...ofCase)).out).toBe('case 3/2026 of the court 1970-01-01T00:00:00.000Z minh\n');
  const list = ['hold', 'list', '--office', holdingOffice, '--tenant', 'binh-an', '--case', 'stall-1'];
  expect((await run(...list)).out).toContain('case 3/2026 of the court');
  expect(await run('hold', 'release', ...ofCase)).toMatchObject({ code: 0, out: '' });
  const order = {
    tenant: 'binh-an',
    caseId: 'stall-1',
    actor: { kind: 'person', id: 'minh', unit: 'market', roles: ['officer'] },
    hold: 'case 3/2026 of the court',
    reason: 'request 12/2026',
    legalBasis: 'Law 91/2025/QH15 art. 14',
  };
  const session = (...calls: unknown[]) => ['start', ...calls, 'stop'];
  expect(asked).toEqual([...session(['hold', order]), ...session(), ...session(['release', order])]);
});

test('says what is wrong with an order, and changes nothing', async () => {
  await openCase('stall-2', '001188099999');
  expect(await run('hold', 'keep', ...grounds(office), '--case', 'stall-2')).toMatchObject({ code: 2 });
  expect((await run('erase', '--office', office, '--tenant', 'binh-an')).error).toContain('--actor is missing');
  const nowhere = moduleIn('stall.ts');
  const other = await run('hold', 'list', '--office', nowhere, '--tenant', 'binh-an', '--case', 'stall-2');
  expect(other).toMatchObject({ code: 2, error: expect.stringContaining('openEngine') });
  expect(await trailOf('stall-2')).toEqual(['transition']);
});
