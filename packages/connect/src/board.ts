import type { Instant, Text } from '@motcua/core';
import { connectionOf } from './connection/records.js';
import type { FieldDifference } from './connection/schemas.js';
import { CONNECTION, connectionId } from './connection/workflow.js';
import { caseAt, type Door } from './door.js';
import type { Connector } from './parts.js';
import { type Reason, reason } from './reason.js';
import type { SeenDrift, TurnedDown } from './system/schemas.js';

/**
 * `in-step`: they have what we have. `behind`: not yet, since. `failed`: not any more without a person, because.
 * `differs`: their record was changed, is missing, or is there twice. `repairing`: somebody ordered a repair.
 */
export type Standing = 'in-step' | 'behind' | 'failed' | 'differs' | 'repairing';

/** How one case stands in one system. */
export interface BoardRow {
  readonly system: string;
  readonly title: Text;
  readonly caseId: string;
  /** What people call the case. */
  readonly label: string;
  readonly standing: Standing;
  /** Their id of the case. */
  readonly reference?: string;
  /** Since when it is not in step. */
  readonly since?: Instant;
  readonly because?: Reason;
  readonly differences?: readonly FieldDifference[];
  /** It should be in step by then. */
  readonly dueAt?: Instant;
  readonly overdue: boolean;
}

export interface BoardRequest {
  readonly tenant: string;
  readonly system?: string | undefined;
  readonly standing?: Standing | undefined;
  /** 1 to 100; default 50. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

export interface BoardPage {
  readonly rows: readonly BoardRow[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** How a system as a whole stands. */
export interface SystemRow {
  readonly system: string;
  readonly title: Text;
  /** It is left in peace until `until`, then tried again. */
  readonly down?: { readonly since: Instant; readonly until: Instant; readonly because: Reason };
  readonly drift: readonly SeenDrift[];
  readonly turnedDown: readonly TurnedDown[];
}

/** One list for a clerk, instead of one program for each system. */
export interface Board {
  /** Those that should have been in step longest ago come first, those in step last. */
  rows(request: BoardRequest): Promise<BoardPage>;
  /** How one case stands everywhere: a row a system that has heard of it. */
  case(request: { readonly tenant: string; readonly caseId: string }): Promise<readonly BoardRow[]>;
  systems(request: { readonly tenant: string }): Promise<readonly SystemRow[]>;
}

const STATES: Readonly<Record<Standing, string>> = {
  'in-step': 'inStep',
  behind: 'behind',
  failed: 'failed',
  differs: 'differing',
  repairing: 'repairing',
};
const standingOf = (state: string): Standing =>
  (Object.keys(STATES) as Standing[]).find((standing) => STATES[standing] === state) ?? 'behind';

export function createBoard(door: () => Door, connectors: ReadonlyMap<string, Connector>): Board {
  const row = async (tenant: string, caseId: string, gone: DeadOf): Promise<BoardRow | undefined> => {
    const envelope = await caseAt(door(), tenant, caseId);
    if (envelope === undefined) return undefined;
    const { system, of, label, reference, waiting, dead, differences, order, overdue, state } = connectionOf(envelope);
    // The engine gives up too, after its own number of attempts; nobody has told the connection then.
    const engineGaveUp = waiting !== undefined && (await gone(system)).get(waiting.message);
    const standing = engineGaveUp ? 'failed' : standingOf(state);
    const because = dead.at(-1)?.reason ?? (engineGaveUp || undefined) ?? waiting?.reason;
    const since =
      dead[0]?.at ?? waiting?.since ?? (standing === 'in-step' ? undefined : (order?.at ?? envelope.writtenAt));
    const { deadline } = envelope;
    return {
      system,
      title: connectors.get(system)?.definition.spec.title ?? { vi: system, en: system },
      caseId: of,
      label: label ?? of,
      standing,
      overdue,
      ...(reference !== undefined && { reference }),
      ...(standing !== 'in-step' && since !== undefined && { since }),
      ...(standing !== 'in-step' && because !== undefined && { because }),
      ...(differences.length > 0 && { differences }),
      ...(standing !== 'in-step' && deadline?.status === 'running' && { dueAt: deadline.dueAt }),
    };
  };
  return {
    async rows({ tenant, system, standing, limit = 50, cursor }) {
      const page = await door().find({
        tenant,
        workflow: CONNECTION,
        order: 'dueAt',
        limit,
        ...(system !== undefined && { category: system }),
        ...(standing !== undefined && { state: STATES[standing] }),
        ...(cursor !== undefined && { cursor }),
      });
      const gone = deadLetters(door(), tenant);
      const rows = await Promise.all(page.items.map(({ caseId }) => row(tenant, caseId, gone)));
      return {
        rows: rows.filter((each) => each !== undefined),
        ...(page.next !== undefined && { next: page.next }),
      };
    },
    async case({ tenant, caseId }) {
      const gone = deadLetters(door(), tenant);
      const rows = await Promise.all(
        [...connectors.keys()].map((system) => row(tenant, connectionId(system, caseId), gone)),
      );
      return rows.filter((each) => each !== undefined);
    },
    systems: ({ tenant }) =>
      Promise.all(
        [...connectors.values()].map(async ({ definition, records }) => {
          const { down, drift, turnedDown } = await records.read(tenant);
          return {
            system: definition.system,
            title: definition.spec.title,
            drift: drift.filter(({ settled }) => settled === undefined),
            turnedDown,
            ...(down !== undefined && { down: { since: down.since, until: down.until, because: down.reason } }),
          };
        }),
      ),
  };
}

type DeadOf = (system: string) => Promise<ReadonlyMap<string, Reason>>;

/** The dead letters of each system, read once, by message. */
function deadLetters(door: Door, tenant: string): DeadOf {
  const read = new Map<string, Promise<ReadonlyMap<string, Reason>>>();
  return (destination) => {
    const known =
      read.get(destination) ??
      door
        .deadLetters({ tenant, destination, limit: 1_000 })
        .then((letters) => new Map(letters.map((letter) => [letter.row.id, gaveUp(letter.attempts)])));
    read.set(destination, known);
    return known;
  };
}

const gaveUp = (attempts: number): Reason =>
  reason('failing', `đã thử ${attempts} lần không thành công`, `it was tried ${attempts} times in vain`);
