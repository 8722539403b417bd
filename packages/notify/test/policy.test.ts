import { vietnamCalendar } from '@motcua/calendar-vn';
import { type Channel, isMotcuaError } from '@motcua/core';
import { dossierWorkflow, unitTree } from '@motcua/core/dossier';
import { createMemoryNotificationLog } from '@motcua/core/memory';
import { expect, test } from 'vitest';
import {
  createDirectory,
  createNotifier,
  dossierMessages,
  dossierPolicy,
  dossierValues,
  type Messages,
  notificationPolicySchema,
} from '../src/index.js';

const units = unitTree([]);
const calendar = vietnamCalendar();
const channel = (name: string): Channel => ({ name, send: async () => ({ status: 'delivered' }) });

const create = (policy: unknown, messages: Messages = dossierMessages) =>
  createNotifier({
    policy,
    messages,
    units,
    calendar,
    directory: createDirectory({ officers: [], subjects: async () => [] }),
    channels: [channel('email'), channel('zalo')],
    log: createMemoryNotificationLog(),
    clock: { now: () => 0 },
    cases: () => {
      throw new Error('nobody asks');
    },
    values: dossierValues({ units, calendar }),
    attachments: { letter: async () => undefined },
    facts: Object.keys(dossierWorkflow().spec.schemas.facts ?? {}),
  });

function offencesOf(policy: unknown, messages?: Messages): unknown {
  try {
    create(policy, messages);
  } catch (error) {
    if (isMotcuaError(error, 'MC_NOTIFICATION_POLICY_INVALID')) return error.details['offences'];
    throw error;
  }
  return [];
}

test('the policy and the words we ship are in order, and plain data', () => {
  expect(offencesOf(dossierPolicy)).toEqual([]);
  expect(notificationPolicySchema.parse(JSON.parse(JSON.stringify(dossierPolicy)))).toEqual(dossierPolicy);
  expect(Object.keys(dossierMessages.en)).toEqual(Object.keys(dossierMessages.vi));
});

test('there is a destination for each route, and it listens to what its rules are about', () => {
  const { adapters } = create(dossierPolicy);
  expect(Object.fromEntries(Object.entries(adapters).map(([name, { topics }]) => [name, topics]))).toEqual({
    'dossier.citizens': ['letter.issued', 'delivery.changed'],
    'dossier.officers': ['deadline.reached', 'apology.owed', 'deadline.breached', 'digest.due'],
    'dossier.superiors': ['deadline.reached'],
  });
});

test('all that a policy names and nobody knows is said at once', () => {
  const policy = {
    ...dossierPolicy,
    routes: { officers: { channels: [{ use: 'pigeon' }], hours: { from: '20:00', to: '07:00' } } },
    rules: [
      { on: 'letter.sent', tell: ['applicant'], by: 'citizens', template: 'receipt', attach: ['stamp'] },
      { on: 'apology.owed', tell: ['officer'], by: 'officers', template: 'apology-owed', whileRunning: true },
    ],
    registered: { receipt: { id: '1', parameters: { ngay: 'tomorrow' } } },
  };
  expect(offencesOf(policy)).toMatchInlineSnapshot(`
    [
      "route "officers": channel "pigeon" is unknown; known are email, zalo",
      "route "officers": its hours end before they begin",
      "rule 1 (letter.sent): route "citizens" is unknown; known are officers",
      "rule 1 (letter.sent): attachment "stamp" is unknown; known are letter",
      "rule 1 (letter.sent): the workflow tells no such fact",
      "rule 2 (apology.owed): whileRunning is for facts of a term, deadline.*",
      "registered "receipt": parameter "tomorrow" is unknown; known are person, code, category, unit, officer, dueAt, lateDays, reason, until, lookup, procedure, applicant",
    ]
  `);
});

test('words that are missing, broken or at odds with the other language are named, with the place', () => {
  const { 'stop.text': _, ...english }: Record<string, string> = {
    ...dossierMessages.en,
    'stop.subject': 'Discontinued',
  };
  const vietnamese = {
    ...dossierMessages.vi,
    'overdue.subject': 'QUÁ HẠN: {code',
    'due-soon.text': '{person}: hạn {dueAt, date, short}',
    'receipt.subject': 'Đã tiếp nhận {code} của {nguoi_nop}',
    'still-overdue.subject': 'Quá hạn {dueAt, number}',
  };
  expect(offencesOf(dossierPolicy, { vi: vietnamese, en: english })).toMatchInlineSnapshot(`
    [
      "message "receipt.subject" (vi) has the unknown parameter {nguoi_nop}; known are person, code, category, unit, officer, dueAt, lateDays, reason, until, lookup, procedure, applicant",
      "message "receipt.subject" (en) does not have the parameter {nguoi_nop} of the other language",
      "message "stop.subject" (en) does not have the parameter {code} of the other language",
      "message "stop.text" (en) is missing",
      "message "due-soon.text" (vi) formats {dueAt} in the zone of the machine: write {dueAt}, which is printed already",
      "message "due-soon.text" (vi) does not have the parameter {code} of the other language",
      "message "due-soon.text" (vi) does not have the parameter {procedure} of the other language",
      "message "due-soon.text" (vi) does not have the parameter {applicant} of the other language",
      "message "overdue.subject" (vi) is no ICU message: EXPECT_ARGUMENT_CLOSING_BRACE",
      "message "still-overdue.subject" (vi) counts with {dueAt}, which is a text",
      "message "still-overdue.subject" (en) does not have the parameter {dueAt} of the other language",
      "message "still-overdue.subject" (vi) does not have the parameter {lateDays} of the other language",
      "message "still-overdue.subject" (vi) does not have the parameter {code} of the other language",
    ]
  `);
});

test('short words are asked for where a channel carries no more, and no list is sent there', () => {
  const officers = { channels: [{ use: 'email', words: 'short' }] };
  expect(offencesOf({ ...dossierPolicy, routes: { ...dossierPolicy.routes, officers } })).toEqual([
    'digest "morning": route "officers" has a channel of short words, which no list fits into',
    ...['due-soon', 'apology-owed', 'overdue'].flatMap((template) =>
      ['vi', 'en'].map((language) => `message "${template}.short" (${language}) is missing`),
    ),
  ]);
});

test('a policy that is none is refused field by field', () => {
  expect(offencesOf({ ...dossierPolicy, rules: [{ on: 'Letter', tell: [], by: 'x', template: 'y' }] })).toEqual([
    'rules.0.on: a fact type, or a prefix ending in .* expected',
    'rules.0.tell: Too small: expected array to have >=1 items',
  ]);
});
