import type { Store } from '@motcua/core/contract';
import { createMemoryStore } from '@motcua/core/memory';
import { describe, expect, test } from 'vitest';
import { type CreateStoreHarness, proveStoreRule, type StoreHarness } from './rule.js';
import { storeRules } from './store-rules.js';
import * as commits from './wrong-commits.js';
import * as disposals from './wrong-disposals.js';
import * as queues from './wrong-queues.js';
import * as reads from './wrong-reads.js';
import * as seals from './wrong-seals.js';
import * as storages from './wrong-storages.js';
import { claimingTwice, losingReplies, scanningByCount, swallowingOutages, tearingCommits } from './wrong-stores.js';

const over =
  (spoil: (store: Store) => Store): CreateStoreHarness =>
  async (): Promise<StoreHarness> => {
    const store = createMemoryStore();
    await store.open();
    return { store: spoil(store), close: () => store.close() };
  };

/** Of some rules those that a store breaks. */
async function brokenOf(ids: readonly string[], create: CreateStoreHarness): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const rule of storeRules.filter(({ id }) => ids.includes(id))) {
    if ((await proveStoreRule(rule, create)).status === 'broken') broken.push(rule.id);
  }
  return broken;
}

const allIds = storeRules.map(({ id }) => id);

type Wrong = readonly [what: string, spoil: (store: Store) => Store, rules: readonly string[]];

const wrong: readonly Wrong[] = [
  ['gives one row to two workers', claimingTwice, ['timers.exclusive', 'timers.one-per-case', 'outbox.exclusive']],
  ['forgets its replies', losingReplies, ['commit.duplicate', 'commit.duplicate-before-conflict']],
  ['writes an item in two parts', tearingCommits, ['commit.atomic', 'commit.atomic-later']],
  ['scans by counting', scanningByCount, ['scan.resume', 'scan.stable']],
  ['keeps no outage', swallowingOutages, ['liveness.outage', 'liveness.told-once', 'liveness.window']],

  ['answers out of order', commits.answeringOutOfOrder, ['commit.neighbours', 'commit.order']],
  ['lets one conflict fail the rest of its batch', commits.sharingFate, ['commit.neighbours']],
  ['compares revisions before it looks up the command', commits.comparingFirst, ['commit.duplicate-before-conflict']],
  ['lets the last writer win', commits.overwriting, ['commit.conflict']],
  ['forgets what it refused', commits.forgettingRefusals, ['commit.refused', 'commit.refused-opening']],
  ['writes a refusal that was decided on an older revision', commits.refusingLate, ['commit.refused-late']],
  ['uses up a command id by a conflict', commits.burningIds, ['commit.conflict-forgets']],
  ['indexes a case once', commits.indexingOnce, ['find.current', 'text.changed']],
  ['takes no timers for no timers any more', commits.droppingTimers, ['timers.replaced']],
  ['settles a firing by a conflict', commits.settlingConflicts, ['timers.conflict']],
  ['keeps a firing that was refused', commits.keepingRefusedFirings, ['timers.settled-refused']],
  ['gives a number of a series twice', commits.repeatingNumbers, ['read.series', 'read.series-race']],

  ['claims a row after its instant only', queues.claimingLate, ['timers.due']],
  ['ends a lease early', queues.endingLeasesEarly, ['timers.expiry']],
  ['claims the newest first', queues.claimingBackwards, ['timers.due']],
  ['claims more than asked', queues.claimingAll, ['timers.limit', 'timers.expiry-oldest']],
  ['says that leases were extended', queues.renewingNothing, ['timers.renew']],
  ['releases the claims of others', queues.releasingForOthers, ['timers.release']],
  ['forgets leases in its next instant', queues.forgettingLeases, ['timers.next', 'timers.unchanged']],
  ['names no next instant', queues.namingNoInstant, ['timers.next', 'outbox.next', 'outbox.retry']],
  ['claims two rows of one case', queues.claimingRowByRow, ['timers.one-per-case']],
  ['settles after a lost lease', queues.settlingForOthers, ['outbox.lease-lost', 'outbox.attempt-lost']],
  ['breaks the order of messages', queues.ignoringOrder, ['outbox.order', 'outbox.later', 'outbox.retry']],
  ['lets a dead letter hold up the others', queues.neverBurying, ['outbox.dead', 'outbox.delivered']],
  ['gives a failed message out at once', queues.retryingAtOnce, ['outbox.retry', 'outbox.next']],
  ['does not count attempts', queues.losingCount, ['outbox.expiry', 'outbox.retry']],
  ['claims for destinations it should leave alone', queues.claimingExcepted, ['outbox.except']],
  ['keeps a message that was given back', queues.keepingReleased, ['outbox.release']],
  ['counts a message that was given back as failed', queues.failingReleased, ['outbox.release']],
  ['settles messages alike', queues.settlingAlike, ['outbox.together']],
  ['lets a redriven letter overtake', queues.overtaking, ['outbox.redrive-behind']],
  ['puts a redriven letter last', queues.queueingLast, ['outbox.redrive']],

  ['loads the case of another tenant', reads.loadingAcrossTenants, ['tenant.reads']],
  ['finds the cases of another tenant', reads.findingAcrossTenants, ['tenant.finds']],
  ['shows the audit of another tenant', reads.auditingAcrossTenants, ['tenant.reads']],
  ['gives out the same object twice', reads.sharingObjects, ['commit.copies']],
  ['skips a case at a cursor', reads.skippingAtCursors, ['page.complete', 'page.stable']],
  ['pages by counting', reads.pagingByCount, ['page.stable', 'page.cursor']],
  ['takes a cursor of another order for the end', reads.swallowingCursors, ['page.cursor']],
  ['promises a page after the last', reads.promisingMore, ['page.last']],
  ['finds a word in the middle of a word', reads.searchingInside, ['text.prefix']],
  ['finds a name only as it was typed', reads.searchingExactly, ['text.folding']],
  ['is content with one of the words', reads.searchingAnyWord, ['text.all-words']],
  ['takes a state for the beginning of a text', reads.matchingStatesAsText, ['find.state']],
  ['colours a case late at its due instant', reads.colouringEarly, ['find.colour']],
  ['reads the journal backwards', reads.readingBackwards, ['read.history']],
  ['reads the journal from the beginning again', reads.readingAgain, ['read.history']],

  ['chains nothing', seals.chainingNothing, ['leaf.chain', 'leaf.batch', 'leaf.race']],
  ['records nothing that was refused', seals.recordingChangesOnly, ['leaf.chain', 'leaf.caseless', 'leaf.race']],
  ['records what met a conflict', seals.recordingFirst, ['leaf.uncommitted']],
  ['records one leaf a batch', seals.recordingApart, ['leaf.batch', 'leaf.atomic']],
  ['seals a leaf again', seals.sealingAgain, ['seal.order']],
  ['says that it appended', seals.confirmingAnything, ['seal.once', 'seal.race']],
  ['shares the lease of the sequencer', seals.sharingTheLease, ['seal.lease']],

  [
    'disposes of nothing',
    disposals.disposingOfNothing,
    ['disposal.whole', 'disposal.kept', 'disposal.conflict', 'disposal.ended', 'disposal.race'],
  ],
  ['disposes of what is held meanwhile', disposals.disposingBlindly, ['disposal.conflict']],
  ['forgets what it disposed of', disposals.buryingWithoutStone, ['disposal.whole']],
];

describe('the store contract catches a store that', () => {
  test.each(wrong)('%s', async (_what, spoil, rules) => {
    expect(await brokenOf(rules, over(spoil))).toEqual(allIds.filter((id) => rules.includes(id)));
  });

  test.each<[string, CreateStoreHarness, readonly string[]]>([
    ['says durable and loses all in a crash', storages.losingAll, ['durable.crash']],
    ['says shared and shares nothing', storages.sharingNothing, ['shared.reads', 'shared.series']],
    [
      'says that it joins transactions and does not',
      storages.joiningNothing,
      ['transaction.rollback', 'transaction.refused'],
    ],
    ['says less than it can', storages.hidingDurability, ['lifecycle.declared']],
    ['says more than it can', storages.claimingDurability, ['lifecycle.declared', 'durable.crash']],
    ['may change its capabilities', storages.changingItsMind, ['lifecycle.capabilities']],
    ['is killed between the two parts of a commit', storages.writingInTwo, ['fault.commit']],
  ])('%s', async (_what, create, rules) => {
    expect(await brokenOf(rules, create)).toEqual(allIds.filter((id) => rules.includes(id)));
  });
});

describe('the store contract catches nothing', () => {
  test('in a store that is right', async () => {
    expect(
      await brokenOf(
        allIds,
        over((store) => store),
      ),
    ).toEqual([]);
  });

  test('in a store that is killed between its commits', async () => {
    expect(await brokenOf(['fault.commit'], storages.writingWhole)).toEqual([]);
  });

  test('by two rules with one name', () => {
    expect(allIds).toEqual([...new Set(allIds)]);
  });
});
