import { concat } from '../encoding/bytes.js';

/** Records, each behind its length as a big-endian uint16. */
export function writeBundle(leaves: readonly Uint8Array[]): Uint8Array {
  return concat(...leaves.flatMap((leaf) => [Uint8Array.of(Math.floor(leaf.length / 256), leaf.length % 256), leaf]));
}

/** The records of a bundle; undefined when a length does not fit what follows. */
export function readBundle(bundle: Uint8Array): readonly Uint8Array[] | undefined {
  const leaves: Uint8Array[] = [];
  let place = 0;
  while (place < bundle.length) {
    const [high, low] = [bundle[place], bundle[place + 1]];
    if (high === undefined || low === undefined) return undefined;
    const end = place + 2 + high * 256 + low;
    if (end > bundle.length) return undefined;
    leaves.push(bundle.subarray(place + 2, end));
    place = end;
  }
  return leaves;
}
