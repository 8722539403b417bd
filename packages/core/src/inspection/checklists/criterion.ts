import type { Text } from '../../contract/index.js';
import type { Criterion } from '../checklist.js';

/** A criterion of a ready checklist: what it does not say is `degree`, always applicable, a minor nonconformity. */
export const criterion = (
  id: string,
  section: string,
  text: Text,
  rest: Pick<Criterion, 'weight' | 'source' | 'confidence'> & {
    readonly evidence: readonly Text[];
  } & Partial<Pick<Criterion, 'scale' | 'legalBasis' | 'clause' | 'mayNotApply' | 'severity'>>,
): Criterion => ({ id, section, text, scale: 'degree', mayNotApply: false, severity: 'minor', ...rest });
