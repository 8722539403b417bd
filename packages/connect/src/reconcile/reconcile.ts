import { type Actor, type CaseRef, MotcuaError } from '@motcua/core';
import { openConnection } from '../connection/open.js';
import { type Connection, connectionOf, readConnection } from '../connection/records.js';
import type { FieldDifference } from '../connection/schemas.js';
import { CONNECTION } from '../connection/workflow.js';
import { mustBeAccepted } from '../door.js';
import type { Connector } from '../parts.js';
import type { Reason } from '../reason.js';
import type { Drift } from '../system/schemas.js';
import { standingOf } from './bring-into-step.js';
import { type Difference, differencesOf, TWICE } from './compare.js';
import { type FetchedPage, fetchPage } from './fetch-page.js';
import type { ReconcileSpec } from './reconcile-spec.js';

/** What a comparison found of one record. In step: nothing. */
export interface Finding {
  readonly system: string;
  /**
   * `differs`: the connection is in step by what was delivered, and their record is another: they changed it, lost it, or
   * have it twice. `explained`: it differs because something is still on its way, or is a dead letter. `unknown-there`: a
   * record of no case of ours. `unreadable`: a record that has changed its form.
   */
  readonly kind: 'differs' | 'explained' | 'unknown-there' | 'unreadable';
  readonly caseId?: string;
  readonly label?: string;
  readonly reference?: string;
  readonly differences: readonly Difference[];
  readonly because?: Reason;
  /** When and by whom their record was changed last, if they tell. */
  readonly changed?: { readonly at?: number; readonly by?: string };
  readonly drift?: readonly Drift[];
}

export interface ReconcileRequest {
  readonly tenant: string;
  /** Who compares: stands on the record of every difference. */
  readonly actor: Actor;
  readonly signal?: AbortSignal;
}

/**
 * Compares all of theirs with all of ours, page by page, and gives what differs as it is found. Each difference is noted
 * at its connection, and one that is gone is cleared. Memory holds one page, and the ids of the cases seen.
 */
export async function* reconcile(connector: Connector, request: ReconcileRequest): AsyncGenerator<Finding> {
  const spec = specOf(connector);
  const signal = request.signal ?? new AbortController().signal;
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await pageOf(connector, spec, cursor, signal);
    await connector.records.noteDrift(request.tenant, [...page.drift, ...page.unreadable.flat()]);
    for (const drift of page.unreadable)
      yield { system: connector.definition.system, kind: 'unreadable', differences: [], drift };
    for (const record of page.records) {
      const finding = await compareRecord(connector, spec, request, record, seen);
      if (finding !== undefined) yield finding;
    }
    cursor = page.next;
  } while (cursor !== undefined);
  yield* missingThere(connector, spec, request, seen);
}

function specOf({ definition }: Connector): ReconcileSpec<unknown, unknown> {
  const { reconcile: spec } = definition.spec;
  if (spec !== undefined) return spec;
  throw new MotcuaError('MC_CONNECTOR_INVALID', {
    happened: `Connector "${definition.system}" was asked to compare the two sides`,
    expected: 'a connector that says how, in `reconcile`',
    remedy: 'declare `reconcile`',
    details: { system: definition.system },
  });
}

async function pageOf(
  connector: Connector,
  spec: ReconcileSpec<unknown, unknown>,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<FetchedPage> {
  const page = await fetchPage(connector, spec, spec.list(cursor), signal);
  if ('kind' in page) throw unreadable(connector, page);
  return page;
}

const unreadable = ({ definition: { system } }: Connector, { kind, text }: Reason) =>
  new MotcuaError('MC_CONNECTOR_UNREACHABLE', {
    happened: `The records of "${system}" could not be read: ${text.en}`,
    expected: 'a page of their records',
    remedy: 'compare again when the system is back; what was noted so far stands',
    details: { system, reason: kind },
  });

async function compareRecord(
  connector: Connector,
  spec: ReconcileSpec<unknown, unknown>,
  request: ReconcileRequest,
  record: unknown,
  seen: Set<string>,
): Promise<Finding | undefined> {
  const { system } = connector.definition;
  const reference = spec.reference(record);
  const of = await caseOfRecord(connector, spec, request.tenant, record);
  const changed = spec.changed?.(record);
  const about = { system, reference, ...(changed !== undefined && { changed }) };
  if (of === undefined) return { ...about, kind: 'unknown-there', differences: [] };
  const connection = await readConnection(connector.door(), { tenant: request.tenant, system, of });
  const isSurplus = seen.has(of) || (connection?.reference !== undefined && connection.reference !== reference);
  seen.add(of);
  if (isSurplus) return note(connector, request, { ...about, of, connection, differences: [TWICE] });
  const ours = spec.ours(await connector.definition.spec.load({ tenant: request.tenant, caseId: of }));
  const differences = differencesOf(ours, spec.theirs(record));
  const still = differences.length === 0 ? differences : await secondLook(connector, spec, request, { of, reference });
  return note(connector, request, { ...about, of, connection, differences: still });
}

/** The case may have moved, and its message arrived, since their page was read: only what still differs counts. */
async function secondLook(
  connector: Connector,
  spec: ReconcileSpec<unknown, unknown>,
  { tenant, signal = new AbortController().signal }: ReconcileRequest,
  { of, reference }: { readonly of: string; readonly reference: string | undefined },
): Promise<readonly Difference[]> {
  const standing = await standingOf(connector, spec, { tenant, of, reference, key: 'reconcile', signal });
  // A record that cannot be read is a finding of its own.
  if ('kind' in standing && standing.kind === 'changed') return [];
  if ('kind' in standing) throw unreadable(connector, standing);
  const { ours, record } = standing;
  return differencesOf(ours, record === undefined ? undefined : spec.theirs(record));
}

async function caseOfRecord(
  { door, definition }: Connector,
  spec: ReconcileSpec<unknown, unknown>,
  tenant: string,
  record: unknown,
): Promise<string | undefined> {
  const known = await caseOfReference(door, tenant, definition.system, spec.reference(record));
  if (known !== undefined) return known;
  const code = spec.code?.(record);
  if (code === undefined) return undefined;
  const found = await door().find({ tenant, workflow: spec.workflow, code, order: 'openedAt', limit: 1 });
  return found.items[0]?.caseId;
}

/** Our case of a reference of theirs. */
export async function caseOfReference(
  door: Connector['door'],
  tenant: string,
  system: string,
  reference: string,
): Promise<string | undefined> {
  const found = await door().find({
    tenant,
    workflow: CONNECTION,
    category: system,
    code: reference,
    order: 'openedAt',
    limit: 1,
  });
  const caseId = found.items[0]?.caseId;
  return caseId === undefined ? undefined : connectionOf(await door().get({ tenant, caseId })).of;
}

/** Cases of ours that should have a record there, and have none. */
async function* missingThere(
  connector: Connector,
  spec: ReconcileSpec<unknown, unknown>,
  request: ReconcileRequest,
  seen: ReadonlySet<string>,
): AsyncGenerator<Finding> {
  const { system } = connector.definition;
  const { tenant } = request;
  let cursor: string | undefined;
  do {
    const page = await connector.door().find({
      tenant,
      workflow: spec.workflow,
      order: 'openedAt',
      limit: 100,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { caseId: of } of page.items) {
      if (seen.has(of) || (await isUnexpected(connector, spec, { tenant, caseId: of }))) continue;
      const connection = await readConnection(connector.door(), { tenant, system, of });
      const differences = await secondLook(connector, spec, request, { of, reference: connection?.reference });
      const finding = await note(connector, request, { system, of, connection, differences });
      if (finding !== undefined) yield finding;
    }
    cursor = page.next;
  } while (cursor !== undefined);
}

const isUnexpected = async ({ definition }: Connector, spec: ReconcileSpec<unknown, unknown>, ref: CaseRef) =>
  spec.ours(await definition.spec.load(ref)) === undefined;

interface Compared {
  readonly system: string;
  readonly of: string;
  readonly reference?: string;
  readonly changed?: Finding['changed'] & {};
  readonly connection: Connection | undefined;
  readonly differences: readonly Difference[];
}

/** Puts what differs on record, unless it is explained; and what differs no more. */
async function note(
  connector: Connector,
  { tenant, actor }: ReconcileRequest,
  { of, connection, ...compared }: Compared,
): Promise<Finding | undefined> {
  const door = connector.door();
  const { differences } = compared;
  if (differences.length === 0) {
    if (connection?.state === 'differing') {
      mustBeAccepted(
        await door.send({ tenant, caseId: connection.caseId, actor, event: { type: 'difference.clear' } }),
      );
    }
    return undefined;
  }
  const finding = { ...compared, caseId: of, ...(connection?.label !== undefined && { label: connection.label }) };
  const because = connection?.dead.at(-1)?.reason ?? connection?.waiting?.reason;
  if (because !== undefined) return { ...finding, kind: 'explained', because };
  const known = connection ?? (await openConnection(connector, tenant, of));
  const fields = differences.map(({ field, why }): FieldDifference => ({ field, why }));
  if (JSON.stringify(known.differences) !== JSON.stringify(fields)) {
    const event = { type: 'difference.note', differences: fields };
    mustBeAccepted(await door.send({ tenant, caseId: known.caseId, actor, event }));
  }
  return { ...finding, kind: 'differs' };
}
