import { expect, test } from 'vitest';
import { defineMigration, isMotcuaError, type MigrationSpec } from '../src/index.js';
import { type TinyOptions, tiny } from './tiny-workflow.js';

const rung = { at: 'due', effect: 'advisory' } as const;
const before: TinyOptions = {
  states: {
    working: { tags: 'working', on: { go: 'ended', 'old.event': 'ended' } },
    group: { initial: 'inner', states: { inner: {} } },
    waiting: { after: { 1000: 'ended' } },
    ended: { type: 'final' },
  },
  deadlines: {
    answer: { startsIn: 'working', rungs: { warn: rung, due: rung } },
    check: { startsIn: 'working' },
    notice: { startsIn: 'working' },
  },
};
const after: TinyOptions = {
  states: {
    examining: { tags: 'working', on: { go: 'ended', 'new.event': 'ended' } },
    waiting: { after: { 2000: 'ended' } },
    ended: { type: 'final' },
  },
  deadlines: { reply: { startsIn: 'working', rungs: { soon: rung, due: rung } }, check: { startsIn: 'working' } },
};
const from = tiny('1', before);
const to = tiny('2', after);

function offencesOf(spec: Partial<MigrationSpec>): readonly string[] {
  try {
    defineMigration({ from, to, ...spec });
  } catch (error) {
    if (!isMotcuaError(error, 'MC_MIGRATION_INVALID')) throw error;
    return error.details['offences'] as readonly string[];
  }
  return [];
}

test('a migration whose lines name what the two versions have is sound', () => {
  const sound = {
    states: { working: 'examining' },
    deadlines: { answer: { to: 'reply', rungs: { warn: 'soon' } }, notice: { ended: 'no notice any more' } },
    timers: { 'xstate.after.1000.tiny.waiting': 'xstate.after.2000.tiny.waiting', reminder: { ended: 'x' } },
    events: { 'old.event': 'new.event' },
    children: { police: 'opinion' },
  };
  expect(offencesOf(sound)).toEqual([]);
  expect(defineMigration({ from, to, ...sound })).toMatchObject({ from: { version: '1' }, to: { version: '2' } });
});

test.each<[string, Partial<MigrationSpec>, string]>([
  [
    'another workflow',
    { to: tiny('2', { ...after, spec: { id: 'other' } }) },
    'it leads from workflow "tiny" to workflow "other"',
  ],
  ['the same version', { to: tiny('1', after) }, 'it leads from version 1 to itself'],
  [
    'a state the old version lacks',
    { states: { gone: 'examining' } },
    'state "gone" → "examining": version 1 has no state "gone"',
  ],
  [
    'a state the new version lacks',
    { states: { working: 'gone' } },
    'state "working" → "gone": version 2 has no state "gone"',
  ],
  [
    'a state with others below it',
    { states: { group: 'examining' } },
    'state "group" → "examining": one has states below it and the other has none; name the states below',
  ],
  [
    'the end of a case',
    { states: { working: 'ended' } },
    'state "working" → "ended": only one of them is final; a migration neither ends a case nor opens it again',
  ],
  [
    'a deadline the old version lacks',
    { deadlines: { gone: 'reply' } },
    'deadline "gone": version 1 has no such deadline',
  ],
  [
    'a deadline the new version lacks',
    { deadlines: { answer: 'gone' } },
    'deadline "answer": version 2 has no deadline "gone"',
  ],
  [
    'a name that is taken',
    { deadlines: { answer: 'check' } },
    'deadline "answer": "check" is another deadline of version 1; give it a name of its own',
  ],
  [
    'a name for two',
    { deadlines: { answer: 'reply', notice: 'reply' } },
    'deadline "answer": "reply" is named by 2 lines',
  ],
  [
    'an end without a reason',
    { deadlines: { notice: { ended: ' ' } } },
    'deadline "notice": says no reason why it ends',
  ],
  ['an empty reason', { deadlines: { check: { reason: '' } } }, 'deadline "check": gives an empty reason'],
  [
    'a rung the old version lacks',
    { deadlines: { answer: { to: 'reply', rungs: { gone: 'soon' } } } },
    'deadline "answer": version 1 has no rung "gone"',
  ],
  [
    'a rung the new version lacks',
    { deadlines: { answer: { to: 'reply', rungs: { warn: 'gone' } } } },
    'deadline "answer": version 2 has no rung "gone"',
  ],
  [
    'a rung that is taken',
    { deadlines: { answer: { to: 'reply', rungs: { warn: 'due' } } } },
    'deadline "answer": "due" is another rung of version 1; give it a name of its own',
  ],
  [
    'a timer the old version lacks',
    { timers: { 'xstate.after.9.tiny.waiting': 'x' } },
    'timer "xstate.after.9.tiny.waiting": version 1 has no such timer',
  ],
  [
    'a timer the new version lacks',
    { timers: { x: 'xstate.after.9.tiny.waiting' } },
    'timer "x": version 2 has no timer "xstate.after.9.tiny.waiting"',
  ],
  ['a timer that ends for no reason', { timers: { x: { ended: '' } } }, 'timer "x": says no reason why it ends'],
  ['an event the old version lacks', { events: { gone: 'new.event' } }, 'event "gone": version 1 has no such event'],
  ['an event the new version lacks', { events: { 'old.event': 'gone' } }, 'event "gone": version 2 has no such event'],
  [
    'a key nobody can have',
    { children: { police: 'the police' } },
    'sub-case "the police": letters, digits, ".", "_" and "-" only',
  ],
  ['one key for two', { children: { police: 'x', tax: 'x' } }, 'two sub-cases would have one key'],
])('naming %s is an offence', (_what, spec, offence) => {
  expect(offencesOf(spec)).toContain(offence);
});

test('all offences are named at once', () => {
  expect(offencesOf({ states: { gone: 'gone' }, events: { gone: 'gone' } })).toHaveLength(3);
});
