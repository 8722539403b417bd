import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quantile } from './options.ts';

/** The program, from the PATH or where Debian's postgresql-contrib puts it; undefined when there is none. */
export function findPgbench(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const candidates = ['pgbench', ...versions.map((version) => join(debian, version, 'bin/pgbench'))];
  return candidates.find((candidate) => {
    try {
      execFileSync(candidate, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

export interface PgbenchResult {
  readonly perSecond: number;
  readonly p99: number;
}

/** `simple update` (-N), prepared statements; with a rate, its latency is measured against the schedule. */
export function runPgbench(
  program: string,
  url: string,
  { clients, seconds, rate }: { readonly clients: number; readonly seconds: number; readonly rate?: number },
): PgbenchResult {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-pgbench-'));
  try {
    const args = ['-N', '-M', 'prepared', '-c', String(clients), '-j', '1', '-T', String(seconds), '-n', '-l'];
    if (rate !== undefined) args.push('-R', String(Math.max(1, Math.round(rate))));
    const out = execFileSync(program, [...args, url], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const times = readdirSync(folder).flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => Number(line.split(' ')[2]) / 1_000),
    );
    return { perSecond: Number(/tps = ([\d.]+)/u.exec(out)?.[1]), p99: quantile(times, 0.99) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function preparePgbench(program: string, url: string): void {
  execFileSync(program, ['-i', '-s', '10', '-q', url], { stdio: 'ignore' });
}
