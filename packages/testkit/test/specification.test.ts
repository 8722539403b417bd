import { parseInstant } from '@motcua/core';
import { expect, test } from 'vitest';
import { specification } from '../src/index.js';
import { clerk, head, officer, permit } from './permit.js';

const spec = specification(permit);
const received = { open: { applicant: 'Hoa' }, actor: clerk, at: '2026-03-02T09:00+07:00' };

test('given nothing, when a case is opened, expect its first state and its term', () => {
  spec.when(received).expect({
    state: 'examining',
    status: 'active',
    tags: ['answering'],
    context: { applicant: 'Hoa' },
    facts: ['deadline.started'],
    deadlines: { answer: { status: 'running', colour: 'on-time', due: '2026-03-09T17:00:00+07:00', breached: false } },
  });
});

test('given a case, when time passes, expect every rung at its instant', () => {
  spec
    .given(received)
    .when({ passing: true, at: '2026-03-09T17:00+07:00' })
    .expect({
      context: { reminders: 1 },
      facts: [
        { type: 'deadline.reached', rung: 'warn' },
        { type: 'deadline.breached', lagMs: 0 },
        { type: 'reminded', times: 1 },
      ],
    });
});

test('rungs that came due before an act have fired, and their facts are not facts of the act', () => {
  const { facts } = spec
    .given(received)
    .when({ event: 'grant', actor: officer, at: '2026-03-10T09:00+07:00' })
    .expect({ state: 'granted', facts: ['granted', 'deadline.met'], deadlines: { answer: { breached: true } } });
  expect(facts).toHaveLength(2);
});

test('a refusal names its code, and what is allowed', () => {
  spec
    .given(received)
    .when({ event: 'papers.bring', actor: clerk, at: '2026-03-03T09:00+07:00' })
    .expectRefused('MC_EVENT_NOT_ALLOWED', { allowed: ['withdraw'] })
    .expectNothing();
});

test('acts recorded late, extensions and waivers can be given', () => {
  const grounds = { reason: 'a flood', legalBasis: 'art. 7' };
  spec
    .given(received, {
      extend: 'answer',
      budget: { amount: 1, unit: 'workingDay' },
      ...grounds,
      actor: head,
      at: '2026-03-04T09:00+07:00',
    })
    .when({ event: 'grant', actor: officer, occurredAt: '2026-03-10T16:00+07:00', at: '2026-03-11T08:00+07:00' })
    .expect({ deadlines: { answer: { status: 'met', breached: false, due: '2026-03-10T17:00:00+07:00' } } });
  spec
    .given(received)
    .when({ waive: 'answer', ...grounds, actor: head, at: '2026-03-04T09:00+07:00' })
    .expect({ deadlines: { answer: { status: 'waived' } } });
});

test('a past is never changed by what is tried on it', () => {
  const given = spec.given(received);
  given.when({ event: 'grant', actor: officer, at: '2026-03-03T09:00+07:00' }).expect({ state: 'granted' });
  given.when({ event: 'withdraw', actor: clerk, at: '2026-03-03T09:00+07:00' }).expect({ state: 'withdrawn' });
});

test('a difference is shown line by line, under the story that led to it', () => {
  const outcome = spec
    .given(received, { event: 'papers.request', actor: officer, at: '2026-03-03T10:00+07:00' })
    .when({ event: 'papers.bring', actor: clerk, at: '2026-03-05T14:00+07:00' });
  const differs = () =>
    outcome.expect({ state: 'granted', deadlines: { answer: { due: '2026-03-09T17:00:00+07:00' } } });
  expect(differs).toThrow(
    [
      'Workflow permit@1 does something else than specified.',
      'given  open by lan at 2026-03-02T09:00:00+07:00: examining',
      'and    papers.request by minh at 2026-03-03T10:00:00+07:00: waiting',
      'when   papers.bring by lan at 2026-03-05T14:00:00+07:00',
      'then   (- expected, + found)',
      '         {',
      '           "deadlines": {',
      '             "answer": {',
      '       -       "due": "2026-03-09T17:00:00+07:00"',
      '       +       "due": "2026-03-11T17:00:00+07:00"',
      '             }',
      '           },',
      '           "reply": "accepted",',
      '       -   "state": "granted"',
      '       +   "state": "examining"',
      '         }',
    ].join('\n'),
  );
});

test('a refusal where an outcome was expected shows the refusal, and the other way round', () => {
  const refused = spec.given(received).when({ event: 'grant', actor: clerk, at: '2026-03-03T09:00+07:00' });
  expect(() => refused.expect({ state: 'granted' })).toThrow(/\+ {3}"reply": "refused MC_ACCESS_DENIED/u);
  expect(() => refused.expectRefused('MC_CASE_CLOSED')).toThrow(/\+ {3}"code": "MC_ACCESS_DENIED"/u);
  const taken = spec.given(received).when({ event: 'grant', actor: officer, at: '2026-03-03T09:00+07:00' });
  expect(() => taken.expectRefused('MC_ACCESS_DENIED')).toThrow(/\+ {3}"reply": "accepted"/u);
  expect(() => taken.expectNothing()).toThrow(/\+ .*"type": "granted"/u);
});

test('a past that could not happen is an error that tells how far it came', () => {
  const impossible = () => spec.given(received, { event: 'papers.bring', actor: clerk, at: '2026-03-03T09:00+07:00' });
  expect(impossible).toThrow(/given {2}open by lan.*\nand {4}papers\.bring by lan.*refused MC_EVENT_NOT_ALLOWED/u);
});

test('events with a payload are given as objects', () => {
  const until = parseInstant('2026-03-12T17:00+07:00');
  spec
    .given(received)
    .when({ event: { type: 'apologise', until }, actor: officer, at: '2026-03-04T09:00+07:00' })
    .expect({ facts: [{ type: 'deadline.extended', reason: 'late' }], deadlines: { answer: { dueAt: until } } });
});
