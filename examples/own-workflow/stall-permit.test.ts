import { specification } from '@motcua/testkit';
import { test } from 'vitest';
import { stallPermit } from './stall-permit.js';

// #region specification
const permit = specification(stallPermit);
const lan = { id: 'lan', roles: ['clerk'] };
const minh = { id: 'minh', roles: ['officer'] };
const received = { open: { applicant: 'Hoa', stall: 'A7' }, actor: lan, at: '2026-03-02T09:00+07:00' };

test('missing papers stop the clock', () => {
  permit
    .given(received, { event: 'papers.request', actor: minh, at: '2026-03-03T10:00+07:00' })
    .when({ event: 'papers.bring', actor: lan, at: '2026-03-05T14:00+07:00' })
    .expect({ state: 'examining', deadlines: { answer: { status: 'running', due: '2026-03-09T17:00:00+07:00' } } });
});
// #endregion

test('an answer in time meets the term', () => {
  permit
    .given(received)
    .when({ event: 'grant', actor: minh, at: '2026-03-04T16:00+07:00' })
    .expect({ status: 'done', facts: ['granted', 'deadline.met'], deadlines: { answer: { status: 'met' } } });
});

test('a clerk grants nothing', () => {
  permit
    .given(received)
    .when({ event: 'grant', actor: lan, at: '2026-03-04T16:00+07:00' })
    .expectRefused('MC_ACCESS_DENIED');
});
