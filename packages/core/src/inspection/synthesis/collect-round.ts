import type { CaseEnvelope } from '../../contract/index.js';
import type { Queries } from '../../index.js';
import { pagesOf } from '../pages.js';
import { REMEDIATION } from '../remediation/workflow.js';
import { INSPECTION } from '../round/workflow.js';

/** Everything a synthesis is made from: a round and its remedies. */
export interface RoundRecords {
  readonly round: CaseEnvelope;
  readonly remediations: readonly CaseEnvelope[];
}

interface Reading {
  readonly find: Queries['find'];
  readonly get: Queries['get'];
  readonly tenant: string;
}

/** Reads a round and its remedies. Throws MC_CASE_NOT_FOUND for a round that does not exist. */
export async function collectRound(request: Reading & { readonly round: string }): Promise<RoundRecords> {
  const { get, tenant, round } = request;
  const remediations = await collect(request, { workflow: REMEDIATION, parent: round });
  return { round: await get({ tenant, caseId: round }), remediations };
}

/** Reads all rounds of a year with their remedies, those that were called off left out. */
export async function collectYear(request: Reading & { readonly year: number }): Promise<readonly RoundRecords[]> {
  const rounds = await collect(request, { workflow: INSPECTION, category: String(request.year) });
  const records: RoundRecords[] = [];
  for (const round of rounds) {
    if (round.state === 'cancelled') continue;
    const remediations = await collect(request, { workflow: REMEDIATION, parent: round.caseId });
    records.push({ round, remediations });
  }
  return records;
}

async function collect(
  { find, get, tenant }: Reading,
  filter: { readonly workflow: string; readonly parent?: string; readonly category?: string },
): Promise<readonly CaseEnvelope[]> {
  const envelopes: CaseEnvelope[] = [];
  for await (const page of pagesOf({ find, tenant, ...filter, limit: 200 })) {
    envelopes.push(...(await Promise.all(page.map(({ caseId }) => get({ tenant, caseId })))));
  }
  return envelopes;
}
