import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { definitions, instants, terms } from './test/random-terms.js';

const machineZone = process.env['TZ'];

afterEach(() => {
  if (machineZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = machineZone;
});

/** Answers of a freshly loaded library: what it keeps from an earlier zone must not help it. */
async function answersIn(zone: string): Promise<readonly string[]> {
  process.env['TZ'] = zone;
  vi.resetModules();
  const { createCalendar } = await import('./index.js');
  const answers: string[] = [];
  const samples = fc.sample(fc.tuple(definitions, terms, instants('minute')), { numRuns: 300, seed: 7 });
  for (const [definition, term, at] of samples) {
    const calendar = createCalendar(definition);
    const explanation = calendar.explain.due(term);
    answers.push(
      `${calendar.format(calendar.due(term))} ${calendar.format(calendar.next(at))} ${JSON.stringify(explanation)}`,
    );
  }
  return answers;
}

describe('the zone of the machine', () => {
  it('changes no answer', async () => {
    const offsets = new Set<number>();
    const answers = new Set<string>();
    for (const zone of ['UTC', 'Asia/Ho_Chi_Minh', 'America/New_York']) {
      answers.add((await answersIn(zone)).join('\n'));
      offsets.add(new Date(2026, 2, 1).getTimezoneOffset());
    }
    // The machine really was in three zones.
    expect(offsets.size).toBe(3);
    expect(answers.size).toBe(1);
  });
});
