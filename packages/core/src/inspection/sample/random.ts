/** Four 32-bit words of a text: FNV-1a from four offsets. The same text gives the same words on every machine. */
export function wordsOf(text: string): readonly [number, number, number, number] {
  const words = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35] as [number, number, number, number];
  const bytes = new TextEncoder().encode(text);
  for (let word = 0; word < 4; word += 1) {
    let hash = words[word] as number;
    for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
    words[word] = hash >>> 0;
  }
  return words;
}

/** sfc32 (small fast counter, by Chris Doty-Humphrey): 32-bit numbers from a seed text, forever the same. */
function sfc32(seed: string): () => number {
  let [a, b, c, counter] = wordsOf(seed);
  const next = () => {
    const sum = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = ((c << 21) | (c >>> 11)) >>> 0;
    c = (c + sum) >>> 0;
    return sum;
  };
  for (let round = 0; round < 16; round += 1) next();
  return next;
}

/** Whole numbers from 0 up to but not at a bound, each as likely as the others. */
export function dice(seed: string): (below: number) => number {
  const next = sfc32(seed);
  return (below) => {
    // What lies beyond the last whole multiple of the bound would favour small numbers.
    const fair = Math.floor(0x1_0000_0000 / below) * below;
    for (;;) {
      const drawn = next();
      if (drawn < fair) return drawn % below;
    }
  };
}
