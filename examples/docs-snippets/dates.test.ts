import { readFileSync } from 'node:fs';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { type Budget, type Counting, type Interruption, parseInstant, type Term } from '@motcua/core';
import { describe, expect, it } from 'vitest';

const calendar = vietnamCalendar();
const page = readFileSync(new URL('../../docs/explanation/how-a-date-is-counted.md', import.meta.url), 'utf8');

const when = '\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}';
const rowPattern = new RegExp(`^\\| (${when}) \\| ([\\d.]+) ([a-z ]+?) \\| (.*?) ?\\| (${when}) \\|$`, 'gmu');
const interruptionPattern = new RegExp(`^(pause|exclude|restart) (${when}) to (${when})$`, 'u');
const units = {
  'working day': 'workingDay',
  'working hour': 'workingHour',
  'calendar day': 'calendarDay',
  month: 'month',
} as const;

const instantOf = (text: string) => parseInstant(`${text.replace(' ', 'T')}:00+07:00`);

function budgetOf(amount: string, unit: string): Budget {
  const name = unit.trim().replace(/s$/u, '') as keyof typeof units;
  return { amount: Number(amount), unit: units[name] };
}

/** A row of the page as the term it speaks of. */
function termOf(received: string, budget: Budget, rule: string): Term {
  const from = instantOf(received);
  if (rule === '') return { from, budget };
  const second = /^then ([\d.]+) (.*)$/u.exec(rule);
  const then = second === null ? [] : [budgetOf(second[1] ?? '', second[2] ?? '')];
  if (second !== null) return { from, budget, then };
  const interrupted = interruptionPattern.exec(rule);
  if (interrupted === null) return { from, budget, counting: JSON.parse(rule.replace(/^`|`$/gu, '')) as Counting };
  const [, effect, start = '', end = ''] = interrupted;
  if (effect === 'restart') return { from: instantOf(end), budget };
  const interruption = { from: instantOf(start), to: instantOf(end), effect } as Interruption;
  return { from, budget, interruptions: [interruption] };
}

const rows = [...page.matchAll(rowPattern)].map(([, received = '', amount = '', unit = '', rule = '', due = '']) => ({
  received,
  budget: budgetOf(amount, unit),
  term: `${amount} ${unit}`,
  rule,
  due,
}));

describe('the dates of how-a-date-is-counted.md', () => {
  it('are all read: every row that begins with a date', () => {
    expect(rows.length).toBe(page.split('\n').filter((line) => /^\| \d{4}-/u.test(line)).length);
    expect(rows.length).toBeGreaterThan(40);
  });

  it.each(rows)('$received, $term, $rule: $due', ({ received, budget, rule, due }) => {
    const term = termOf(received, budget, rule);
    expect(calendar.format(calendar.due(term)).slice(0, 16).replace('T', ' ')).toBe(due);
    expect(calendar.explain.due(term).to).toBe(calendar.due(term));
  });
});
