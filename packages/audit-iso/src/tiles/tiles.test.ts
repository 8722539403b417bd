import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMotcuaError } from '@motcua/core/contract';
import { expect, onTestFinished, test } from 'vitest';
import { hashesOf, rootOf, treeHash } from '../../test/memory-tree.js';
import { base64, hex, utf8 } from '../encoding/bytes.js';
import { consistencyRanges, inclusionRanges } from '../tree/index.js';
import {
  bundlePath,
  createFolderStorage,
  createMemoryStorage,
  createTileReader,
  openTileWriter,
  readBundle,
  tileAt,
  tilePath,
  writeBundle,
} from './index.js';

const leavesOf = (count: number): Uint8Array[] => Array.from({ length: count }, (_, index) => utf8(`record ${index}`));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-audit-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

// transparency-dev/tessera, testdata/build_log.sh and testdata/log (Apache-2.0): its records, and roots of the sizes.
const tesseraRecords = 'one two three four five six seven eit nain ten ileven twelf threeten fourten fivten'.split(' ');
const tesseraRoots: readonly (readonly [size: number, root: string])[] = [
  [0, '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='],
  [1, '0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek='],
  [15, 'rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs='],
];

test.each(tesseraRoots)(
  'has the root that another program has for the first %i of the same records',
  async (size, root) => {
    const writer = await openTileWriter(createMemoryStorage(), 0);
    for (const record of tesseraRecords.slice(0, size)) writer.append(utf8(record));
    expect(base64(writer.root())).toBe(root);
  },
);

test('names tiles as published', () => {
  // C2SP tlog-tiles, section "Merkle Tree".
  expect(tilePath({ level: 1, index: 1_234_067, width: 256 })).toBe('tile/1/x001/x234/067');
  expect(bundlePath({ index: 5, width: 17 })).toBe('tile/entries/005.p/17');
  // A tree of 70,000 leaves has 273 full tiles and one of 112 at level 0, one full and one of 17 at level 1, one of 1 at level 2.
  expect([272, 273, 274].map((index) => tileAt(0, index, 70_000).width)).toEqual([256, 112, 0]);
  expect([0, 1, 2].map((index) => tileAt(1, index, 70_000).width)).toEqual([256, 17, 0]);
  expect([0, 1].map((index) => tileAt(2, index, 70_000).width)).toEqual([1, 0]);
});

test('goes on where it ended, whatever the sizes, with the same bytes as in one go', async () => {
  const leaves = leavesOf(800);
  const atOnce = new Map<string, Uint8Array>();
  const whole = await openTileWriter(createMemoryStorage(atOnce), 0);
  for (const leaf of leaves) whole.append(leaf);
  await whole.flush();
  const objects = new Map<string, Uint8Array>();
  let size = 0;
  for (const step of [1, 2, 252, 1, 1, 255, 256, 31, 1]) {
    const writer = await openTileWriter(createMemoryStorage(objects), size);
    for (const leaf of leaves.slice(size, size + step)) writer.append(leaf);
    await writer.flush();
    size += step;
    expect(hex(writer.root())).toBe(hex(rootOf(leaves.slice(0, size))));
    expect(hex(await createTileReader(createMemoryStorage(objects), size).root())).toBe(hex(writer.root()));
  }
  expect(size).toBe(800);
  for (const [name, data] of atOnce) expect(hex(objects.get(name) ?? new Uint8Array()), name).toBe(hex(data));
});

test('keeps the partial tiles that its checkpoints need until the full one is there', async () => {
  const objects = new Map<string, Uint8Array>();
  const writer = await openTileWriter(createMemoryStorage(objects), 0);
  const leaves = leavesOf(300);
  for (const [from, to] of [
    [0, 3],
    [3, 200],
    [200, 300],
  ] as const) {
    for (const leaf of leaves.slice(from, to)) writer.append(leaf);
    await writer.flush();
    const names = [...objects.keys()].filter((name) => name.startsWith('tile/0/')).sort();
    expect(names).toEqual(
      { 3: ['tile/0/000.p/3'], 200: ['tile/0/000.p/200', 'tile/0/000.p/3'], 300: ['tile/0/000', 'tile/0/001.p/44'] }[
        to
      ],
    );
  }
  for (const size of [3, 200, 300]) {
    const reader = createTileReader(createMemoryStorage(objects), size);
    expect(hex(await reader.root()), `${size}`).toBe(hex(rootOf(leaves.slice(0, size))));
    expect(hex(await reader.leaf(2))).toBe(hex(leaves[2]!));
  }
});

test('reads proofs of any record and any earlier size from the tiles', async () => {
  const leaves = leavesOf(700);
  const storage = createMemoryStorage();
  const writer = await openTileWriter(storage, 0);
  for (const leaf of leaves) writer.append(leaf);
  await writer.flush();
  const reader = createTileReader(storage, leaves.length);
  for (const index of [0, 1, 255, 256, 511, 512, 698, 699]) {
    const expected = hashesOf(leaves, inclusionRanges(index, leaves.length)).map(hex);
    expect((await reader.inclusion(index)).map(hex), `${index}`).toEqual(expected);
  }
  for (const first of [1, 2, 255, 256, 257, 512, 699, 700]) {
    const expected = hashesOf(leaves, consistencyRanges(first, leaves.length)).map(hex);
    expect((await reader.consistency(first)).map(hex), `${first}`).toEqual(expected);
  }
  expect(hex(await reader.node({ level: 9, index: 0 }))).toBe(hex(treeHash(leaves.slice(0, 512))));
});

test('writes the same bytes again after a failure half-way', async () => {
  const leaves = leavesOf(520);
  const objects = new Map<string, Uint8Array>();
  let puts = 0;
  const failing = {
    ...createMemoryStorage(objects),
    async put(name: string, data: Uint8Array) {
      puts += 1;
      if (puts === 3) throw new Error('the disk is full');
      objects.set(name, data);
    },
  };
  const writer = await openTileWriter(failing, 0);
  for (const leaf of leaves) writer.append(leaf);
  await expect(writer.flush()).rejects.toThrow('the disk is full');
  await writer.flush();
  const reader = createTileReader(createMemoryStorage(objects), leaves.length);
  expect(hex(await reader.root())).toBe(hex(rootOf(leaves)));
});

test('takes no record that a bundle cannot hold', async () => {
  const writer = await openTileWriter(createMemoryStorage(), 0);
  writer.append(new Uint8Array(65_535));
  expect(() => writer.append(new Uint8Array(65_536))).toThrow(expect.objectContaining({ code: 'MC_AUDIT_TOO_LARGE' }));
  expect(writer.size).toBe(1);
});

test('tells bundles apart from bytes that are none', () => {
  const leaves = [utf8(''), utf8('a'), utf8('b'.repeat(65_535))];
  expect(readBundle(writeBundle(leaves))?.map(hex)).toEqual(leaves.map(hex));
  expect(readBundle(Uint8Array.of(0))).toBeUndefined();
  expect(readBundle(Uint8Array.of(0, 2, 1))).toBeUndefined();
});

test('names what is missing or cut short in a log', async () => {
  const objects = new Map<string, Uint8Array>();
  const writer = await openTileWriter(createMemoryStorage(objects), 0);
  for (const leaf of leavesOf(5)) writer.append(leaf);
  await writer.flush();
  const reading = async (call: (reader: ReturnType<typeof createTileReader>) => Promise<unknown>) => {
    const error = await call(createTileReader(createMemoryStorage(objects), 5)).catch((reason: unknown) => reason);
    return isMotcuaError(error, 'MC_AUDIT_LOG_DAMAGED') ? error.details['name'] : error;
  };
  objects.set('tile/0/000.p/5', new Uint8Array(31));
  expect(await reading((reader) => reader.root())).toBe('tile/0/000.p/5');
  objects.delete('tile/0/000.p/5');
  expect(await reading((reader) => reader.inclusion(0))).toBe('tile/0/000.p/5');
  objects.set('tile/entries/000.p/5', new Uint8Array([0, 0]));
  expect(await reading((reader) => reader.leaf(3))).toBe('tile/entries/000.p/5');
});

test('keeps a log in a folder, each object whole', async () => {
  const folder = newFolder();
  const storage = createFolderStorage(folder);
  const writer = await openTileWriter(storage, 0);
  for (const leaf of leavesOf(300)) writer.append(leaf);
  await writer.flush();
  const again = await openTileWriter(createFolderStorage(folder), 300);
  expect(hex(again.root())).toBe(hex(writer.root()));
  await storage.remove('tile/entries/000');
  await storage.remove('tile/entries/000');
  expect(await storage.get('tile/entries/000')).toBeUndefined();
});

test('says which object a folder could not write, and stays within the folder', async () => {
  const folder = newFolder();
  await writeFile(join(folder, 'tile'), 'a file where a folder belongs');
  for (const name of ['tile/0/000', '../outside']) {
    const error = await createFolderStorage(folder)
      .put(name, utf8('x'))
      .catch((reason: unknown) => reason);
    expect(isMotcuaError(error, 'MC_AUDIT_STORAGE_FAILED') && error.details['name'], name).toBe(name);
  }
});
