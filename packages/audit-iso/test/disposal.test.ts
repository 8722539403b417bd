import { createEngine } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { plainCalendar, virtualClock } from '@motcua/testkit';
import { expect, test } from 'vitest';
import {
  createMemoryStorage,
  createSequencer,
  isoAudit,
  readLeaf,
  verifyCaseEvidence,
  verifyCheckpoint,
  verifyLog,
  writeCaseEvidence,
} from '../src/index.js';
import { keysOf, signerOf } from './sample-log.js';
import { stallWorkflow } from './stall.js';

const officer = { kind: 'person', id: 'minh', unit: 'market', roles: ['officer'] } as const;
const vendor = '001188012345';

test('the log of a case that was disposed of verifies, its disposal with it, and discloses nothing any more', async () => {
  const clock = virtualClock('2026-03-02T09:00+07:00');
  const [store, storage] = [createMemoryStore(), createMemoryStorage()];
  const engine = createEngine({
    workflows: [stallWorkflow],
    store,
    calendars: [plainCalendar()],
    clock,
    audit: isoAudit(),
    retention: { stall: { retentionClass: 'B-5', years: 5, legalBasis: 'Circular 05/2025/TT-BNV' } },
  });
  await engine.start({ background: false });
  const ref = { tenant: 'binh-an', caseId: 'stall-1' };
  await engine.open({ ...ref, workflow: 'stall', actor: officer, input: { stall: 'B12', vendor } });
  for (const type of ['accept', 'grant']) await engine.send({ ...ref, actor: officer, event: { type } });
  const signer = await signerOf(1);
  const sequencer = createSequencer({ store, storage, signers: [signer], clock, owner: 'engine-1' });
  await sequencer.seal();
  const keys = await keysOf(signer);
  expect(await verifyLog({ storage, keys })).toMatchObject({ intact: true, size: 3 });

  clock.jumpTo(Date.parse('2031-03-02T09:00+07:00'));
  await engine.dispose({ ...ref, actor: officer, reason: 'list 4/2031' });
  await sequencer.seal();
  expect(await verifyLog({ storage, keys })).toMatchObject({ intact: true, size: 4, records: 4, findings: [] });
  const trail = await engine.auditTrail(ref);
  expect(trail.flatMap(({ disclosures }) => disclosures)).toEqual([]);
  const last = readLeaf(Buffer.from(trail.at(-1)?.leaf ?? ''));
  expect(last).toMatchObject({
    body: {
      type: 'disposal',
      legalBasis: 'Circular 05/2025/TT-BNV',
      scope: { retentionClass: 'B-5', years: 5 },
    },
  });
  const published = await verifyCheckpoint((await storage.get('checkpoint')) ?? '', { keys });
  if (published.status === 'rejected') throw new Error(published.problem.en);
  const { checkpoint } = published;
  const indexes = trail.flatMap(({ index }) => index ?? []);
  const evidence = await writeCaseEvidence({ storage, checkpoint, ...ref, indexes, dueDates: [], calendars: [] });
  const checked = await verifyCaseEvidence(evidence, { keys });
  expect(checked).toMatchObject({ holds: true, isClosed: true, problems: [] });
  expect(checked.records.at(-1)?.body.type).toBe('disposal');
  await engine.stop();
});
