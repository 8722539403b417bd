import type { Proof, Subject } from './proof.ts';
import { acknowledged } from './proofs/acknowledged.ts';
import { deadlines } from './proofs/deadlines.ts';
import { deliveries } from './proofs/deliveries.ts';
import { firings } from './proofs/firings.ts';
import { leaves } from './proofs/leaves.ts';
import { outages } from './proofs/outages.ts';
import { replay } from './proofs/replay.ts';
import { revisions } from './proofs/revisions.ts';
import { subCases } from './proofs/sub-cases.ts';
import { timers } from './proofs/timers.ts';

export const proofs: readonly Proof[] = [
  acknowledged,
  revisions,
  replay,
  deadlines,
  firings,
  timers,
  deliveries,
  subCases,
  outages,
  leaves,
];

export interface Verdict {
  readonly proof: Proof;
  readonly looked: string;
  readonly findings: readonly string[];
}

/** Holds a database and the evidence of its run against every proof. */
export function check(subject: Subject): readonly Verdict[] {
  return proofs.map((proof) => ({ proof, looked: proof.looked(subject), findings: findingsOf(proof, subject) }));
}

/** A proof that cannot even be read to its end has found something. */
function findingsOf(proof: Proof, subject: Subject): readonly string[] {
  try {
    return proof.findings(subject);
  } catch (error) {
    return [`what is stored makes no sense: ${error instanceof Error ? error.message : String(error)}`];
  }
}
