import type { Calendar } from '../calendar/index.js';
import type { LocalDate } from '../contract/index.js';
import { MotcuaError } from '../error/index.js';
import { type Procedure, parseProcedure } from './procedure.js';
import { checkProcedure } from './procedure-check.js';

/** The catalogue of procedures, all versions. */
export interface ProcedureRegistry {
  /** A version by name; without one the version in force on a date; without both the last one given. MC_PROCEDURE_UNKNOWN. */
  get(code: string, which?: { readonly version?: string; readonly on?: LocalDate }): Procedure;
  versions(code: string): readonly Procedure[];
  readonly codes: readonly string[];
}

export interface ProcedureRegistryOptions {
  /** Checks that the terms inside every procedure fit into its limits, on each day of reception of this calendar. */
  readonly calendar?: Calendar;
}

/** Reads a catalogue. Throws MC_PROCEDURE_INVALID for an entry that is malformed, given twice, or does not fit. */
export function procedureRegistry(
  entries: readonly unknown[],
  { calendar }: ProcedureRegistryOptions = {},
): ProcedureRegistry {
  const byCode = new Map<string, Procedure[]>();
  for (const entry of entries) {
    const procedure = parseProcedure(entry);
    if (calendar !== undefined) checkProcedure(procedure, calendar);
    const versions = byCode.get(procedure.code) ?? [];
    if (versions.some(({ version }) => version === procedure.version)) {
      throw new MotcuaError('MC_PROCEDURE_INVALID', {
        happened: `Procedure ${procedure.code}@${procedure.version} is in the catalogue twice`,
        expected: 'each version of a procedure once',
        remedy: 'give the changed text a version of its own',
        details: { code: procedure.code, offences: ['version: occurs twice'] },
      });
    }
    byCode.set(procedure.code, [...versions, procedure]);
  }
  const inForce = (versions: readonly Procedure[], on: LocalDate) =>
    versions.findLast(({ validFrom, validTo }) => (validFrom ?? on) <= on && on <= (validTo ?? on));
  return {
    codes: [...byCode.keys()],
    versions: (code) => byCode.get(code) ?? [],
    get(code, { version, on } = {}) {
      const versions = byCode.get(code) ?? [];
      const found =
        version !== undefined
          ? versions.find((procedure) => procedure.version === version)
          : on !== undefined
            ? inForce(versions, on)
            : versions.at(-1);
      if (found !== undefined) return found;
      throw new MotcuaError('MC_PROCEDURE_UNKNOWN', {
        happened: `Procedure ${code}${version === undefined ? '' : `@${version}`}${on === undefined ? '' : ` on ${on}`} was asked for`,
        expected:
          versions.length > 0
            ? `a version among ${versions.map((v) => v.version).join(', ')}`
            : 'a code of the catalogue',
        remedy: 'correct the code, or load the catalogue that has it',
        details: { code, version, on },
      });
    },
  };
}
