import type { Actor } from '../../contract/actor.js';
import type { Command } from '../../contract/case.js';
import { ERASED } from '../../contract/personal.js';
import type { CommitItem, OutboxRow } from '../../contract/store.js';
import { MotcuaError } from '../../error/index.js';
import type { PersonalPlan, WorkflowPlan } from '../../kernel/index.js';
import type { BlindIndex } from './blind-index.js';
import { collectPersonal, type PersonalValue } from './collect.js';
import { commandValues, factValues } from './command-values.js';
import { encodeDisclosed } from './encode-disclosed.js';
import { encodeIndex } from './encode-index.js';

import type { KeyRing } from './key-ring.js';
import { peopleOf } from './people.js';
import type { KnownCase } from './protected-case.js';
import {
  actorLeaves,
  commandLeaves,
  contextLeaves,
  elsewhereLeaves,
  factLeaves,
  messageLeaves,
  payloadLeaves,
  textLeaves,
  withLostPlaces,
} from './record-leaves.js';
import type { Leaf, Sealer } from './sealer.js';

export interface EncodeParts {
  readonly sealer: Sealer;
  readonly ring: KeyRing;
  readonly blind: BlindIndex;
  /** The personal fields of the input of another workflow, for the opening of a sub-case. */
  inputPlan(workflow: string): PersonalPlan | undefined;
}

export interface EncodeRequest {
  readonly item: CommitItem;
  /** What was asked: a refused command is in no journal, but its refusal may quote it. */
  readonly command: Command | undefined;
  readonly plan: WorkflowPlan;
  /** The case as it was read for this decision; absent when there was none. */
  readonly known: KnownCase | undefined;
  /** Personal texts of the case that sent the command, with the ids of their keys. */
  readonly brought: ReadonlyMap<string, readonly string[]>;
}

/** All that a command writes, with everything personal in it encrypted. */
export async function encodeItem(parts: EncodeParts, request: EncodeRequest): Promise<CommitItem> {
  const { item, command = item.change?.journal.command, known, brought } = request;
  const { tenant, caseId, change } = item;
  const main = change?.envelope.index.subject ?? known?.index?.clear.subject;
  const nobody = main ?? `motcua:case:${caseId}`;
  const values = gather(parts, request);
  const ids = idsOf(item, values, nobody, main);
  // A refusal may quote what cannot be traced to anybody.
  if (change === undefined && ids.size === 0 && (known?.keys.size ?? 0) === 0) ids.add(nobody);
  if (item.leaf?.disclosed !== undefined) ids.add(nobody);
  refuseTellingIds(item, ids);
  const people = await peopleOf({
    tenant,
    ids,
    nobody,
    known,
    brought,
    found: values.all,
    ring: parts.ring,
    blind: parts.blind,
  });

  const { sealer } = parts;
  const facts = change === undefined ? [] : factLeaves(people, change.journal, values.facts);
  const actor = (base: string) => actorLeaves(people, base, item.audit.actor);
  const message = (text: string | undefined) => messageLeaves(people, text, known, values.command);
  const [reply, audit, leaf, written] = await Promise.all([
    sealer.seal(item.reply, { tenant, kind: 'reply', id: [item.commandId] }, [
      ...facts,
      ...message(item.reply.status === 'accepted' ? undefined : item.reply.message),
    ]),
    sealer.seal(item.audit, { tenant, kind: 'audit', id: [caseId, item.audit.commandId] }, [
      ...actor('/actor'),
      ...message(item.audit.message),
    ]),
    item.leaf && encodeDisclosed({ sealer, people }, item, item.leaf, () => disclosedPlaces()),
    change === undefined ? undefined : encodeChange(change, command),
  ]);
  return {
    ...item,
    reply: { ...reply.document, ...sealedField(reply) },
    audit: { ...audit.document, ...sealedField(audit) },
    ...(leaf !== undefined && { leaf }),
    ...(written !== undefined && { change: written }),
  };

  /** Whom the places are about that a leaf may commit to. */
  function disclosedPlaces(): readonly Leaf[] {
    return [
      ...(command === undefined ? [] : commandLeaves(people, command, values.command)),
      ...facts,
      ...actor('/actor'),
      ...message(item.audit.message),
      ...(change === undefined ? [] : textLeaves(people, change.journal.ledger, '/ledger')),
    ];
  }

  async function encodeChange(
    { envelope, journal, outbox, ...rest }: NonNullable<CommitItem['change']>,
    commanded: Command | undefined,
  ) {
    const { revision } = envelope;
    const context = contextLeaves(people, envelope, values.context, known);
    const [index, entry, messages] = await Promise.all([
      encodeIndex(parts, { envelope, people, context, known }),
      sealer.seal(journal, { tenant, kind: 'journal', id: [caseId, revision] }, [
        ...facts,
        ...actorLeaves(people, '/command/actor', journal.command.actor),
        ...(commanded === undefined ? [] : commandLeaves(people, commanded, values.command)),
        ...textLeaves(people, journal.ledger, '/ledger'),
      ]),
      encodeMessages(outbox),
    ]);
    const whole = await sealer.seal({ ...envelope, index }, { tenant, kind: 'case', id: [caseId, revision] }, [
      ...withLostPlaces([...context, ...elsewhereLeaves(people, envelope)], envelope, known),
    ]);
    return {
      ...rest,
      envelope: { ...whole.document, ...sealedField(whole) },
      journal: { ...entry.document, ...sealedField(entry) },
      outbox: messages,
    };
  }

  /** A message to several destinations is encrypted once. */
  async function encodeMessages(rows: readonly OutboxRow[]): Promise<readonly OutboxRow[]> {
    const payloads = new Map<string, Promise<OutboxRow['payload']>>();
    const payloadOf = async (row: OutboxRow) => {
      const leaves = payloadLeaves(people, row, values.messages.get(row.id) ?? []);
      const { document, sealed } = await sealer.seal(row.payload, { tenant, kind: 'message', id: [row.id] }, leaves);
      return sealed === undefined ? document : { ...document, $sealed: sealed };
    };
    return Promise.all(
      rows.map(async (row) => {
        const payload = payloads.get(row.id) ?? payloadOf(row);
        payloads.set(row.id, payload);
        return { ...row, payload: await payload };
      }),
    );
  }
}

const sealedField = <Sealed>({ sealed }: { readonly sealed?: Sealed }) => (sealed === undefined ? {} : { sealed });

interface Gathered {
  readonly context: readonly PersonalValue[];
  readonly command: readonly PersonalValue[];
  readonly facts: readonly PersonalValue[];
  /** By message id. */
  readonly messages: ReadonlyMap<string, readonly PersonalValue[]>;
  readonly all: readonly PersonalValue[];
}

/** The personal values the schemas name. */
function gather(parts: EncodeParts, { item, command, plan }: EncodeRequest): Gathered {
  const { change } = item;
  const context = change?.envelope.machine.context;
  const from = (part: PersonalPlan | undefined, document: unknown, base: string) =>
    collectPersonal({ plan: part, document, base, context });

  const commanded = command ?? change?.journal.command;
  const messages = new Map(
    (change?.outbox ?? []).map((row): [string, readonly PersonalValue[]] => {
      if (row.topic !== 'motcua.case.open') return [row.id, from(plan.facts.get(row.topic), row.payload, '')];
      const inner = parts.inputPlan(String(row.payload['workflow']));
      return [row.id, from(inner, row.payload['input'], '/input')];
    }),
  );
  const found = {
    context: from(plan.context, context, '/machine/context'),
    command: commanded === undefined ? [] : commandValues(plan, commanded, context),
    facts: factValues(plan, change?.journal.facts ?? [], context),
    messages,
  };
  return { ...found, all: [...found.context, ...found.command, ...found.facts, ...[...messages.values()].flat()] };
}

/** An officer acts in a unit. A person who acts in none acts for himself, and what is said of him is personal. */
export const actsForHimself = ({ kind, unit }: Actor): boolean => kind === 'person' && unit === undefined;

function idsOf(item: CommitItem, { all }: Gathered, nobody: string, main: string | undefined): Set<string> {
  const ids = new Set(all.map(({ person }) => person ?? nobody));
  if (main !== undefined) ids.add(main);
  if (actsForHimself(item.audit.actor)) ids.add(item.audit.actor.id);
  ids.delete(ERASED);
  return ids;
}

/** Shorter ids may be in another by chance. */
const TELLING_ID = 6;

/** Ids of cases and commands are never encrypted, so they must not name anybody. */
function refuseTellingIds({ tenant, caseId, commandId }: CommitItem, ids: ReadonlySet<string>): void {
  const told = [...ids].find((id) => id.length >= TELLING_ID && (caseId.includes(id) || commandId.includes(id)));
  if (told === undefined) return;
  throw new MotcuaError('MC_COMMAND_INVALID', {
    happened: `A case id or command id of tenant ${tenant} holds the id of a person`,
    expected:
      'ids of cases and commands that name nobody: they are stored as they are, and stay when a person is erased',
    remedy: 'leave the id out to get a fresh one, or choose one that says nothing; nothing was changed',
    details: { tenant },
  });
}
