import type { CaseEnvelope } from '../contract/case.js';
import type { ScanRequest } from '../contract/store.js';
import type { Runtime } from './runtime.js';

export type WantedCases = Pick<ScanRequest, 'tenant' | 'workflow' | 'version'>;

/** Open cases in the order of their keys, page by page, `limits.batch` at a time: what a plan is made of. */
export async function* openCasePages(
  { store, limits }: Pick<Runtime, 'store' | 'limits'>,
  wanted: WantedCases,
): AsyncGenerator<readonly CaseEnvelope[]> {
  let request: ScanRequest | undefined = { ...wanted, status: 'active', limit: limits.batch };
  while (request !== undefined) {
    const { items, next }: Awaited<ReturnType<typeof store.cases.scan>> = await store.cases.scan(request);
    yield items;
    request = next && { ...wanted, status: 'active', after: next, limit: limits.batch };
  }
}
