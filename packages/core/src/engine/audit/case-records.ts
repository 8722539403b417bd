import type { CaseReader } from '../../contract/store.js';
import type { CaseRef } from '../queries.js';
import type { Runtime } from '../runtime.js';

const PAGE = 1_000;

type SequencedRecord = Awaited<ReturnType<CaseReader['audit']>>[number];

/** The audit records of a case, oldest first. */
export async function* caseRecords(
  { store }: Pick<Runtime, 'store'>,
  { tenant, caseId }: CaseRef,
): AsyncGenerator<SequencedRecord> {
  for (let after = 0; ; ) {
    const page = await store.cases.audit({ tenant, caseId, after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.sequence;
  }
}
