import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { nothing, offencesOf, schemas, sound } from '../../test/sound-workflow.js';
import { defineWorkflow } from './define-workflow.js';

const answer = {
  title: { vi: 'Hạn', en: 'Answer' },
  owner: 'authority',
  startsIn: 'running',
  budget: { amount: 1, unit: 'workingDay' },
} as const;

test('a sound definition is taken', () => {
  expect(offencesOf({})).toEqual([]);
  expect(defineWorkflow(sound)).toMatchObject({ id: 'sound', version: '1', title: { vi: 'sound', en: 'sound' } });
});

describe('schemas are refused', () => {
  test('when a handled event has none, and when nobody takes the event of one', () => {
    expect(offencesOf({ schemas: { ...schemas, events: { stop: nothing } } })).toEqual([
      'event "go" is handled but has no schema',
      'event "stop" has a schema but no state takes it',
    ]);
  });

  test('when a fact takes a name of the kernel', () => {
    expect(offencesOf({ schemas: { ...schemas, facts: { 'deadline.missed': nothing, 'motcua.x': nothing } } })).toEqual(
      [
        'fact "deadline.missed": the prefixes motcua., deadline., timer., workflow. belong to the kernel',
        'fact "motcua.x": the prefixes motcua., deadline., timer., workflow. belong to the kernel',
      ],
    );
  });

  test('when the context or the input holds what JSON does not', () => {
    const found = offencesOf({
      schemas: { ...schemas, context: z.object({ since: z.date() }), input: z.object({ all: z.set(z.string()) }) },
    });
    expect(found.map((text) => text.split(':')[0])).toEqual([
      'schema of context is not plain JSON',
      'schema of input is not plain JSON',
    ]);
  });

  test('when an event or a fact holds what JSON does not', () => {
    const dated = z.object({ at: z.date() });
    const found = offencesOf({ schemas: { ...schemas, events: { go: dated }, facts: { gone: dated } } });
    expect(found.map((text) => text.split(':')[0])).toEqual([
      'schema of event "go" is not plain JSON',
      'schema of fact "gone" is not plain JSON',
    ]);
  });
});

test('names are refused that could not stand in a key', () => {
  expect(offencesOf({ id: 'a/b', version: '' })).toHaveLength(2);
  expect(offencesOf({ deadlines: { 'a/b': answer } })).toEqual([
    'deadline "a/b": letters, digits, ".", "_" and "-" only',
  ]);
});

test('access is refused that names an unknown event, or says nothing about opening', () => {
  expect(offencesOf({ access: { leave: [] } })).toEqual([
    'access names unknown event "leave"',
    'access says nothing about "open": nobody could open a case',
  ]);
});

test('an event is refused that has the name of what is done with a file', () => {
  const events = { go: nothing, 'file.hold': nothing };
  expect(offencesOf({ schemas: { ...schemas, events } })).toContain(
    'event "file.hold" has the name of something that is done with the file',
  );
});

describe('a deadline is refused', () => {
  const deadline = (changed: object) => offencesOf({ deadlines: { answer: { ...answer, ...changed } } });

  test('that speaks of tags no state has', () => {
    expect(deadline({ startsIn: 'a', suspendedIn: ['b'], metIn: ['c'], stoppedIn: ['d'] })).toEqual(
      ['a', 'b', 'c', 'd'].map((tag) => `deadline "answer": no state has the tag "${tag}"`),
    );
  });

  test('that must fit within, or is due soon by, what is not declared', () => {
    expect(deadline({ within: 'appeal', soon: 'warn' })).toEqual([
      'deadline "answer": must fit within "appeal", which is not declared',
      'deadline "answer": soon names the rung "warn", which is not declared',
    ]);
  });

  test('whose rung sends an unknown event, stands at no percentage, or repeats without bound', () => {
    const every = { amount: 1, unit: 'workingDay' };
    const rungs = {
      'a/b': { at: 'due', effect: 'advisory' },
      sends: { at: 'due', effect: 'advisory', event: 'leave' },
      zero: { at: { percent: 0 }, effect: 'advisory' },
      full: { at: { percent: 100 }, effect: 'advisory' },
      odd: { at: { percent: Number.NaN }, effect: 'advisory' },
      ever: { at: 'due', effect: 'advisory', repeat: { every, times: Number.POSITIVE_INFINITY } },
      never: { at: 'due', effect: 'advisory', repeat: { every, times: 0 } },
    };
    expect(deadline({ rungs })).toEqual([
      'deadline "answer" rung "a/b": letters, digits, ".", "_" and "-" only',
      'deadline "answer" rung "sends": sends "leave", which has no schema',
      'deadline "answer" rung "zero": percent must lie between 1 and 99',
      'deadline "answer" rung "full": percent must lie between 1 and 99',
      'deadline "answer" rung "odd": percent must lie between 1 and 99',
      'deadline "answer" rung "ever": repeats must be bounded, 1 to 1000 times',
      'deadline "answer" rung "never": repeats must be bounded, 1 to 1000 times',
    ]);
  });
});

test('all offences stand in one error', () => {
  const define = () =>
    defineWorkflow({ ...sound, id: 'a b', access: {}, deadlines: { answer: { ...answer, startsIn: 'nowhere' } } });
  expect(define).toThrow(
    expect.objectContaining({
      code: 'MC_WORKFLOW_INVALID',
      message: expect.stringMatching(/has 3 offences: .*a b.*; .*nobody could open.*; .*nowhere/u),
    }),
  );
});
