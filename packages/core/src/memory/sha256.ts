/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const ROUNDS = /* @__PURE__ */ firstPrimes(64).map((prime) => fractionOf(Math.cbrt(prime)));
/** Of their square roots, the first eight (FIPS 180-4, 5.3.3). */
const START = /* @__PURE__ */ firstPrimes(8).map((prime) => fractionOf(Math.sqrt(prime)));

/**
 * SHA-256 (FIPS 180-4) of a text in UTF-8, in hexadecimal. For the store in memory, whose commit is one synchronous
 * step; WebCrypto has promises only. Not fast, and never used with a secret.
 */
export function sha256(text: string): string {
  const state = [...START];
  const padded = paddedBytes(text);
  const view = new DataView(padded.buffer);
  const words = new Array<number>(64).fill(0);
  for (let block = 0; block < padded.length; block += 64) {
    for (let word = 0; word < 16; word += 1) words[word] = view.getUint32(block + word * 4);
    for (let word = 16; word < 64; word += 1) words[word] = expanded(words, word);
    compress(state, words);
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function paddedBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  return padded;
}

function expanded(words: readonly number[], at: number): number {
  const early = words[at - 15] ?? 0;
  const late = words[at - 2] ?? 0;
  const s0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
  const s1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
  return ((words[at - 16] ?? 0) + s0 + (words[at - 7] ?? 0) + s1) | 0;
}

function compress(state: number[], words: readonly number[]): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (const [round, constant] of ROUNDS.entries()) {
    const choice = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + constant + (words[round] ?? 0)) | 0;
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  for (const [at, value] of [a, b, c, d, e, f, g, h].entries()) state[at] = ((state[at] ?? 0) + value) | 0;
}

const turned = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

function fractionOf(root: number): number {
  return Math.floor((root % 1) * 2 ** 32) | 0;
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}
