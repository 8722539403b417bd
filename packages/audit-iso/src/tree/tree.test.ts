import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashesOf, rootOf, treeHash } from '../../test/memory-tree.js';
import { hex, utf8 } from '../encoding/bytes.js';
import {
  consistencyRanges,
  createCompactRange,
  EMPTY_ROOT,
  edgeNodes,
  inclusionRanges,
  isConsistent,
  leafHash,
  leafHashOf,
  rootOfInclusion,
} from './index.js';

// transparency-dev/merkle, testonly/constants.go (Apache-2.0): the leaves of its tests and the roots of their trees.
const published = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((text) => Uint8Array.from(Buffer.from(text, 'hex')));
const publishedRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
// transparency-dev/merkle, rfc6962/rfc6962_test.go.
const publishedLeaf = '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56';

const leavesOf = (count: number): Uint8Array[] => Array.from({ length: count }, (_, index) => utf8(`record ${index}`));

test('hashes a leaf as published', () => {
  expect(hex(leafHash(utf8('L123456')))).toBe(publishedLeaf);
});

test.each(publishedRoots.map((root, size) => [size, root] as const))(
  'has the published root of %i leaves',
  (size, root) => {
    expect(hex(rootOf(published.slice(0, size)))).toBe(root);
  },
);

test('has the root of the definition for every size, and goes on from the subtrees of any size', () => {
  const leaves = leavesOf(70);
  for (let size = 1; size <= leaves.length; size += 1) {
    expect(hex(rootOf(leaves.slice(0, size)))).toBe(hex(treeHash(leaves.slice(0, size))));
    const hashes = edgeNodes(size).map(({ level, index }) =>
      treeHash(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level)),
    );
    const range = createCompactRange({ size, hashes });
    for (const leaf of leaves.slice(size)) range.append(leafHash(leaf));
    expect(hex(range.root())).toBe(hex(treeHash(leaves)));
  }
  expect(hex(rootOf([]))).toBe(hex(EMPTY_ROOT));
});

test('proves every leaf of every small tree', async () => {
  const leaves = leavesOf(33);
  for (let size = 1; size <= leaves.length; size += 1) {
    const tree = leaves.slice(0, size);
    for (const [index, leaf] of tree.entries()) {
      const hashes = hashesOf(tree, inclusionRanges(index, size));
      const root = await rootOfInclusion({ index, size, leafHash: leafHash(leaf), hashes });
      expect(root && hex(root), `${index} of ${size}`).toBe(hex(treeHash(tree)));
    }
  }
});

test('proves every small tree to be the beginning of every larger one', async () => {
  const leaves = leavesOf(33);
  for (let second = 1; second <= leaves.length; second += 1) {
    for (let first = 1; first <= second; first += 1) {
      const tree = leaves.slice(0, second);
      const proof = {
        first: { size: first, root: treeHash(leaves.slice(0, first)) },
        second: { size: second, root: treeHash(tree) },
        hashes: hashesOf(tree, consistencyRanges(first, second)),
      };
      expect(await isConsistent(proof), `${first} of ${second}`).toBe(true);
    }
  }
});

test('has the same hash of a leaf with the Web Crypto API', async () => {
  expect(hex(await leafHashOf('L123456'))).toBe(publishedLeaf);
});

/** The damage of transparency-dev/merkle, testdata: one hash more, less or changed, another place, size, leaf or root. */
const damagedHashes = (hashes: readonly Uint8Array[], other: Uint8Array): Uint8Array[][] => [
  [...hashes, other],
  [other, ...hashes],
  [...hashes, new Uint8Array()],
  ...hashes.map((_, place) => hashes.filter((__, index) => index !== place)),
  ...hashes.map((hash, place) => hashes.with(place, flipped(hash, place * 37))),
  ...hashes.map((hash, place) => hashes.with(place, hash.slice(1))),
  ...hashes.map((hash, place) => hashes.toSpliced(place, 0, hash)),
];

function flipped(hash: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(hash);
  const place = bit % (copy.length * 8);
  copy[Math.floor(place / 8)]! ^= 1 << (place % 8);
  return copy;
}

test('refuses every damaged proof of inclusion', async () => {
  for (const size of [1, 2, 7, 8, 13]) {
    const tree = leavesOf(size);
    const root = treeHash(tree);
    for (const [index, leaf] of tree.entries()) {
      const hashes = hashesOf(tree, inclusionRanges(index, size));
      const good = { index, size, leafHash: leafHash(leaf), hashes };
      const bad = [
        ...damagedHashes(hashes, root).map((changed) => ({ ...good, hashes: changed })),
        ...[index ^ 2, index + 1, index - 1, 2 ** 53, 0.5].map((place) => ({ ...good, index: place })),
        ...[size * 4, index, 0, -1].map((other) => ({ ...good, size: other })),
        { ...good, leafHash: leafHash(utf8('another record')) },
      ];
      for (const proof of bad) {
        const found = await rootOfInclusion(proof);
        expect(found !== undefined && hex(found) === hex(root), JSON.stringify(proof)).toBe(false);
      }
    }
  }
});

test('refuses every damaged proof of consistency', async () => {
  for (const [first, second] of [
    [1, 8],
    [3, 7],
    [4, 7],
    [6, 8],
    [8, 13],
    [7, 7],
  ] as const) {
    const tree = leavesOf(second);
    const [one, two] = [treeHash(tree.slice(0, first)), treeHash(tree)];
    const hashes = hashesOf(tree, consistencyRanges(first, second));
    const good = { first: { size: first, root: one }, second: { size: second, root: two }, hashes };
    const other = leafHash(utf8('another record'));
    const bad = [
      ...damagedHashes(hashes, one).map((changed) => ({ ...good, hashes: changed })),
      ...[first ^ 2, first + 1, first - 1, 0, second + 1].map((size) => ({ ...good, first: { size, root: one } })),
      ...[second * 4, Math.floor(first / 2), 0].map((size) => ({ ...good, second: { size, root: two } })),
      { ...good, first: { size: first, root: other } },
      { ...good, second: { size: second, root: other } },
      ...(first === second
        ? []
        : [
            { first: good.second, second: good.first, hashes },
            { ...good, hashes: [] },
          ]),
    ];
    for (const proof of bad) expect(await isConsistent(proof), JSON.stringify(proof)).toBe(false);
  }
});

test('proves nothing from the empty tree', async () => {
  const empty = { size: 0, root: EMPTY_ROOT };
  const one = { size: 1, root: treeHash(leavesOf(1)) };
  expect(await isConsistent({ first: empty, second: one, hashes: [] })).toBe(false);
  expect(await isConsistent({ first: empty, second: empty, hashes: [] })).toBe(false);
  expect(await isConsistent({ first: empty, second: one, hashes: [one.root] })).toBe(false);
});

test('splits trees of any size where the definition does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 50 }), fc.nat(), (size, seed) => {
      const index = seed % size;
      const ranges = inclusionRanges(index, size);
      const covered = ranges.reduce((sum, { start, end }) => sum + end - start, 1);
      expect(covered).toBe(size);
      expect(ranges.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)) + 1);
    }),
  );
});
