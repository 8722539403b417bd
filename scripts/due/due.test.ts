import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'motcua-due-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command as a user does, in a process of its own. */
function due(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@motcua/source', '--import', './scripts/source-hooks.mjs', 'scripts/due/main.ts', ...args],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...(input === undefined ? {} : { input }) },
  );
  return { status, stdout, stderr };
}

const dueAt = (...args: string[]): string => JSON.parse(due([...args, '--json']).stdout).dueAt;

function batch(lines: readonly (object | string)[], ...args: string[]) {
  const file = join(folder, 'lines.jsonl');
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  const { stdout, status, stderr } = due(['--batch', file, ...args]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { dueAt?: string; error?: { code: string; message: string } });
}

describe('the due command', () => {
  it('prints the due instant first, then why, in Vietnamese with English below', () => {
    const { stdout, status, stderr } = due(['--from', '2026-02-12T09:00+07:00', '--budget', '5wd']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('2026-02-26T17:00:00+07:00');
    expect(lines).toContain('Thứ Ba 17/02/2026: nghỉ Tết Nguyên đán (mùng 1)');
    expect(lines).toContain('    Tuesday 17 February 2026: public holiday, Lunar New Year (day 1)');
  });

  it('explains in one language when asked', () => {
    const [vi, en] = ['vi', 'en'].map(
      (lang) => due(['--from', '2026-02-12T09:00+07:00', '--budget', '1wd', '--lang', lang]).stdout,
    );
    expect(vi).not.toContain('working day');
    expect(en).not.toContain('ngày');
  });

  it('prints one line of JSON with the instant and the steps', () => {
    const { stdout } = due(['--', '--from', '2026-02-12T09:00+07:00', '--budget', '5wd', '--json']);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const answer = JSON.parse(stdout);
    expect(Object.keys(answer)).toEqual(['dueAt', 'steps']);
    expect(answer.dueAt).toBe('2026-02-26T17:00:00+07:00');
    expect(answer.steps).toHaveLength(16);
    expect(answer.steps[5]).toMatchObject({ date: '2026-02-17', rule: 'holiday', status: 'enacted' });
  });

  it('names in the last step of the JSON the calendar version, and whether the date may still change', () => {
    const last = (from: string) =>
      JSON.parse(due(['--from', from, '--budget', '3wd', '--json']).stdout).steps.at(-1) as object;
    const calendar = { id: 'vn', version: '2026.2', zone: 'Asia/Ho_Chi_Minh' };
    expect(last('2026-03-02T09:00+07:00')).toMatchObject({ rule: 'due', calendar, provisional: false });
    expect(last('2031-01-20T09:00+07:00')).toMatchObject({ rule: 'due', calendar, provisional: true });
  });

  it('knows every unit, halves, phases, suspensions, the first day and the cut-off', () => {
    const from = ['--from', '2026-03-02T15:30+07:00', '--budget'];
    expect(dueAt(...from, '2.5wd')).toBe('2026-03-05T11:30:00+07:00');
    expect(dueAt(...from, '8wh')).toBe('2026-03-03T15:30:00+07:00');
    expect(dueAt(...from, '20d')).toBe('2026-03-23T17:00:00+07:00');
    expect(dueAt(...from, '1m')).toBe('2026-04-02T17:00:00+07:00');
    expect(dueAt(...from, '1wd+3d')).toBe('2026-03-06T17:00:00+07:00');
    expect(dueAt(...from, '1wd', '--count-first-day')).toBe('2026-03-02T17:00:00+07:00');
    expect(dueAt(...from, '1wd', '--cutoff', '15:00')).toBe('2026-03-04T17:00:00+07:00');
    const suspend = [
      '--suspend',
      '2026-03-03T10:00+07:00/2026-03-04T10:00+07:00',
      '--suspend',
      '2026-03-05T10:00+07:00/2026-03-06T10:00+07:00',
    ];
    expect(dueAt(...from, '2wd', ...suspend)).toBe('2026-03-06T17:00:00+07:00');
  });

  it('tries days off and worked days, other hours, and Saturdays', () => {
    const from = ['--from', '2026-03-05T09:00+07:00', '--budget'];
    expect(dueAt(...from, '1wd', '--holiday', '2026-03-06')).toBe('2026-03-09T17:00:00+07:00');
    expect(dueAt(...from, '1wd', '--holiday', '2026-03-06', '--workday', '2026-03-07')).toBe(
      '2026-03-07T17:00:00+07:00',
    );
    expect(dueAt(...from, '1wd', '--hours', '08:00-12:00,13:30-17:30')).toBe('2026-03-06T17:30:00+07:00');
    expect(dueAt(...from, '1.5wd', '--saturday', '07:30-11:30')).toBe('2026-03-07T11:30:00+07:00');
    expect(dueAt(...from, '2wd', '--saturday', '07:30-11:30', '--saturday-counts', '1')).toBe(
      '2026-03-07T11:30:00+07:00',
    );
  });

  it.each([
    [[], 'MC_INPUT_INVALID'],
    [['--from', '2026-03-02T15:30+07:00'], 'MC_INPUT_INVALID'],
    [['--form', 'x'], 'MC_INPUT_INVALID'],
    [['--from', '2026-03-02T15:30', '--budget', '5wd'], 'MC_TIME_INVALID'],
    [['--from', '2026-03-02T15:30Z', '--budget', '5'], 'MC_TERM_INVALID'],
    [['--from', '2026-03-02T15:30Z', '--budget', '0.3wd'], 'MC_TERM_INVALID'],
    [['--from', '2026-03-02T15:30Z', '--budget', '5wd', '--suspend', '2026-03-02T15:30Z'], 'MC_INPUT_INVALID'],
    [['--from', '2026-03-02T15:30Z', '--budget', '5wd', '--hours', '8-12'], 'MC_INPUT_INVALID'],
    [['--from', '2026-03-02T15:30Z', '--budget', '5wd', '--hours', '12:00-08:00'], 'MC_CALENDAR_INVALID'],
    [['--from', '2026-03-02T15:30Z', '--budget', '5wd', '--lang', 'fr'], 'MC_INPUT_INVALID'],
    [
      ['--from', '2026-03-02T15:30Z', '--budget', '5wd', '--holiday', '2026-03-02', '--workday', '2026-03-02'],
      'MC_INPUT_INVALID',
    ],
    [['--from', '2126-03-02T15:30Z', '--budget', '5wd'], 'MC_CALENDAR_OUT_OF_RANGE'],
    [['--batch', '/nowhere/lines.jsonl'], 'MC_INPUT_INVALID'],
    [['--batch', 'x', '--from', '2026-03-02T15:30Z'], 'MC_INPUT_INVALID'],
  ])('refuses %j with its code, on standard error, and answers nothing', (args, code) => {
    const { status, stdout, stderr } = due(args as string[]);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(new RegExp(`^${code}: .+ Expected: .+ What to do: .+\\n$`));
  });

  it('answers each line of a batch, in order, whatever a line holds', () => {
    const from = '2026-03-05T15:30+07:00';
    const answers = batch([
      { from, budget: '1wd' },
      '',
      '{"from": ',
      '[]',
      { from, budget: '1wd', hollidays: [] },
      { from },
      { from, budget: 5 },
      { from, budget: '1wd', suspend: ['2026-03-06T10:00+07:00/2026-03-07T10:00+07:00'], countFirstDay: false },
      { from, budget: '1wd', cutoff: '15:00', holidays: ['2026-03-09'], workdays: ['2026-03-08', '2026-03-08'] },
      { from, budget: '1wd', countFirstDay: true },
      { from, budget: '99999d', holidays: ['2026-03-09'] },
      { from, budget: '60m', holidays: ['2026-03-09'] },
      { from, budget: '1wd', holidays: ['2026-02-30'] },
      '{"__proto__": {}, "from": "2026-03-05T15:30+07:00", "budget": "1wd"}',
    ]);
    expect(answers.map(({ dueAt: at, error }) => at ?? error?.code)).toEqual([
      '2026-03-06T17:00:00+07:00',
      'MC_INPUT_INVALID',
      'MC_INPUT_INVALID',
      'MC_INPUT_INVALID',
      'MC_INPUT_INVALID',
      'MC_INPUT_INVALID',
      'MC_INPUT_INVALID',
      '2026-03-09T17:00:00+07:00',
      '2026-03-08T17:00:00+07:00',
      '2026-03-05T17:00:00+07:00',
      'MC_CALENDAR_OUT_OF_RANGE',
      '2031-03-05T17:00:00+07:00',
      'MC_TIME_INVALID',
      'MC_INPUT_INVALID',
    ]);
  });

  it('answers as many lines as were asked, with or without a byte order mark, line ends of Windows, blank lines at the end', () => {
    const line = JSON.stringify({ from: '2026-03-05T15:30+07:00', budget: '1wd' });
    const answer = '{"dueAt":"2026-03-06T17:00:00+07:00"}\n';
    expect(due(['--batch', '-'], `\uFEFF${line}\r\n${line}\r\n\r\n`).stdout).toBe(answer + answer);
    expect(due(['--batch', '-'], line).stdout).toBe(answer);
    expect(due(['--batch', '-'], '\n').stdout).toBe('');
  });

  it('answers a line with exactly a date, or exactly a code and a message', () => {
    const [good, bad] = batch([{ from: '2026-03-05T15:30+07:00', budget: '1wd' }, '{}']);
    expect(Object.keys(good ?? {})).toEqual(['dueAt']);
    expect(Object.keys(bad ?? {})).toEqual(['error']);
    expect(Object.keys(bad?.error ?? {})).toEqual(['code', 'message']);
  });

  it('lets options of the command hold for the lines that do not say otherwise', () => {
    const from = '2026-03-05T15:30+07:00';
    const answers = batch(
      [
        { from, budget: '1wd' },
        { from, budget: '1wd', cutoff: '16:00', holidays: [] },
      ],
      '--cutoff',
      '15:00',
      '--holiday',
      '2026-03-09',
    );
    expect(answers.map(({ dueAt: at }) => at)).toEqual(['2026-03-10T17:00:00+07:00', '2026-03-06T17:00:00+07:00']);
  });

  it('reads a batch from standard input, of a hundred thousand lines', () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => {
      const from = new Date(Date.UTC(2026, 0, 1) + index * 300_000).toISOString();
      const holidays = index % 4 === 0 ? [`2026-03-${String((index % 28) + 1).padStart(2, '0')}`] : undefined;
      return JSON.stringify({ from, budget: ['5wd', '8wh', '20d', '2m', '1wd+2d'][index % 5], holidays });
    });
    const { stdout } = due(['--batch', '-'], `${lines.join('\r\n')}\n`);
    const answers = stdout.trimEnd().split('\n');
    expect(answers).toHaveLength(lines.length);
    expect(answers.every((line) => line.startsWith('{"dueAt":"202'))).toBe(true);
  });
});
