import type { CaseEnvelope } from '../contract/case.js';
import type { ScanPage, ScanRequest } from '../contract/store.js';
import type { Runtime } from './runtime.js';

export type WantedCases = Pick<ScanRequest, 'tenant' | 'workflow' | 'version'>;

/** Cases in the order of their keys, page by page. */
export async function* casePages(
  { cases }: Runtime['store'],
  wanted: Omit<ScanRequest, 'after'>,
): AsyncGenerator<readonly CaseEnvelope[]> {
  let request: ScanRequest | undefined = wanted;
  while (request !== undefined) {
    const { items, next }: ScanPage = await cases.scan(request);
    yield items;
    request = next && { ...wanted, after: next };
  }
}

/** Open cases, `limits.batch` at a time: what a plan is made of. */
export const openCasePages = ({ store, limits }: Pick<Runtime, 'store' | 'limits'>, wanted: WantedCases) =>
  casePages(store, { ...wanted, status: 'active', limit: limits.batch });
