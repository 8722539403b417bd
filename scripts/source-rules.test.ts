import { describe, expect, it } from 'vitest';
import { checkSource, maxLines } from './source-rules.ts';

const inCore = 'packages/core/src/kernel/decide.ts';

function rulesBroken(text: string, file = inCore): string[] {
  return checkSource(file, text).map((offence) => offence.rule);
}

describe('the ban on clocks, randomness and the zone of the machine', () => {
  const forbidden: readonly [rule: string, text: string][] = [
    ['global-clock', 'const now = Date.now();'],
    ['global-clock', "const now = Date['now']();"],
    ['global-clock', 'const now = globalThis.Date.now();'],
    ['global-clock', 'const { now } = Date;'],
    ['global-clock', 'const now = new Date();'],
    ['global-clock', 'const now = new Date;'],
    ['global-clock', 'const now = Date();'],
    ['global-clock', 'const Clock = Date;'],
    ['global-clock', 'setTimeout(() => {}, 1);'],
    ['global-clock', 'globalThis.setInterval(() => {}, 1);'],
    ['global-clock', 'const later = setImmediate;'],
    ['global-clock', 'const start = performance.now();'],
    ['global-clock', 'const start = process.hrtime.bigint();'],
    ['global-clock', 'const signal = AbortSignal.timeout(5);'],
    ['global-clock', "import { setTimeout as wait } from 'node:timers/promises';"],
    ['global-clock', "const timers = await import('timers');"],
    ['global-random', 'const id = Math.random();'],
    ['global-random', 'const id = crypto.randomUUID();'],
    ['global-random', 'const id = globalThis.crypto.randomUUID();'],
    ['global-random', "import { randomUUID } from 'node:crypto';"],
    ['machine-zone', 'const hour = date.getHours();'],
    ['machine-zone', 'const first = new Date(2026, 0, 1);'],
    ['machine-zone', 'const text = date.toLocaleDateString();'],
  ];

  it.each(forbidden)('reports %s: %s', (rule, text) => {
    expect(rulesBroken(text)).toContain(rule);
  });

  it.each([
    'const date = new Date(instant);',
    'const instant = Date.UTC(2026, 0, 1);',
    'const hour = date.getUTCHours();',
    'const known = value instanceof Date;',
    'function at(date: Date): number { return date.getTime(); }',
    'const now = clock.now();',
    'interface Timers { setTimeout(callback: () => void): void; performance: number }',
    'const timers = { setTimeout: schedule };',
    'const sent = this.timers.setTimeout(callback);',
    "import { createHash } from 'node:crypto';",
  ])('allows what only computes: %s', (text) => {
    expect(rulesBroken(text)).toEqual([]);
  });

  it('lets the system clock read time and nothing else', () => {
    const file = 'packages/core/src/engine/system-clock.ts';
    expect(rulesBroken('const now = Date.now();', file)).toEqual([]);
    expect(rulesBroken('const id = crypto.randomUUID();', file)).toEqual(['global-random']);
  });

  it('lets the source of ids be random and nothing else', () => {
    const file = 'packages/core/src/engine/random-ids.ts';
    expect(rulesBroken('const id = crypto.randomUUID();', file)).toEqual([]);
    expect(rulesBroken('const now = Date.now();', file)).toEqual(['global-clock']);
  });

  it.each(['packages/core/src/kernel/decide.test.ts', 'examples/due/main.ts', 'scripts/verify.ts'])(
    'leaves %s alone',
    (file) => {
      expect(rulesBroken('const now = Date.now();', file)).toEqual([]);
    },
  );
});

describe('the shape of a source file', () => {
  it('reports the line where a file grows past the limit', () => {
    const text = 'export {};\n'.repeat(maxLines);
    expect(rulesBroken(text)).toEqual([]);
    expect(checkSource(inCore, `${text}export {};\n`)).toMatchObject([{ rule: 'file-length', line: maxLines + 1 }]);
  });

  it.each(['packages/core/src/kernel/Decide.ts', 'packages/core/src/dueDates/ledger.ts', 'scripts/check_all.ts'])(
    'reports that %s is not in kebab-case',
    (file) => {
      expect(rulesBroken('export {};', file)).toEqual(['file-name']);
    },
  );

  it.each(['scripts/source-rules.test.ts', 'tsup.config.base.ts', 'packages/core/test/types.test-d.ts'])(
    'accepts the name %s',
    (file) => {
      expect(rulesBroken('export {};', file)).toEqual([]);
    },
  );

  it('reports work left undone, with its line', () => {
    expect(checkSource(inCore, `const a = 1;\n// ${'TO'}DO: later\n`)).toMatchObject([{ rule: 'unfinished', line: 2 }]);
    expect(rulesBroken(`// ${'FIX'}ME`)).toEqual(['unfinished']);
  });

  it('reports any and enum, in tests as well', () => {
    const file = 'packages/core/src/kernel/decide.test.ts';
    expect(rulesBroken('let value: any;', file)).toEqual(['any']);
    expect(rulesBroken('enum Colour { red }', file)).toEqual(['enum']);
  });
});
