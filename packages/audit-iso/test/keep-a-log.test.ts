import { createEngine } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { plainCalendar, virtualClock } from '@motcua/testkit';
import { expect, test } from 'vitest';
import {
  compareStore,
  createMemoryStorage,
  createSequencer,
  createSigner,
  createTileReader,
  isoAudit,
  parseVerifierKey,
  verifyCaseEvidence,
  verifyCheckpoint,
  verifyLog,
  writeCaseEvidence,
  writePrivateKey,
} from '../src/index.js';
import { stallWorkflow } from './stall.js';

const officer = { kind: 'person', id: 'minh', unit: 'market', roles: ['officer'] } as const;
const tenant = 'binh-an';
const alarms: string[] = [];
const ringTheAlarm = (text: string) => alarms.push(text);

test('an office keeps its log, and anybody checks it without the office', async () => {
  const clock = virtualClock('2026-03-02T09:00+07:00');
  const store = createMemoryStore();
  const privateKey = await writePrivateKey(
    { name: 'audit.binh-an.example/2026', seed: new Uint8Array(32).fill(7) },
    'log',
  );
  const storage = createMemoryStorage();
  // #region keep
  const engine = createEngine({
    workflows: [stallWorkflow],
    store,
    calendars: [plainCalendar()],
    clock,
    audit: isoAudit({ log: 'audit.binh-an.example/2026' }),
  });
  const sequencer = createSequencer({
    store,
    storage, // createFolderStorage('/srv/audit'), or a bucket
    signers: [await createSigner(privateKey)],
    clock,
    owner: 'engine-1',
    onEvent: (event) => {
      if (event.type === 'lag') ringTheAlarm(`${event.pending} records wait for ${event.lagMs} ms`);
      if (event.type === 'failed') ringTheAlarm(String(event.error));
    },
  });
  await engine.start();
  sequencer.start(); // in every process: one of them seals
  // #endregion
  const ref = { tenant, caseId: 'stall-1' };
  expect(
    await engine.open({ ...ref, workflow: 'stall', actor: officer, input: { stall: 'B12', vendor: '001188012345' } }),
  ).toMatchObject({
    status: 'accepted',
  });
  await engine.send({ ...ref, actor: officer, event: { type: 'accept' } });
  const explanation = await engine.explain({ ...ref, deadline: 'decision' });
  await engine.send({ ...ref, actor: officer, event: { type: 'grant' } });
  await engine.send({ ...ref, actor: officer, event: { type: 'grant' } });
  await clock.advanceBy(5_000);
  expect(alarms).toEqual([]);
  expect(await sequencer.lag()).toEqual({ pending: 0, lagMs: 0 });
  const { verifierKey } = await createSigner(privateKey);

  // #region verify
  const keys = [await parseVerifierKey(verifierKey)];
  const report = await verifyLog({ storage, keys });
  // #endregion
  expect(report).toMatchObject({ intact: true, size: 4, cases: 1, findings: [] });

  // #region evidence
  const published = await verifyCheckpoint((await storage.get('checkpoint')) ?? '', { keys });
  if (published.status === 'rejected') throw new Error(published.problem.en);
  const { checkpoint } = published;
  const trail = await engine.auditTrail(ref);
  const evidence = await writeCaseEvidence({
    storage,
    checkpoint,
    ...ref,
    indexes: trail.flatMap(({ index }) => index ?? []),
    dueDates: [{ deadline: 'decision', occurrence: 1, explanation }],
    calendars: [plainCalendar()],
  });
  const checked = await verifyCaseEvidence(evidence, { keys });
  // #endregion
  expect(checked).toMatchObject({ holds: true, isClosed: true, problems: [] });
  expect(checked.records.map(({ body }) => body.type)).toEqual(['transition', 'transition', 'case.closed', 'refusal']);

  expect(await compareStore(store, createTileReader(storage, checkpoint.size))).toBe(4);
  await sequencer.stop();
  await engine.stop();
});
