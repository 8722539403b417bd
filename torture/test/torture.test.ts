import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proofs } from '../checker/check.ts';
import type { Subject } from '../checker/proof.ts';
import { readRows } from '../checker/read-rows.ts';
import { destinations, officeCalendar, workflows } from '../office/index.ts';
import { runTorture, type TortureRun } from '../run/run-torture.ts';

const KILLS = 20;
const folder = mkdtempSync(join(tmpdir(), 'motcua-torture-'));
let run: TortureRun;
let subject: Subject;

beforeAll(async () => {
  run = await runTorture({ kills: KILLS, seed: 20_261_124, store: 'sqlite', engines: 2, folder });
  const rows = await readRows('sqlite', run.location);
  subject = { rows, evidence: run.evidence, workflows, calendar: officeCalendar, destinations };
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe(`after ${KILLS} engines were killed at their work`, () => {
  test.each(proofs.map((proof) => [proof.promise, proof] as const))('%s', (_promise, proof) => {
    expect(proof.findings(subject)).toEqual([]);
  });

  test('no engine has ended by itself, and no sound command has met an error', () => {
    expect(run.failures).toEqual([]);
  });

  test('the proofs had something to prove', () => {
    const killed = [...run.deaths.values()].reduce((sum, times) => sum + times, 0);
    expect(killed).toBeGreaterThanOrEqual(KILLS);
    expect(run.deaths.size).toBeGreaterThan(3);
    expect(run.tally.silences).toBeGreaterThan(0);
    const { rows, evidence } = subject;
    const commands = rows.journal.map(({ entry }) => entry.command.type);
    expect([...new Set(commands)].sort()).toEqual(expect.arrayContaining(['answer', 'extend', 'fire', 'open', 'send']));
    expect(evidence.acknowledgements.map(({ reply }) => reply.status)).toEqual(
      expect.arrayContaining(['accepted', 'refused']),
    );
    expect(new Set(evidence.acknowledgements.map(({ commandId }) => commandId)).size).toBeLessThan(
      evidence.acknowledgements.length,
    );
    expect(evidence.receipts.length).toBeGreaterThan(rows.outbox.filter((row) => row.destination === 'portal').length);
  });
});
