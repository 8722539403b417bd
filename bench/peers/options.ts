import { argv } from 'node:process';

/** `--name value` pairs of a run, as numbers and texts. */
export function options(): Readonly<Record<string, string>> {
  const pairs: Record<string, string> = {};
  for (let place = 2; place + 1 < argv.length; place += 2)
    pairs[String(argv[place]).replace(/^--/u, '')] = String(argv[place + 1]);
  return pairs;
}

/** What a run hands back: one line of JSON, the last it prints. */
export const report = (result: Readonly<Record<string, number>>): void => console.log(JSON.stringify(result));

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Runs work for 0 to count - 1, so many at a time. */
export async function inParallel(
  count: number,
  width: number,
  work: (number: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
