import assert from 'node:assert/strict';
import { ADAPTER_CONTRACT_VERSION, deliveryResultSchema } from '@motcua/core/contract';
import type { Rule } from '../conformance/rule.js';
import { attempt, type Behaviour, type DestinationHarness, ended, keyOf, messageOf, type Outcome } from './harness.js';

type DestinationRule = Rule<DestinationHarness>;

const needs = (...behaviours: readonly Behaviour[]): Pick<DestinationRule, 'whyNot'> => ({
  whyNot: ({ cannot = [] }) => {
    const missing = behaviours.find((behaviour) => cannot.includes(behaviour));
    return missing === undefined ? undefined : `the other side cannot be made to ${missing}`;
  },
});

const isAgain = ({ status }: Outcome): boolean => status === 'retry' || status === 'threw';

const version: DestinationRule = {
  id: 'destination.version',
  name: 'names the version of the contract it keeps',
  async run({ destination }) {
    assert.equal(destination.contractVersion, ADAPTER_CONTRACT_VERSION);
  },
};

const topics: DestinationRule = {
  id: 'destination.topics',
  name: 'says what it wants: types of facts, prefixes ending in .*, or *',
  async run({ destination }) {
    assert.ok(destination.topics.length > 0);
    for (const topic of destination.topics) assert.match(topic, /^(?:\*|[^\s*]+(?:\.\*)?)$/u);
  },
};

const delivers: DestinationRule = {
  id: 'destination.delivers',
  name: 'has the effect of a message, and says that it is delivered',
  async run(harness) {
    const message = messageOf(harness, 1);
    assert.deepEqual(await attempt(harness.destination, message), { status: 'delivered' });
    assert.deepEqual(await harness.effects(), [keyOf(message)]);
  },
};

const apart: DestinationRule = {
  id: 'destination.apart',
  name: 'has the effect of each message, however alike they are',
  async run(harness) {
    const first = messageOf(harness, 1);
    const twin = { ...first, id: `${first.caseId}:2:0`, revision: 2 };
    for (const message of [first, twin])
      assert.deepEqual(await attempt(harness.destination, message), { status: 'delivered' });
    assert.deepEqual(await harness.effects(), [keyOf(first), keyOf(twin)]);
  },
};

const idempotent: DestinationRule = {
  id: 'destination.idempotent',
  name: 'has the effect of a message once, however often it is delivered, and says delivered each time',
  async run(harness) {
    const message = messageOf(harness, 1);
    for (const number of [1, 2, 2, 3]) {
      assert.deepEqual(await attempt(harness.destination, message, { number }), { status: 'delivered' });
    }
    assert.deepEqual(await harness.effects(), [keyOf(message)]);
  },
};

const together: DestinationRule = {
  id: 'destination.idempotent-together',
  name: 'has the effect of a message once when two workers deliver it at the same time',
  async run(harness) {
    const message = messageOf(harness, 1);
    const both = await Promise.all([1, 2].map((number) => attempt(harness.destination, message, { number })));
    assert.ok(
      both.some(({ status }) => status === 'delivered'),
      'one of them is delivered',
    );
    assert.ok(
      both.every((outcome) => outcome.status === 'delivered' || isAgain(outcome)),
      'nobody gives up',
    );
    assert.deepEqual(await harness.effects(), [keyOf(message)]);
  },
};

const lostAnswer: DestinationRule = {
  id: 'destination.lost-answer',
  name: 'has the effect of a message once when the first answer was lost',
  ...needs('lose-answer'),
  async run(harness) {
    const message = messageOf(harness, 1);
    await harness.behave('lose-answer');
    const lost = await attempt(harness.destination, message);
    assert.ok(isAgain(lost), `without an answer it cannot know: ${lost.status}`);
    await harness.behave('accept');
    assert.deepEqual(await attempt(harness.destination, message, { number: 2 }), { status: 'delivered' });
    assert.deepEqual(await harness.effects(), [keyOf(message)]);
  },
};

const restarted: DestinationRule = {
  id: 'destination.idempotent-restarted',
  name: 'has the effect of a message once when another process delivers it again',
  whyNot: ({ restart }) => (restart === undefined ? 'needs a harness with restart()' : undefined),
  async run(harness) {
    const message = messageOf(harness, 1);
    await attempt(harness.destination, message);
    const other = (await harness.restart?.()) ?? assert.fail();
    assert.deepEqual(await attempt(other, message, { number: 2 }), { status: 'delivered' });
    assert.deepEqual(await harness.effects(), [keyOf(message)]);
  },
};

const retry: DestinationRule = {
  id: 'destination.retry',
  name: 'wants to be tried again when the other side cannot take a message now, and delivers it later',
  ...needs('fail'),
  async run(harness) {
    const message = messageOf(harness, 1);
    await harness.behave('fail');
    const failed = await attempt(harness.destination, message);
    assert.ok(isAgain(failed), `a failure that passes is no ${failed.status}`);
    if (failed.status === 'retry') assert.ok(deliveryResultSchema.parse(failed));
    assert.deepEqual(await harness.effects(), []);
    await harness.behave('accept');
    assert.deepEqual(await attempt(harness.destination, message, { number: 2 }), { status: 'delivered' });
    assert.deepEqual(await harness.effects(), [keyOf(message)]);
  },
};

const giveUp: DestinationRule = {
  id: 'destination.give-up',
  name: 'gives up with a reason when the other side will never take a message',
  ...needs('refuse'),
  async run(harness) {
    await harness.behave('refuse');
    const refused = await attempt(harness.destination, messageOf(harness, 1));
    assert.ok(refused.status === 'give-up', `a refusal for good is no ${refused.status}`);
    assert.ok(refused.reason.trim() !== '', 'a person reads the reason');
    assert.deepEqual(await harness.effects(), []);
  },
};

const others: DestinationRule = {
  id: 'destination.give-up-others',
  name: 'delivers the next message after one that was refused',
  ...needs('refuse'),
  async run(harness) {
    await harness.behave('refuse');
    await attempt(harness.destination, messageOf(harness, 1));
    await harness.behave('accept');
    assert.deepEqual(await attempt(harness.destination, messageOf(harness, 2)), { status: 'delivered' });
  },
};

const abort: DestinationRule = {
  id: 'destination.abort',
  name: 'ends when its signal aborts, and does not say delivered',
  ...needs('hang'),
  async run(harness) {
    await harness.behave('hang');
    const stop = new AbortController();
    const delivering = attempt(harness.destination, messageOf(harness, 1), { signal: stop.signal });
    stop.abort();
    const outcome = await ended(delivering);
    assert.ok(outcome !== undefined, 'it goes on, though nobody waits for it any more');
    assert.ok(isAgain(outcome), `an end by the signal is no ${outcome.status}`);
  },
};

const aborted: DestinationRule = {
  id: 'destination.aborted',
  name: 'does nothing when its signal has aborted already',
  async run(harness) {
    const outcome = await attempt(harness.destination, messageOf(harness, 1), { signal: AbortSignal.abort() });
    assert.ok(isAgain(outcome), `an end by the signal is no ${outcome.status}`);
    assert.deepEqual(await harness.effects(), []);
  },
};

const untouched: DestinationRule = {
  id: 'destination.untouched',
  name: 'leaves the message as it was',
  async run(harness) {
    const message = messageOf(harness, 1);
    const before = structuredClone(message);
    await attempt(harness.destination, frozen(message));
    assert.deepEqual(message, before);
    assert.deepEqual(await harness.effects(), [keyOf(message)]);
  },
};

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

/** Everything a destination promises: the contract of `Destination`, rule by rule, each with its proof. */
export const destinationRules: readonly DestinationRule[] = [
  version,
  topics,
  delivers,
  apart,
  idempotent,
  together,
  lostAnswer,
  restarted,
  retry,
  giveUp,
  others,
  abort,
  aborted,
  untouched,
];

const role: DestinationRule = {
  id: 'connector.role',
  name: 'says that it is a connector',
  async run({ destination }) {
    assert.equal((destination as { readonly role?: unknown }).role, 'connector');
  },
};

export const connectorRules: readonly DestinationRule[] = [role, ...destinationRules];
