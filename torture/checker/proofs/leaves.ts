import { createHash } from 'node:crypto';
import { groupBy, keyOf, type Proof, type Subject } from '../proof.ts';
import type { LeafRow } from '../rows.ts';

/** What a leaf says, as far as it is compared. */
interface LeafContent {
  readonly body: { readonly id: string; readonly outcome: string; readonly revision: number };
  readonly casePrev: string;
  readonly caseSeq: number;
}

export const leaves: Proof = {
  name: 'leaves',
  promise:
    'every command on record has exactly one leaf of the audit log, and the leaves of a case are one unbroken chain',
  looked: ({ rows }) => `${rows.leaves.length} leaves`,
  findings: ({ rows }: Subject) => {
    const said = rows.leaves.map(({ tenant, caseId, leaf }) => {
      const { id, outcome, revision } = (JSON.parse(leaf) as LeafContent).body;
      return keyOf(tenant, caseId, id, outcome, revision);
    });
    const recorded = rows.audit.map(({ tenant, caseId, commandId, outcome, revision }) =>
      keyOf(tenant, caseId, commandId, outcome, revision),
    );
    return [
      ...missingIn(said, recorded).map((record) => `record ${record} has no leaf`),
      ...missingIn(recorded, said).map((leaf) => `leaf ${leaf} is of no record`),
      ...[...groupBy(rows.leaves, ({ tenant, caseId }) => keyOf(tenant, caseId))].flatMap(([name, chain]) =>
        breaksIn(chain).map((problem) => `the chain of case ${name} ${problem}`),
      ),
    ];
  },
};

/** What is wanted more often than it is there. */
function missingIn(there: readonly string[], wanted: readonly string[]): readonly string[] {
  const left = groupBy(there, (item) => item);
  return wanted.filter((item) => left.get(item)?.pop() === undefined);
}

function breaksIn(chain: readonly LeafRow[]): readonly string[] {
  let previous = '0'.repeat(64);
  return chain.flatMap(({ caseSeq, leaf }, place) => {
    const content = JSON.parse(leaf) as LeafContent;
    const isNext = caseSeq === place + 1 && content.caseSeq === caseSeq && content.casePrev === previous;
    previous = createHash('sha256').update(leaf).digest('hex');
    return isNext ? [] : [`breaks before its leaf ${caseSeq}`];
  });
}
