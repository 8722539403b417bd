import type { CaseKey } from '@motcua/core';

/** What of a case comes out differently. `refused`: the command is not accepted any more; `failed`: deciding it threw. */
export type ReplayedPart = 'refused' | 'failed' | 'state' | 'facts' | 'ledger' | 'due' | 'context' | 'envelope';

/** A place where a stored case goes another way under the given definitions. */
export interface ReplayDifference extends CaseKey {
  readonly workflow: string;
  readonly version: string;
  /** The revision the command had written. */
  readonly revision: number;
  /** `send grant`, `fire deadline/answer/1/due/0`. */
  readonly command: string;
  readonly part: ReplayedPart;
  /** The place within the part; for `due` the name of the deadline. */
  readonly path: string;
  readonly stored: string;
  readonly replayed: string;
}

/** A version that stored cases are at, and that is given otherwise now, or not at all. */
export interface DefinitionDifference {
  readonly workflow: string;
  readonly version: string;
  readonly storedHash: string;
  /** Absent: the version was not given. */
  readonly givenHash?: string;
  readonly cases: number;
}

export interface ReplayReport {
  /** No difference, and every definition is the one the cases were written by. */
  readonly same: boolean;
  /** Cases and commands that were replayed. */
  readonly cases: number;
  readonly commands: number;
  /** Cases with differences. */
  readonly differing: number;
  readonly definitions: readonly DefinitionDifference[];
  /** Those of the first cases that differ; of each the first command that does. */
  readonly differences: readonly ReplayDifference[];
  /** The report in words. */
  readonly text: string;
}

export function replayReport(report: Omit<ReplayReport, 'text' | 'same'>): ReplayReport {
  const same = report.differing === 0 && report.definitions.length === 0;
  return { ...report, same, text: textOf(report, same) };
}

function textOf(report: Omit<ReplayReport, 'text' | 'same'>, same: boolean): string {
  const { cases, commands, differing, definitions, differences } = report;
  const head = `${cases} cases with ${commands} commands were replayed: `;
  if (same) return `${head}all come out as they were stored.`;
  return [
    `${head}${differing} come out differently.`,
    ...definitions.map(definitionText),
    ...differences.map(differenceText),
    ...(differences.length > 0 ? ['(- stored, + now)'] : []),
  ].join('\n');
}

function definitionText({ workflow, version, storedHash, givenHash, cases }: DefinitionDifference): string {
  const where = `${workflow}@${version}: ${cases} cases were written by definition ${storedHash}`;
  return givenHash === undefined
    ? `${where}, and the version was not given. An engine without it cannot serve them.`
    : `${where}, and it is ${givenHash} now. An engine would refuse them with MC_ENVELOPE_MISMATCH: give the changed definition a version of its own.`;
}

function differenceText({ caseId, revision, command, part, path, stored, replayed }: ReplayDifference): string {
  return [
    `${caseId} at revision ${revision}, ${command}: ${part}${path === '' ? '' : ` ${path}`}`,
    `  - ${stored}`,
    `  + ${replayed}`,
  ].join('\n');
}
