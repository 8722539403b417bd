import type {
  CaseKey,
  DeadLetter,
  Instant,
  OutboxClaim,
  OutboxClaimRequest,
  OutboxQueue,
  OutboxRow,
} from '../contract/index.js';
import { copyOf, keyOf, type Synchronous } from './memory-state.js';
import { compareParts, createSortedRows, type SortedRows } from './sorted-rows.js';

interface Message {
  readonly row: OutboxRow;
  status: 'pending' | 'dead';
  attempts: number;
  /** Not claimed before this instant. */
  availableAt: Instant;
  lease?: { readonly owner: string; readonly until: Instant } | undefined;
  reason: string;
  diedAt: Instant;
}

type Lane = SortedRows<Message>;

export interface MemoryOutbox extends Synchronous<OutboxQueue> {
  add(rows: readonly OutboxRow[]): void;
  /** How many messages of a case wait. */
  waiting(key: CaseKey): number;
  /** Deletes the delivered and the dead messages of a case, and says how many they were. */
  forget(key: CaseKey): number;
}

export function createMemoryOutbox(): MemoryOutbox {
  /** Those that are pending or dead: nobody asks for a delivered one again, only how many there are. */
  const messages = new Map<string, Message>();
  const delivered = createCounts();
  /** The pending messages of one case to one destination, in order. */
  const lanes = new Map<string, Lane>();

  const messageKey = (row: OutboxRow): string => keyOf(row.tenant, row.id, row.destination);
  const laneKey = (row: OutboxRow): string => keyOf(row.tenant, row.caseId, row.destination);

  function enqueue(message: Message): void {
    const key = laneKey(message.row);
    const lane =
      lanes.get(key) ??
      createSortedRows<Message>((a, b) => compareParts([a.row.revision, a.row.index], [b.row.revision, b.row.index]));
    lane.add(message);
    lanes.set(key, lane);
  }

  function dequeue(message: Message): void {
    const lane = lanes.get(laneKey(message.row));
    lane?.remove(message);
    if (lane?.rows.length === 0) lanes.delete(laneKey(message.row));
  }

  /** The one message of a lane that may be worked on: the claimed one, else the first. */
  function headOf(lane: Lane): Message {
    return lane.rows.find((message) => message.lease !== undefined) ?? (lane.rows[0] as Message);
  }

  function heads(except: readonly string[] = []): readonly Message[] {
    return [...lanes.values()].map(headOf).filter(({ row }) => !except.includes(row.destination));
  }

  function readyAt(message: Message): Instant {
    return message.lease?.until ?? message.availableAt;
  }

  /** The message of a claim, if the owner's lease on it is still the latest one. */
  function held(owner: string, claim: OutboxClaim): Message | undefined {
    const message = messages.get(messageKey(claim.row));
    return message?.lease?.owner === owner && message.attempts === claim.attempt ? message : undefined;
  }

  return {
    add(rows) {
      for (const row of rows) {
        const message: Message = {
          row,
          status: 'pending',
          attempts: 0,
          availableAt: row.createdAt,
          reason: '',
          diedAt: 0,
        };
        messages.set(messageKey(row), message);
        enqueue(message);
      }
    },
    waiting: (key) => [...messages.values()].filter(({ row, status }) => isOf(row, key) && status === 'pending').length,
    forget(key) {
      const dead = [...messages.values()].filter(({ row }) => isOf(row, key));
      for (const { row } of dead) messages.delete(messageKey(row));
      return dead.length + delivered.remove(key);
    },
    claim({ now, leaseUntil, limit, owner, except }: OutboxClaimRequest) {
      const ready = heads(except).filter((message) => readyAt(message) <= now);
      ready.sort((a, b) => compareParts([readyAt(a), messageKey(a.row)], [readyAt(b), messageKey(b.row)]));
      return ready.slice(0, limit).map((message) => {
        message.attempts += 1;
        message.lease = { owner, until: leaseUntil };
        return { row: copyOf(message.row), attempt: message.attempts };
      });
    },
    renew({ owner, claims, leaseUntil }) {
      const mine = claims.flatMap((claim) => held(owner, claim) ?? []);
      for (const message of mine) message.lease = { owner, until: leaseUntil };
      return mine.length;
    },
    settle({ owner, claim, outcome }) {
      const message = held(owner, claim);
      if (message === undefined) return false;
      message.lease = undefined;
      if (outcome.status === 'retry') {
        message.availableAt = outcome.retryAt;
        message.reason = outcome.reason;
        return true;
      }
      dequeue(message);
      if (outcome.status === 'delivered') {
        messages.delete(messageKey(message.row));
        delivered.add(message.row);
        return true;
      }
      message.status = 'dead';
      message.reason = outcome.reason;
      message.diedAt = outcome.at;
      return true;
    },
    release({ owner, claims }) {
      for (const message of claims.flatMap((claim) => held(owner, claim) ?? [])) {
        message.lease = undefined;
        message.attempts -= 1;
      }
    },
    nextAt({ except } = {}) {
      const instants = heads(except).map(readyAt);
      return instants.length === 0 ? undefined : instants.reduce((a, b) => Math.min(a, b));
    },
    dead({ tenant, destination, limit }) {
      const wanted = ({ row, status }: Message): boolean =>
        status === 'dead' && row.tenant === tenant && (destination === undefined || row.destination === destination);
      const letters = [...messages.values()].filter(wanted).sort((a, b) => b.diedAt - a.diedAt);
      return letters
        .slice(0, limit)
        .map(({ row, attempts, reason, diedAt }): DeadLetter => ({ row: copyOf(row), attempts, reason, diedAt }));
    },
    redrive({ tenant, id, destination, at }) {
      const message = messages.get(keyOf(tenant, id, destination));
      if (message?.status !== 'dead') return false;
      message.status = 'pending';
      message.attempts = 0;
      message.availableAt = at;
      enqueue(message);
      return true;
    },
    count({ tenant }) {
      const count = { pending: 0, delivered: delivered.of(tenant), dead: 0 };
      for (const message of messages.values()) if (message.row.tenant === tenant) count[message.status] += 1;
      return count;
    },
  };
}

const isOf = (row: OutboxRow, { tenant, caseId }: CaseKey): boolean => row.tenant === tenant && row.caseId === caseId;

/** How many there are of each case, and of each tenant. */
function createCounts() {
  const ofCase = new Map<string, number>();
  const ofTenant = new Map<string, number>();
  const change = (counts: Map<string, number>, key: string, by: number) => counts.set(key, (counts.get(key) ?? 0) + by);
  return {
    of: (tenant: string): number => ofTenant.get(tenant) ?? 0,
    add({ tenant, caseId }: CaseKey): void {
      change(ofTenant, tenant, 1);
      change(ofCase, keyOf(tenant, caseId), 1);
    },
    remove({ tenant, caseId }: CaseKey): number {
      const count = ofCase.get(keyOf(tenant, caseId)) ?? 0;
      ofCase.delete(keyOf(tenant, caseId));
      change(ofTenant, tenant, -count);
      return count;
    },
  };
}
