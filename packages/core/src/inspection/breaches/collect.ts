import type { CaseEnvelope, DeadlineLedger, Instant } from '../../contract/index.js';
import type { Queries } from '../../index.js';
import { standingBreaches } from '../lateness.js';
import { pagesOf } from '../pages.js';

/** One end that passed without an answer. */
export interface Breach {
  readonly caseId: string;
  /** Who had the case then. */
  readonly unit: string;
  /** Name of the deadline. */
  readonly step: string;
  /** The end that passed. */
  readonly at: Instant;
}

const COUNTED = new Set<DeadlineLedger['owner']>(['authority', 'step']);

/** The unit that had a case at an instant; the present one when nobody is on record. */
function unitAt({ custody, index }: CaseEnvelope, at: Instant): string | undefined {
  const holder = custody.findLast(({ from }) => from <= at)?.holder;
  return holder?.kind === 'unit' ? holder.id : index.unit;
}

/**
 * The breaches of a case that stand: an act in time that was recorded late has overruled its breach. Terms of citizens
 * and of other agencies are not laid to the unit.
 */
export function breachesOf(envelope: CaseEnvelope): readonly Breach[] {
  return envelope.deadlines
    .filter(({ owner }) => COUNTED.has(owner))
    .flatMap(({ name, entries }) =>
      standingBreaches(entries).flatMap((at): Breach[] => {
        const unit = unitAt(envelope, at);
        return unit === undefined ? [] : [{ caseId: envelope.caseId, unit, step: name, at }];
      }),
    );
}

export interface CollectRequest {
  readonly find: Queries['find'];
  readonly get: Queries['get'];
  readonly tenant: string;
  /** Id of the workflow of the dossiers. Default `dossier`. */
  readonly workflow?: string;
  /** Ends from here ... */
  readonly from: Instant;
  /** ... up to but not at this. */
  readonly to: Instant;
}

/** Reads the breaches of all cases whose ends lie in a period: give it whole months for a rule per month. */
export async function collectBreaches(request: CollectRequest): Promise<readonly Breach[]> {
  const { find, get, tenant, workflow = 'dossier', from, to } = request;
  const breaches: Breach[] = [];
  for await (const page of pagesOf({ find, tenant, workflow, openedTo: to, limit: 1000 })) {
    for (const { caseId } of page) {
      const found = breachesOf(await get({ tenant, caseId }));
      breaches.push(...found.filter(({ at }) => from <= at && at < to));
    }
  }
  return breaches;
}
