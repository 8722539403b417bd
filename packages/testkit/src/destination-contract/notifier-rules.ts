import assert from 'node:assert/strict';
import type { Rule } from '../conformance/rule.js';
import { destinationRules } from './destination-rules.js';
import { attempt, type Behaviour, ended, keyOf, messageOf, type NotifierHarness, type Outcome } from './harness.js';

type NotifierRule = Rule<NotifierHarness>;

const needs = (member: 'poison' | 'nobody' | 'rotate' | 'busyUntil'): Pick<NotifierRule, 'whyNot'> => ({
  whyNot: (harness) => (harness[member] === undefined ? `needs a harness with ${member}()` : undefined),
});

const role: NotifierRule = {
  id: 'notifier.role',
  name: 'says that it is a notifier',
  async run({ destination }) {
    assert.equal((destination as { readonly role?: unknown }).role, 'notifier');
  },
};

const BEHAVIOURS: readonly Behaviour[] = ['accept', 'fail', 'refuse', 'lose-answer', 'hang'];

const discreet: NotifierRule = {
  id: 'notifier.discreet',
  name: 'answers without a name, an address, a word of the message or a secret, whatever the other side does',
  async run(harness) {
    const { destination, cannot = [], unspoken = [] } = harness;
    for (const behaviour of BEHAVIOURS.filter((one) => !cannot.includes(one))) {
      await harness.behave(behaviour);
      const stop = new AbortController();
      const message = messageOf(harness, 1);
      const delivering = attempt(destination, message, { signal: stop.signal });
      if (behaviour === 'hang') stop.abort();
      const outcome = behaviour === 'hang' ? await ended(delivering) : await delivering;
      // That it goes on is for another rule to say.
      const said = outcome === undefined ? '' : textOf(outcome);
      const words = [...unspoken, ...Object.values(message.payload).filter(isWords)];
      const spoken = words.filter((word) => word !== message.topic && said.includes(word));
      assert.deepEqual(spoken, [], `its answer to ${behaviour} ends up in logs and dead letters`);
    }
  },
};

const isWords = (value: unknown): value is string => typeof value === 'string' && value.length > 3;

/** All that a log may show of an outcome. */
function textOf(outcome: Outcome): string {
  if (outcome.status !== 'threw') return JSON.stringify(outcome);
  const { error } = outcome;
  return error instanceof Error ? `${error.name} ${error.message} ${error.stack}` : String(error);
}

const poison: NotifierRule = {
  id: 'notifier.poison',
  name: 'gives up a message it can make no notification of, with a reason, and delivers the next',
  ...needs('poison'),
  async run(harness) {
    const outcome = await attempt(harness.destination, (await harness.poison?.()) ?? assert.fail());
    assert.ok(outcome.status === 'give-up', `what can never be sent is no ${outcome.status}`);
    assert.ok(outcome.reason.trim() !== '', 'a person reads the reason');
    assert.deepEqual(await harness.effects(), []);
    const next = messageOf(harness, 2);
    assert.deepEqual(await attempt(harness.destination, next), { status: 'delivered' });
    assert.deepEqual(await harness.effects(), [keyOf(next)]);
  },
};

const nobody: NotifierRule = {
  id: 'notifier.nobody',
  name: 'is done with a message that nobody is to be told of, and sends nothing',
  ...needs('nobody'),
  async run(harness) {
    const message = (await harness.nobody?.()) ?? assert.fail();
    assert.deepEqual(await attempt(harness.destination, message), { status: 'delivered' });
    assert.deepEqual(await harness.effects(), []);
  },
};

const secrets: NotifierRule = {
  id: 'notifier.secrets',
  name: 'asks for its secret with every delivery, so that one can be changed while it works',
  ...needs('rotate'),
  async run(harness) {
    const [first, second] = [messageOf(harness, 1), messageOf(harness, 2)];
    assert.deepEqual(await attempt(harness.destination, first), { status: 'delivered' });
    await harness.rotate?.();
    assert.deepEqual(await attempt(harness.destination, second), { status: 'delivered' });
    assert.deepEqual(await harness.effects(), [keyOf(first), keyOf(second)]);
  },
};

const when: NotifierRule = {
  id: 'notifier.when',
  name: 'wants to be tried again at the instant the other side names',
  ...needs('busyUntil'),
  async run(harness) {
    const at = (await harness.busyUntil?.()) ?? assert.fail();
    const outcome = await attempt(harness.destination, messageOf(harness, 1));
    assert.ok(outcome.status === 'retry', `a failure that passes is no ${outcome.status}`);
    assert.equal(outcome.at, at);
    assert.deepEqual(await harness.effects(), []);
  },
};

/** Everything a notifier promises beyond what every destination does. */
export const notifierRules: readonly NotifierRule[] = [
  role,
  discreet,
  poison,
  nobody,
  secrets,
  when,
  ...destinationRules,
];
