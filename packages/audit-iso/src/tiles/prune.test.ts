import { isMotcuaError } from '@motcua/core/contract';
import { expect, test } from 'vitest';
import { rootOf } from '../../test/memory-tree.js';
import { chainLeaves, keysOf, MORNING, sampleLog, sampleRecords, signerOf } from '../../test/sample-log.js';
import { hex, utf8 } from '../encoding/bytes.js';
import { readRecords } from '../export/index.js';
import { openLogWriter } from '../sequencer/index.js';
import { isConsistent, leafHash, rootOfInclusion } from '../tree/index.js';
import { verifyLog } from '../verify/index.js';
import { createMemoryStorage, createTileReader, MINIMUM_INDEX, openTileWriter, pruneLog } from './index.js';

const damaged = async (reading: Promise<unknown>): Promise<boolean> =>
  isMotcuaError(await reading.catch((error: unknown) => error), 'MC_AUDIT_LOG_DAMAGED');

test('gives up old records, and the rest is as good as before', async () => {
  const leaves = chainLeaves(sampleRecords({ cases: 5, each: 200 }));
  const log = await sampleLog(leaves, { batches: [600, 400] });
  const before = await createTileReader(log.storage, 1000).inclusion(700);
  expect(await pruneLog(log.storage, { below: 600, size: 1000 })).toBe(512);
  const left = [...log.objects.keys()].filter((name) => name.startsWith('tile/entries'));
  expect(left).toEqual(['tile/entries/002', 'tile/entries/003.p/232']);
  const report = await verifyLog({ storage: log.storage, keys: log.keys });
  expect(report).toMatchObject({ intact: true, size: 1000, minimumIndex: 512, records: 488, cases: 5 });
  const exported: number[] = [];
  for await (const { index } of readRecords(log.storage, 1000)) exported.push(index);
  expect([exported[0], exported.length]).toEqual([512, 488]);
  const reader = createTileReader(log.storage, 1000);
  expect((await reader.inclusion(700)).map(hex)).toEqual(before.map(hex));
  expect(await damaged(reader.leaf(511))).toBe(true);
  // A change in what is left is found as before.
  const bundle = Buffer.from(log.objects.get('tile/entries/002')!).toString();
  log.objects.set('tile/entries/002', Buffer.from(bundle.replace('"revision":110,', '"revision":111,')));
  expect((await verifyLog({ storage: log.storage, keys: log.keys })).findings[0]).toMatchObject({
    kind: 'record',
    index: 545,
  });
});

test('is written on after it was pruned, and pruned again', async () => {
  const leaves = chainLeaves(sampleRecords({ cases: 5, each: 400 }));
  const log = await sampleLog(leaves.slice(0, 1000));
  await pruneLog(log.storage, { below: 768, size: 1000 });
  const signer = await signerOf(1);
  const writer = await openLogWriter({ storage: log.storage, signers: [signer], clock: { now: () => MORNING } });
  for (const leaf of leaves.slice(1000)) writer.append(leaf);
  await writer.publish();
  expect(await pruneLog(log.storage, { below: 100, size: 2000 })).toBe(768);
  expect(await pruneLog(log.storage, { below: 1300, size: 2000 })).toBe(1280);
  const report = await verifyLog({ storage: log.storage, keys: await keysOf(signer) });
  expect(report).toMatchObject({ intact: true, minimumIndex: 1280, records: 720 });
});

test('keeps proofs and consistency above the first record that is left, over all levels of tiles', async () => {
  const storage = createMemoryStorage();
  const writer = await openTileWriter(storage, 0);
  const leaves = Array.from({ length: 70_000 }, (_, index) => utf8(`${index}`));
  for (const leaf of leaves) writer.append(leaf);
  await writer.flush();
  expect(await pruneLog(storage, { below: 65_536 + 300, size: 70_000 })).toBe(65_792);
  expect(await storage.get('tile/0/255')).toBeUndefined();
  expect(await storage.get('tile/1/000')).toBeUndefined();
  const reader = createTileReader(storage, 70_000);
  const root = rootOf(leaves);
  expect(hex(await reader.root())).toBe(hex(root));
  for (const index of [65_792, 66_000, 69_999]) {
    const proof = { index, size: 70_000, leafHash: leafHash(leaves[index]!), hashes: await reader.inclusion(index) };
    const found = await rootOfInclusion(proof);
    expect(found && hex(found), `${index}`).toBe(hex(root));
  }
  for (const size of [65_792, 69_000]) {
    const first = { size, root: rootOf(leaves.slice(0, size)) };
    const second = { size: 70_000, root };
    expect(await isConsistent({ first, second, hashes: await reader.consistency(size) }), `${size}`).toBe(true);
  }
  expect(await damaged(reader.inclusion(60_000))).toBe(true);
});

test('does not prune what the log does not have, and does not take nonsense for a first record', async () => {
  const log = await sampleLog(chainLeaves(sampleRecords({ cases: 1, each: 300 })));
  expect(await damaged(pruneLog(log.storage, { below: 512, size: 300 }))).toBe(true);
  for (const text of ['100\n', '-256\n', 'all\n', '512\n']) {
    log.objects.set(MINIMUM_INDEX, utf8(text));
    const report = await verifyLog({ storage: log.storage, keys: log.keys });
    expect(report.findings[0], text).toMatchObject({ kind: 'form', where: MINIMUM_INDEX });
  }
});
