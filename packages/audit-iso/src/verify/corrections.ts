import { isMotcuaError, type Text } from '@motcua/core/contract';
import { readRecords } from '../export/records.js';
import type { Leaf } from '../leaf/leaf.js';
import type { LogStorage } from '../tiles/storage.js';
import type { Findings } from './finding.js';

/** A record that says that an earlier one of its case is wrong. */
export interface Correction {
  readonly index: number;
  readonly tenant: string;
  readonly caseId: string;
  /** Id of the record it corrects. */
  readonly corrects: string;
  /** Its place in the log; absent when it lies in the part that was pruned. */
  readonly of?: number;
}

/** Corrections met on the way; the records they name are looked for afterwards, if there are any. */
export interface Corrections {
  add(index: number, leaf: Leaf): void;
  /**
   * Finds the record that each correction names, in one more reading of the log: it must be one of the same case, and
   * earlier. What cannot be read was found before.
   */
  resolve(log: LogToResolve, findings: Findings): Promise<readonly Correction[]>;
}

export function createCorrections(): Corrections {
  const found: Correction[] = [];
  return {
    add(index, { body }) {
      if (body.corrects === undefined) return;
      found.push({ index, tenant: body.tenant, caseId: body.case, corrects: body.corrects });
    },
    async resolve(log, findings) {
      const places = found.length === 0 ? undefined : await placesOf(found, log);
      if (places === undefined) return found;
      return found.map((correction) => {
        const of = places.get(correction);
        if (of !== undefined) return { ...correction, of };
        const { index } = correction;
        if (log.minimumIndex === 0)
          findings.add({ kind: 'correction', where: `record ${index}`, index, problem: missing(correction) });
        return correction;
      });
    },
  };
}

/** Where the records lie that are corrected; undefined when the log cannot be read. */
async function placesOf(
  found: readonly Correction[],
  { storage, size }: LogToResolve,
): Promise<ReadonlyMap<Correction, number> | undefined> {
  const wanted = Map.groupBy(found, nameOf);
  const places = new Map<Correction, number>();
  try {
    for await (const { index, leaf } of readRecords(storage, size)) {
      const { tenant, case: caseId, id } = leaf.body;
      for (const correction of wanted.get(nameOf({ tenant, caseId, corrects: id })) ?? []) {
        if (index < correction.index && !places.has(correction)) places.set(correction, index);
      }
    }
    return places;
  } catch (error) {
    if (isMotcuaError(error, 'MC_AUDIT_LOG_DAMAGED')) return undefined;
    throw error;
  }
}

interface LogToResolve {
  readonly storage: LogStorage;
  readonly size: number;
  readonly minimumIndex: number;
}

const nameOf = ({ tenant, caseId, corrects }: Pick<Correction, 'tenant' | 'caseId' | 'corrects'>): string =>
  JSON.stringify([tenant, caseId, corrects]);

const missing = ({ caseId, corrects }: Correction): Text => ({
  vi: `đính chính bản ghi "${corrects}", nhưng trước nó hồ sơ ${caseId} không có bản ghi này`,
  en: `it corrects the record "${corrects}", and the case ${caseId} has none of that id before it`,
});
