import { isMotcuaError } from '@motcua/core/contract';
import { expect, test } from 'vitest';
import { utf8 } from '../encoding/bytes.js';
import { checkpointText, createSigner, parseVerifierKey, signNote, writeNote, writePrivateKey } from '../note/index.js';
import { createMemoryStorage, createTileReader, openTileWriter } from '../tiles/index.js';
import { parseTlogProof, verifyTlogProof, writeTlogProof } from './index.js';

const origin = 'audit.example/log';

async function newLog(count: number) {
  const storage = createMemoryStorage();
  const writer = await openTileWriter(storage, 0);
  const leaves = Array.from({ length: count }, (_, index) => `{"record":${index}}`);
  for (const leaf of leaves) writer.append(utf8(leaf));
  await writer.flush();
  const signer = await createSigner(await writePrivateKey({ name: origin, seed: new Uint8Array(32).fill(7) }, 'log'));
  const text = checkpointText({ origin, size: count, root: writer.root() });
  const checkpoint = writeNote(await signNote(text, [signer]));
  const reader = createTileReader(storage, count);
  const keys = [await parseVerifierKey(signer.verifierKey)];
  const proofOf = async (index: number) => writeTlogProof({ index, hashes: await reader.inclusion(index), checkpoint });
  return { leaves, checkpoint, keys, proofOf };
}

test('proves each record of a log, and no other', async () => {
  const { leaves, keys, proofOf } = await newLog(21);
  for (const [index, leaf] of leaves.entries()) {
    const proof = await proofOf(index);
    expect(await verifyTlogProof(proof, leaf, { keys })).toMatchObject({ status: 'verified', index });
    const other = leaves[(index + 1) % leaves.length]!;
    expect(await verifyTlogProof(proof, other, { keys })).toMatchObject({
      status: 'rejected',
      problem: {
        vi: `bản ghi không phải là bản ghi số ${index} của nhật ký gồm 21 bản ghi`,
        en: `the record is not the one at index ${index} of the log of size 21`,
      },
    });
  }
});

test('rejects a proof with any line changed, left out or doubled', async () => {
  const { leaves, keys, proofOf } = await newLog(21);
  const lines = (await proofOf(5)).split('\n');
  for (const [place, line] of lines.entries()) {
    const changed = [
      lines.with(place, line.replace(/^(.{4}).?/u, '$1X')),
      lines.toSpliced(place, 1),
      // The same signature twice says no more and no less.
      ...(line === '' || line.startsWith('\u{2014}') ? [] : [lines.toSpliced(place, 0, line)]),
    ];
    for (const other of changed) {
      const text = other.join('\n');
      if (text === lines.join('\n')) continue;
      expect(await verifyTlogProof(text, leaves[5]!, { keys }), text).toMatchObject({ status: 'rejected' });
    }
  }
});

test('keeps extra data, which proves nothing', async () => {
  const { leaves, keys, checkpoint, proofOf } = await newLog(3);
  const { index, hashes } = parseTlogProof(await proofOf(1));
  const text = writeTlogProof({ index, hashes, checkpoint, extra: utf8('a note') });
  expect(parseTlogProof(text).extra).toEqual(utf8('a note'));
  expect(await verifyTlogProof(text, leaves[1]!, { keys })).toMatchObject({ status: 'verified' });
});

test.each([
  '',
  'c2sp.org/tlog-proof@v2\nindex 1\n\n',
  'c2sp.org/tlog-proof@v1\nindex 01\n\n',
  'c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\n',
])('refuses %j', (text) => {
  const code = (() => {
    try {
      parseTlogProof(text);
    } catch (error) {
      return isMotcuaError(error, 'MC_AUDIT_FORMAT_INVALID');
    }
    return false;
  })();
  expect(code).toBe(true);
});
