import type { CaseEnvelope, Command, Reply } from '../../contract/case.js';
import { ERASED, type Sealed } from '../../contract/personal.js';
import type { CaseQuery, CommitItem, CommitResult, DeadLetter, OutboxRow, Store } from '../../contract/store.js';
import type { Workflow, WorkflowPlan } from '../../kernel/index.js';
import { findBoth } from './blind-find.js';
import type { BlindIndex } from './blind-index.js';
import { boundedMap } from './bounded-map.js';
import { collectPersonal } from './collect.js';
import {
  decodeCases,
  decodeMessage,
  decodeRecords,
  decodeSummaries,
  journalPlace,
  sealedIn,
} from './decode-records.js';
import { disclosurePlace } from './encode-disclosed.js';
import { encodeItem } from './encode-item.js';
import type { KeyRing } from './key-ring.js';
import { type KnownCase, unopened } from './protected-case.js';
import { PERSON_ERASED, type Protection, type Submission, type SubmissionResult } from './protection.js';
import type { Leaf, OpenedPart, Place, Sealer } from './sealer.js';

export interface ProtectedStoreOptions {
  readonly store: Store;
  readonly workflows: readonly Workflow[];
  readonly sealer: Sealer;
  readonly ring: KeyRing;
  readonly blind: BlindIndex;
}

export interface ProtectedStore extends Protection {
  /** Forgets what was in memory of cases. */
  forget(): void;
}

const KEPT_CASES = 5_000;
const KEPT_MESSAGES = 1_000;
const NOTHING: ReadonlyMap<string, readonly string[]> = new Map();
const NO_PLAN: WorkflowPlan = { input: undefined, context: undefined, events: new Map(), facts: new Map() };

/** A store that encrypts what is personal on the way in and decrypts it on the way out. */
export function protectedStore({ store, workflows, sealer, ring, blind }: ProtectedStoreOptions): ProtectedStore {
  const byVersion = new Map(workflows.map((workflow) => [`${workflow.id}@${workflow.version}`, workflow]));
  const byId = new Map(workflows.map((workflow) => [workflow.id, workflow]));
  const isProtected = (id: string | undefined) =>
    workflows.some((workflow) => (id === undefined || workflow.id === id) && workflow.personal !== undefined);
  const seen = boundedMap<KnownCase>(KEPT_CASES);
  const sent = boundedMap<ReadonlyMap<string, readonly string[]>>(KEPT_MESSAGES);
  const nameOf = (tenant: string, caseId: string) => JSON.stringify([tenant, caseId]);

  const decoded = async (stored: readonly CaseEnvelope[]): Promise<readonly CaseEnvelope[]> => {
    const cases = await decodeCases(sealer, stored);
    for (const { envelope, known } of cases) seen.set(nameOf(envelope.tenant, envelope.caseId), known);
    return cases.map(({ envelope }) => envelope);
  };

  /** The case as it was when the command was decided. Another process may have written it since: then it conflicts. */
  async function knownBefore({ tenant, caseId, expectedRevision }: CommitItem): Promise<KnownCase | undefined> {
    const known = seen.get(nameOf(tenant, caseId));
    if (known?.revision === expectedRevision) return known;
    if (expectedRevision === 0) return undefined;
    const stored = await store.cases.load({ tenant, caseId });
    return stored === undefined ? undefined : (await decodeCases(sealer, [stored]))[0]?.known;
  }

  function workflowOf({ change }: CommitItem, command: Command | undefined, known: KnownCase | undefined) {
    if (change !== undefined) return byVersion.get(`${change.envelope.workflow}@${change.envelope.version}`);
    if (known !== undefined && known.workflow !== '') return byVersion.get(`${known.workflow}@${known.version}`);
    return command?.type === 'open' ? byVersion.get(`${command.workflow}@${command.version}`) : undefined;
  }

  async function encode({ item, command }: Submission): Promise<CommitItem> {
    if (item.change !== undefined && !isProtected(item.change.envelope.workflow)) return item;
    const known = await knownBefore(item);
    // A version that marks nothing takes over what an earlier one has marked.
    const isKept = known !== undefined && known.keys.size + known.erased.length > 0;
    // A note that is about no case may still be made by somebody who acts for himself.
    const isApart = item.change === undefined && command === undefined && known === undefined;
    const kept = isKept || isApart ? NO_PLAN : undefined;
    const plan = workflowOf(item, command, known)?.personal ?? kept;
    if (plan === undefined) return item;
    const inputPlan = (workflow: string) => byId.get(workflow)?.personal?.input;
    const brought = sent.get(nameOf(item.tenant, item.commandId)) ?? NOTHING;
    return encodeItem({ sealer, ring, blind, inputPlan }, { item, command, plan, known, brought });
  }

  const replyPlace = (tenant: string, commandId: string) => (): Place => ({ tenant, kind: 'reply', id: [commandId] });
  async function decodeReply(reply: Reply, tenant: string, commandId: string): Promise<Reply> {
    const [clear] = await decodeRecords(sealer, [reply], replyPlace(tenant, commandId));
    return clear as Reply;
  }
  const decodeResult = async (result: CommitResult, item: CommitItem): Promise<CommitResult> =>
    result.status === 'duplicate'
      ? { status: 'duplicate', reply: await decodeReply(result.reply, item.tenant, item.commandId) }
      : result;

  /** Commits what could be encrypted; an item that could not fails alone. */
  async function commitEach(
    batch: readonly Submission[],
    options?: Parameters<Store['commit']>[1],
  ): Promise<readonly SubmissionResult[]> {
    const encoded = await Promise.allSettled(batch.map(encode));
    const ready = encoded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const written = ready.length === 0 ? [] : await store.commit(ready, options);
    const results = await Promise.all(written.map((result, at) => decodeResult(result, ready[at] as CommitItem)));
    for (const [at, { tenant, commandId }] of ready.entries()) {
      // After a conflict the command is decided, and encrypted, again.
      if (results[at]?.status !== 'conflict') sent.delete(nameOf(tenant, commandId));
    }
    let next = 0;
    return encoded.map((one) => {
      if (one.status === 'rejected') return { status: 'failed', error: one.reason };
      const result = results[next] as CommitResult;
      next += 1;
      return result;
    });
  }

  async function find(query: CaseQuery) {
    const { tenant, subject, text } = query;
    const isBlind = (subject !== undefined || text !== undefined) && isProtected(query.workflow);
    const page = isBlind
      ? await findBoth(store.cases.find, query, {
          ...(subject !== undefined && {
            subject: (await blind.pseudonyms(tenant, [subject])).get(subject) ?? subject,
          }),
          ...(text !== undefined && { text: await blind.query(tenant, text) }),
        })
      : await store.cases.find(query);
    return { ...page, items: await decodeSummaries(sealer, tenant, page.items) };
  }

  /** What went wrong with a delivery may quote the message, or what the destination knows of the persons of the case. */
  async function sealReason(row: OutboxRow, reason: string): Promise<string> {
    if (reason === PERSON_ERASED) return reason;
    const stored = await store.cases.load({ tenant: row.tenant, caseId: row.caseId });
    const parts = [...(sealedIn(row)?.parts ?? []), ...(stored?.sealed?.parts ?? [])];
    const ids = [...new Set(parts.flatMap((part) => part.keys.map(({ id }) => id)))].sort();
    if (ids.length === 0) return reason;
    const keys = await ring.read(
      row.tenant,
      ids.map((id) => ({ id })),
    );
    const living = keys.flatMap((key) => (key === 'destroyed' ? [] : [{ subject: '', key }]));
    const isGone = living.length < keys.length;
    const leaf: Leaf = { pointer: '/reason', value: reason, keys: isGone ? 'erased' : living };
    return `${SEALED_REASON}${JSON.stringify(await sealer.seal({ reason }, reasonPlace(row), [leaf]))}`;
  }

  async function openReason({ row, reason }: DeadLetter): Promise<string> {
    if (!reason.startsWith(SEALED_REASON)) return reason;
    const stored = JSON.parse(reason.slice(SEALED_REASON.length)) as SealedReason;
    const [opened] = await sealer.open([{ ...stored, place: reasonPlace(row) }]);
    return opened?.document.reason ?? ERASED;
  }

  async function openLetter(letter: DeadLetter): Promise<DeadLetter> {
    const [{ row }, reason] = await Promise.all([decodeMessage(sealer, letter.row), openReason(letter)]);
    return { ...letter, row, reason };
  }

  /** What a case is told by another one stays under the keys it has there: it is no new word of the person. */
  async function message(stored: OutboxRow): Promise<OutboxRow> {
    const { row, parts } = await decodeMessage(sealer, stored);
    if (!row.topic.startsWith('motcua.') || parts.length === 0) return row;
    const texts = parts.flatMap(({ keys, values }) =>
      [...(values?.values() ?? [])]
        .filter((value) => typeof value === 'string')
        .map((value) => [value, keys.map(({ id }) => id)] as const),
    );
    sent.set(nameOf(row.tenant, row.id), new Map(texts));
    if (row.topic === 'motcua.case.open') await bindOpening(row, parts);
    return row;
  }

  async function bindOpening(row: OutboxRow, parts: readonly OpenedPart[]): Promise<void> {
    const { input, workflow, caseId } = row.payload as { input?: unknown; workflow?: string; caseId?: string };
    const plan = byId.get(workflow ?? '')?.personal?.input;
    const found = collectPersonal({ plan, document: input, base: '/input', context: undefined });
    const ids = found.flatMap(({ person }) => (person === undefined || person === ERASED ? [] : [person]));
    const subjects = await blind.pseudonyms(row.tenant, ids);
    const keys = found.flatMap(({ pointer, person }): [string, string][] => {
      const key = parts.find(({ values }) => values?.has(pointer))?.keys[0];
      const subject = subjects.get(person ?? '');
      return key === undefined || subject === undefined ? [] : [[subject, key.id]];
    });
    if (caseId !== undefined && keys.length > 0) seen.set(nameOf(row.tenant, caseId), unopened(new Map(keys)));
  }

  const { cases, outbox, seal } = store;
  return {
    forget: seen.clear,
    commit: (batch) => commitEach(batch),
    encode,
    message,
    store: {
      ...store,
      async commit(batch, options) {
        const results = await commitEach(
          batch.map((item) => ({ item })),
          options,
        );
        return results.map((result) => {
          if (result.status === 'failed') throw result.error;
          return result;
        });
      },
      async dispose({ expectedAudit, tombstone, ...item }) {
        const encoded = await encode({ item });
        return store.dispose({ ...encoded, expectedAudit, tombstone });
      },
      cases: {
        async load(request) {
          const stored = await cases.load(request);
          return stored && (await decoded([stored]))[0];
        },
        async reply({ tenant, commandId }) {
          const stored = await cases.reply({ tenant, commandId });
          return stored && decodeReply(stored, tenant, commandId);
        },
        history: async (request) => decodeRecords(sealer, await cases.history(request), journalPlace),
        find,
        async scan(request) {
          const page = await cases.scan(request);
          return { ...page, items: await decoded(page.items) };
        },
        async audit(request) {
          const rows = await cases.audit(request);
          const records = await decodeRecords(
            sealer,
            rows.map(({ record }) => record),
            ({ tenant, caseId, commandId }) => ({ tenant, kind: 'audit', id: [caseId, commandId] }),
          );
          return rows.map((row, at) => ({ ...row, record: records[at] ?? row.record }));
        },
      },
      outbox: {
        ...outbox,
        async settle({ owner, claim, outcome }) {
          if (outcome.status === 'delivered') return outbox.settle({ owner, claim, outcome });
          const reason = await sealReason(claim.row, outcome.reason);
          return outbox.settle({ owner, claim, outcome: { ...outcome, reason } });
        },
        dead: async (request) => Promise.all((await outbox.dead(request)).map(openLetter)),
      },
      seal: {
        ...seal,
        disclosures: async (request) =>
          decodeRecords(sealer, await seal.disclosures(request), (leaf) =>
            disclosurePlace(request.tenant, request.caseId, leaf),
          ),
      },
    },
  };
}

/** What an encrypted reason begins with. */
const SEALED_REASON = 'motcua-sealed:';

interface SealedReason {
  readonly document: { readonly reason: string };
  readonly sealed: Sealed;
}

const reasonPlace = ({ tenant, id, destination }: OutboxRow): Place => ({
  tenant,
  kind: 'reason',
  id: [id, destination],
});
