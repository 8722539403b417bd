import { describe, expect, test } from 'vitest';
import type { CaseEnvelope, JournalEntry, OutboxClaim, Reply, Sealed, SealedPart, Store } from '../../src/index.js';
import { createMemoryKeyStore } from '../../src/memory/index.js';
import { storeWith } from '../office.js';
import { clerk, guardian, startGuardianOffice, TENANT, withCases } from './guardian-office.js';

const ref = { tenant: TENANT, caseId: 'c1' };
const invalid = { code: 'MC_CIPHERTEXT_INVALID' };

/** An office, and a second one over what the first one wrote, with something changed in between. */
async function tampered(change: (store: Store) => Partial<Store['cases']>) {
  const keys = createMemoryKeyStore();
  const office = await startGuardianOffice({ keys });
  await withCases(office);
  await office.engine.stop();
  await office.store.open();
  const store = storeWith(office.store, { cases: { ...office.store.cases, ...change(office.store) } });
  return startGuardianOffice({ keys, store });
}

const flip = (data: string): string => `${data.slice(0, -6)}${data.at(-6) === 'A' ? 'B' : 'A'}${data.slice(-5)}`;

/** The stored record with its encrypted part changed. */
function withParts<Record extends { readonly sealed?: Sealed }>(
  record: Record | undefined,
  change: (parts: readonly SealedPart[]) => unknown,
): Record {
  const { sealed } = record as { readonly sealed: Sealed };
  return { ...record, sealed: { ...sealed, parts: change(sealed.parts) } } as Record;
}

const firstPart = (change: (part: SealedPart) => unknown) => (parts: readonly SealedPart[]) => [
  change(parts[0] as SealedPart),
  ...parts.slice(1),
];

const changes: readonly [string, (envelope: CaseEnvelope, store: Store) => CaseEnvelope | Promise<CaseEnvelope>][] = [
  [
    'a changed byte',
    (envelope) =>
      withParts(
        envelope,
        firstPart((part) => ({ ...part, data: flip(part.data) })),
      ),
  ],
  [
    'a value that was cut off',
    (envelope) =>
      withParts(
        envelope,
        firstPart((part) => ({ ...part, data: '' })),
      ),
  ],
  [
    'text that is no base64',
    (envelope) =>
      withParts(
        envelope,
        firstPart((part) => ({ ...part, data: '?' })),
      ),
  ],
  [
    'the values of two fields swapped',
    (envelope) =>
      withParts(
        envelope,
        firstPart((part) => ({ ...part, paths: [...part.paths].reverse() })),
      ),
  ],
  [
    'the values of two persons swapped',
    (envelope) =>
      withParts(envelope, (parts) =>
        parts.map((part, index) => ({ ...part, data: parts[(index + 1) % parts.length]?.data })),
      ),
  ],
  [
    'the values of another case',
    async (envelope, store) => {
      const other = await store.cases.load({ tenant: TENANT, caseId: 'c2' });
      return { ...envelope, sealed: other?.sealed as Sealed };
    },
  ],
  ['the values of an earlier revision', (envelope) => ({ ...envelope, revision: envelope.revision + 1 })],
  [
    'another version of the key',
    (envelope) =>
      withParts(
        envelope,
        firstPart((part) => ({ ...part, keys: part.keys.map((key) => ({ ...key, version: 1.5 })) })),
      ),
  ],
  ['a place that is not there', (envelope) => ({ ...envelope, machine: { ...envelope.machine, context: {} } })],
  ['a part without its fields', (envelope) => withParts(envelope, () => [{}])],
  ['a part that is no list', (envelope) => withParts(envelope, () => 'parts')],
];

describe('a stored case is refused that has', () => {
  test.each(changes)('%s', async (_what, change) => {
    await using office = await tampered((store) => ({
      load: async (request) => {
        const stored = await store.cases.load(request);
        return stored && change(stored, store);
      },
    }));
    await expect(office.engine.get(ref)).rejects.toMatchObject(invalid);
    await expect(office.send({ type: 'accept' }, clerk)).rejects.toMatchObject(invalid);
  });

  test('nothing of the kind is not refused', async () => {
    await using office = await tampered(() => ({}));
    expect((await office.get()).machine.context).toMatchObject({ guardian });
  });
});

describe('is refused as well', () => {
  test('a journal entry with the values of another one', async () => {
    await using office = await tampered((store) => ({
      history: async (request) => {
        const [opened, ...others] = await store.cases.history(request);
        return [opened as JournalEntry, ...others.map((entry) => ({ ...entry, sealed: opened?.sealed as Sealed }))];
      },
    }));
    await expect(office.engine.history(ref)).rejects.toMatchObject(invalid);
  });

  test('an index with the values of another case', async () => {
    await using office = await tampered((store) => ({
      find: async (query) => {
        const page = await store.cases.find(query);
        const [first, second] = page.items.map(({ index }) => index);
        return {
          ...page,
          items: page.items.map((item) => ({ ...item, index: (item.caseId === 'c1' ? second : first) ?? {} })),
        };
      },
    }));
    const found = office.engine.find({ tenant: TENANT, order: 'openedAt', limit: 10 });
    await expect(found).rejects.toMatchObject(invalid);
  });

  test('a reply with the values of another one', async () => {
    const keys = createMemoryKeyStore();
    await using office = await startGuardianOffice({ keys });
    const send = (commandId: string) =>
      office.engine.send({ ...ref, commandId, actor: clerk, event: { type: 'grant' } });
    await office.open();
    await send('one');
    await send('two');
    const store = storeWith(office.store, {
      cases: {
        ...office.store.cases,
        reply: async ({ tenant }) => (await office.store.cases.reply({ tenant, commandId: 'two' })) as Reply,
      },
      commit: async (batch) =>
        Promise.all(
          batch.map(async ({ tenant }) => {
            return {
              status: 'duplicate',
              reply: (await office.store.cases.reply({ tenant, commandId: 'two' })) as Reply,
            };
          }),
        ),
    });
    await using other = await startGuardianOffice({ keys, store });
    const again = (commandId: string) =>
      other.engine.send({ ...ref, commandId, actor: clerk, event: { type: 'grant' } });
    expect(await again('two')).toMatchObject({ status: 'refused' });
    await expect(again('one')).rejects.toMatchObject(invalid);
  });

  test('a message with the values of another one, and its delivery is given up', async () => {
    const keys = createMemoryKeyStore();
    const office = await startGuardianOffice({ keys });
    await withCases(office);
    await office.send({ type: 'witness.add', witness: guardian }, clerk);
    await office.send({ type: 'visit', finding: 'Nhà mới' });
    await office.send({ type: 'visit', finding: 'Nhà cũ' });
    await office.engine.stop();
    await office.store.open();
    const { outbox } = office.store;
    const renamed = (claim: OutboxClaim, id: string): OutboxClaim => ({ ...claim, row: { ...claim.row, id } });
    const store = storeWith(office.store, {
      outbox: {
        ...outbox,
        claim: async (request) => (await outbox.claim(request)).map((claim) => renamed(claim, `${claim.row.id}0`)),
        settle: ({ claim, ...request }) =>
          outbox.settle({ ...request, claim: renamed(claim, claim.row.id.slice(0, -1)) }),
      },
    });
    await using other = await startGuardianOffice({ keys, store, retry: { maxAttempts: 1 } });
    const given: string[] = [];
    other.engine.on('dead-letter', ({ reason }) => void given.push(reason));
    await other.engine.settle();
    expect(given.join()).toContain('was not encrypted for this place');
    expect(other.notifier.received().filter(({ topic }) => topic === 'visited')).toEqual([]);
  });
});

describe('never guessed at is', () => {
  test('a codec or a serializer this engine does not know', async () => {
    for (const change of [{ codec: 'rot-13/1' }, { codec: 'aes-256-gcm/2' }, { serializer: 'cbor/1' }]) {
      await using office = await tampered((store) => ({
        load: async (request) => {
          const stored = (await store.cases.load(request)) as CaseEnvelope & { readonly sealed: Sealed };
          return { ...stored, sealed: { ...stored.sealed, ...change } };
        },
      }));
      await expect(office.engine.get(ref)).rejects.toMatchObject({ code: 'MC_CODEC_UNKNOWN' });
    }
  });

  test('a key that the key store neither has nor has destroyed', async () => {
    await using office = await startGuardianOffice();
    await office.open();
    await using other = await startGuardianOffice({ store: office.store });
    await expect(other.engine.get(ref)).rejects.toMatchObject({ code: 'MC_KEY_UNKNOWN' });
    await expect(other.send({ type: 'accept' }, clerk)).rejects.toMatchObject({ code: 'MC_KEY_UNKNOWN' });
  });
});
