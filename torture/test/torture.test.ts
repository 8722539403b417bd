import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proofs } from '../checker/check.ts';
import type { Subject } from '../checker/proof.ts';
import { readRows } from '../checker/read-rows.ts';
import { destinations, officeCalendar, workflows } from '../office/index.ts';
import { startFaultyPostgres } from '../run/postgres-faults.ts';
import { runTorture, type TortureRun } from '../run/run-torture.ts';

/** Runs, each with what must at least have come up for the proofs to say anything. */
const runs = [
  {
    store: 'sqlite',
    engines: 2,
    kills: 20,
    commands: ['answer', 'extend', 'fire', 'open', 'send'],
    replies: ['accepted', 'refused'],
    places: 4,
    repeats: 1,
    faults: [],
  },
  {
    store: 'postgres',
    engines: 4,
    kills: 5,
    commands: ['fire', 'open', 'send'],
    replies: ['accepted'],
    places: 2,
    repeats: 0,
    // The others come too, unless the kills are over first.
    faults: ['restart'],
  },
] as const;

describe.each(runs)(
  'after $kills kills of $engines engines on $store at their work',
  ({ store, engines, kills, ...least }) => {
    const folder = mkdtempSync(join(tmpdir(), 'motcua-torture-'));
    let run: TortureRun;
    let subject: Subject;
    let faults: ReadonlyMap<string, number> = new Map();

    beforeAll(async () => {
      const options = { kills, seed: 20_261_124, store, engines, folder };
      if (store === 'postgres') {
        const server = await startFaultyPostgres(kills);
        const { location, onKill, calm, direct } = server;
        ({ faults } = server);
        run = await runTorture({ ...options, location, onProgress: onKill, onCalm: calm });
        subject = await subjectOf(direct);
        await server.remove();
      } else {
        run = await runTorture(options);
        subject = await subjectOf(run.location);
      }
    }, 600_000);

    const subjectOf = async (location: string): Promise<Subject> => {
      const rows = await readRows(store, location);
      return { rows, evidence: run.evidence, workflows, calendar: officeCalendar, destinations };
    };

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test.each(proofs.map((proof) => [proof.promise, proof] as const))('%s', (_promise, proof) => {
      expect(proof.findings(subject)).toEqual([]);
    });

    test('no engine has ended by itself, and no sound command has met an error', () => {
      expect(run.failures).toEqual([]);
    });

    test('the proofs had something to prove', () => {
      const killed = [...run.deaths.values()].reduce((sum, times) => sum + times, 0);
      expect(killed).toBeGreaterThanOrEqual(kills);
      expect(run.deaths.size).toBeGreaterThanOrEqual(least.places);
      expect(run.tally.silences).toBeGreaterThan(0);
      const { rows, evidence } = subject;
      const commands = rows.journal.map(({ entry }) => entry.command.type);
      expect([...new Set(commands)].sort()).toEqual(expect.arrayContaining([...least.commands]));
      const { acknowledgements, receipts } = evidence;
      expect(acknowledgements.map(({ reply }) => reply.status)).toEqual(expect.arrayContaining([...least.replies]));
      const acknowledged = new Set(acknowledgements.map(({ commandId }) => commandId));
      expect(acknowledgements.length - acknowledged.size).toBeGreaterThanOrEqual(least.repeats);
      const messages = rows.outbox.filter(({ destination }) => destination === 'portal');
      expect(receipts.length - messages.length).toBeGreaterThanOrEqual(least.repeats);
      expect([...faults.keys()]).toEqual(expect.arrayContaining([...least.faults]));
    });
  },
);
