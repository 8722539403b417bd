import type { CaseEnvelope, Instant } from '../../contract/index.js';
import { dossierContextSchema } from '../../dossier/index.js';
import type { Queries } from '../../index.js';
import { standingBreaches } from '../lateness.js';
import { pagesOf } from '../pages.js';

/** The dossiers of a unit, counted. The columns after `received` add up to it. */
export interface DossierTally {
  /** Accepted, so that a result is owed. */
  readonly received: number;
  /** Settled within the statutory limit. */
  readonly onTime: number;
  /** Settled after an end of it had passed, be it that an apology came afterwards. */
  readonly late: number;
  /** Not settled: within the limit, or its clock is stopped. */
  readonly running: number;
  /** Not settled, and the limit has passed. */
  readonly overdue: number;
  /** Withdrawn or stopped: no result is owed any more. */
  readonly ended: number;
  /** Of those received, how many came in online. */
  readonly online: number;
}

const NONE: DossierTally = { received: 0, onTime: 0, late: 0, running: 0, overdue: 0, ended: 0, online: 0 };

type Standing = Exclude<keyof DossierTally, 'received' | 'online'>;

/** Where a dossier stands by its statutory limit. */
function standingOf({ deadlines, status }: CaseEnvelope, at: Instant): Standing {
  const limits = deadlines.filter(({ name }) => name === 'resolution');
  const last = limits.at(-1);
  if (last === undefined) return status === 'done' ? 'ended' : 'running';
  if (last.status === 'met')
    return limits.some(({ entries }) => standingBreaches(entries).length > 0) ? 'late' : 'onTime';
  if (last.status === 'running') return at > last.dueAt ? 'overdue' : 'running';
  return last.status === 'suspended' ? 'running' : 'ended';
}

/** Counts dossiers; those never accepted are left out. */
export function tallyDossiers(envelopes: Iterable<CaseEnvelope>, at: Instant): DossierTally {
  const tally: { -readonly [Column in keyof DossierTally]: number } = { ...NONE };
  for (const envelope of envelopes) {
    const { code, channel } = dossierContextSchema.parse(envelope.machine.context);
    if (code === undefined) continue;
    tally.received += 1;
    tally[standingOf(envelope, at)] += 1;
    if (channel === 'online') tally.online += 1;
  }
  return tally;
}

const addTallies = (one: DossierTally, other: DossierTally): DossierTally =>
  Object.fromEntries(
    Object.keys(NONE).map((column) => {
      const name = column as keyof DossierTally;
      return [name, one[name] + other[name]];
    }),
  ) as unknown as DossierTally;

export interface DossierRequest {
  readonly find: Queries['find'];
  readonly get: Queries['get'];
  readonly tenant: string;
  /** By inspected unit: the units whose dossiers are counted as its own. */
  readonly units: Readonly<Record<string, readonly string[]>>;
  /** Opened at or after ... */
  readonly from: Instant;
  /** ... and before. */
  readonly to: Instant;
  /** The instant at which open ones are judged. */
  readonly at: Instant;
  /** Id of the workflow of the dossiers. Default `dossier`. */
  readonly workflow?: string;
}

const PAGE = 500;

/** Counts the dossiers of each inspected unit, a page at a time: however many there are, one page is held in memory. */
export async function collectDossierTallies(request: DossierRequest): Promise<Readonly<Record<string, DossierTally>>> {
  const tallies: Record<string, DossierTally> = {};
  for (const [inspected, units] of Object.entries(request.units)) {
    let sum = NONE;
    for (const unit of new Set(units)) sum = addTallies(sum, await tallyUnit(request, unit));
    tallies[inspected] = sum;
  }
  return tallies;
}

async function tallyUnit(request: DossierRequest, unit: string): Promise<DossierTally> {
  const { find, get, tenant, from, to, at, workflow = 'dossier' } = request;
  let sum = NONE;
  for await (const page of pagesOf({ find, tenant, workflow, unit, openedFrom: from, openedTo: to, limit: PAGE })) {
    const envelopes = await Promise.all(page.map(({ caseId }) => get({ tenant, caseId })));
    sum = addTallies(sum, tallyDossiers(envelopes, at));
  }
  return sum;
}
