/** What a rule is proven on: fresh for every rule. */
export interface Harness {
  /** Ends everything the harness began, and removes what it stored. */
  close(): Promise<void>;
}

/** One promise of a contract, and the proof of it. It needs no test runner. */
export interface Rule<Subject extends Harness> {
  /** Short and stable: `commit.atomic`. */
  readonly id: string;
  /** The promise, in the present tense. */
  readonly name: string;
  /** Why the rule does not apply to this subject; undefined when it does. */
  whyNot?(harness: Subject): string | undefined;
  /** Rejects when the promise is broken. */
  run(harness: Subject): Promise<void>;
}

export type Proof =
  | { readonly status: 'kept' }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'broken'; readonly error: unknown };

/** Proves one rule on a fresh harness. */
export async function proveRule<Subject extends Harness>(
  rule: Rule<Subject>,
  create: () => Promise<Subject>,
): Promise<Proof> {
  const harness = await create();
  try {
    const reason = rule.whyNot?.(harness);
    if (reason !== undefined) return { status: 'skipped', reason };
    await rule.run(harness);
    return { status: 'kept' };
  } catch (error) {
    return { status: 'broken', error };
  } finally {
    await harness.close();
  }
}

/** Rules an adapter does not keep yet, with the reason; `tests` names them by id. */
export interface KnownGap {
  readonly reason: string;
  readonly tests: readonly string[];
}

export const gapOf = (gaps: readonly KnownGap[], { id }: { readonly id: string }): KnownGap | undefined =>
  gaps.find(({ tests }) => tests.includes(id));

/** Ids in gaps that are no rules. */
export function unknownGaps(gaps: readonly KnownGap[], rules: readonly { readonly id: string }[]): readonly string[] {
  const known = new Set(rules.map(({ id }) => id));
  return gaps.flatMap(({ tests }) => tests).filter((id) => !known.has(id));
}

/** How a rule came out, as it is published. */
export interface RuleOutcome {
  readonly id: string;
  readonly name: string;
  readonly outcome: 'kept' | 'skipped' | 'gap' | 'broken';
  /** Why it was skipped, or is a gap. */
  readonly reason?: string;
}

/** Judges a proof: a gap that is no gap any more counts as broken. */
export function outcomeOf(
  rule: Pick<RuleOutcome, 'id' | 'name'>,
  proof: Proof,
  gap: KnownGap | undefined,
): RuleOutcome {
  const { id, name } = rule;
  if (proof.status === 'skipped') return { id, name, outcome: 'skipped', reason: proof.reason };
  if (gap === undefined) return { id, name, outcome: proof.status };
  return proof.status === 'broken'
    ? { id, name, outcome: 'gap', reason: gap.reason }
    : { id, name, outcome: 'broken', reason: `the gap is closed: remove ${id} from knownGaps` };
}

/** What an adapter keeps of a contract: the table that is published. */
export interface ConformanceReport {
  readonly contract: string;
  readonly contractVersion: number;
  readonly adapter: string;
  readonly rules: readonly RuleOutcome[];
}

export const reportText = (report: ConformanceReport): string => `${JSON.stringify(report, undefined, 2)}\n`;
