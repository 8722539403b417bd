/** One line of the benchmark table: a figure, and what it is compared with in the same run. */
export interface BenchRow {
  readonly measure: string;
  readonly value: string;
  /** The figure divided by its peer's, where there is a peer. */
  readonly ratio?: number;
  /** What the project sets out to reach. */
  readonly reach: string;
  readonly reached: boolean;
}

/** Runs per second of `run`, median of `rounds`, after a warm-up; the rounds of several subjects interleave. */
export function perSecond(
  subjects: Readonly<Record<string, () => unknown>>,
  { roundMs = 250, rounds = 7 } = {},
): Record<string, number> {
  const names = Object.keys(subjects);
  const samples = new Map<string, number[]>(names.map((name) => [name, []]));
  for (const name of names) sample(subjects[name] as () => unknown, roundMs * 2);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) samples.get(name)?.push(sample(subjects[name] as () => unknown, roundMs));
  }
  return Object.fromEntries(names.map((name) => [name, median(samples.get(name) ?? [])]));
}

function sample(run: () => unknown, roundMs: number): number {
  const start = performance.now();
  let count = 0;
  let elapsed = 0;
  while (elapsed < roundMs) {
    for (let i = 0; i < 64; i += 1) run();
    count += 64;
    elapsed = performance.now() - start;
  }
  return count / (elapsed / 1000);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export const perSecondText = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
