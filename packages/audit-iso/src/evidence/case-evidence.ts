import { type Disclosure, MotcuaError } from '@motcua/core/contract';
import { z } from 'zod';
import { canonicalText } from '../canonical/canonical-text.js';
import { base64, textOf } from '../encoding/bytes.js';
import { readRecords } from '../export/records.js';
import { caseHeadPath } from '../head/case-head.js';
import type { Leaf } from '../leaf/leaf.js';
import type { Checkpoint } from '../note/checkpoint.js';
import type { LogStorage } from '../tiles/storage.js';
import { CHECKPOINT } from '../tiles/tile-path.js';
import { createTileReader } from '../tiles/tile-reader.js';

const EVIDENCE_FORMAT = 'motcua-case-evidence/1';

const calendarSchema = z.strictObject({ id: z.string(), version: z.string() });

/** A due date of the case with how it was counted, and the calendar it was counted on. */
const dueDateSchema = z.strictObject({
  deadline: z.string(),
  occurrence: z.number().int(),
  /** UTC with milliseconds, as in the records. */
  dueAt: z.string(),
  calendar: calendarSchema,
  /** What the engine's `explain` answered: day by day. */
  derivation: z.unknown(),
});

/** A due date as the engine explains it. */
export interface EvidencedDueDate {
  readonly deadline: string;
  readonly occurrence: number;
  /** What `engine.explain` answered. */
  readonly explanation: {
    readonly dueAt: number;
    readonly counting: { readonly calendar: { readonly id: string; readonly version: string } };
  };
}

const usedCalendarSchema = calendarSchema.extend({ definition: z.unknown() });

/** A calendar in the version that was used, so that the count can be made again: any calendar of an engine. */
export interface EvidencedCalendar {
  readonly id: string;
  readonly version: string;
  readonly definition: unknown;
}

export const evidenceSchema = z.strictObject({
  format: z.literal(EVIDENCE_FORMAT),
  tenant: z.string(),
  case: z.string(),
  /** The signed checkpoint as it was published. */
  checkpoint: z.string(),
  records: z.array(
    z.strictObject({
      index: z.number().int().min(0),
      /** Of the way to the root, in base64. */
      hashes: z.array(z.string()),
      record: z.string(),
    }),
  ),
  /** The signed head of the case's last closing. */
  head: z.string().exactOptional(),
  dueDates: z.array(dueDateSchema),
  calendars: z.array(usedCalendarSchema),
  disclosures: z.array(
    z.strictObject({ caseSeq: z.number().int(), path: z.string(), salt: z.string(), value: z.unknown() }),
  ),
});

export interface CaseEvidenceOptions {
  readonly storage: LogStorage;
  readonly checkpoint: Checkpoint;
  readonly tenant: string;
  readonly caseId: string;
  /** Indexes of the case's records, when they are known; else the log is searched from its beginning. */
  readonly indexes?: readonly number[];
  readonly dueDates?: readonly EvidencedDueDate[];
  readonly calendars?: readonly EvidencedCalendar[];
  /** Values to disclose, as `engine.auditTrail` gives them, each with the record that commits to it. */
  readonly disclosures?: readonly (Disclosure & { readonly caseSeq: number })[];
}

/**
 * All that is known of a case in one file that proves itself: its records with the way of each to the signed root, the
 * head that closed it, its due dates with how they were counted and on which calendar.
 *
 * @throws MC_AUDIT_LOG_DAMAGED, or MC_CASE_NOT_FOUND when the log has no record of the case
 */
export async function writeCaseEvidence(options: CaseEvidenceOptions): Promise<string> {
  const { storage, checkpoint, tenant, caseId, dueDates = [], calendars = [], disclosures = [] } = options;
  const found = await recordsOf(options);
  const last = found.findLast(({ leaf }) => leaf.body.type === 'case.closed');
  if (found.length === 0) {
    throw new MotcuaError('MC_CASE_NOT_FOUND', {
      happened: `The log ${checkpoint.origin} has no record of the case ${caseId} of tenant ${tenant}`,
      expected: 'a case with at least one sealed record',
      remedy: 'check tenant and case, and whether its records have been sealed yet',
      details: { tenant, caseId },
    });
  }
  const reader = createTileReader(storage, checkpoint.size);
  const head = last && (await storage.get(caseHeadPath({ tenant, caseId, caseSeq: last.leaf.caseSeq })));
  return canonicalText({
    format: EVIDENCE_FORMAT,
    tenant,
    case: caseId,
    checkpoint: textOf((await storage.get(CHECKPOINT)) ?? new Uint8Array()),
    records: await Promise.all(
      found.map(async ({ index, text }) => ({
        index,
        hashes: (await reader.inclusion(index)).map(base64),
        record: text,
      })),
    ),
    ...(head && { head: textOf(head) }),
    dueDates: dueDates.map(dueDateOf),
    calendars: calendars.map(({ id, version, definition }) => ({ id, version, definition })),
    disclosures,
  });
}

const dueDateOf = ({ deadline, occurrence, explanation }: EvidencedDueDate) => ({
  deadline,
  occurrence,
  dueAt: new Date(explanation.dueAt).toISOString(),
  calendar: { id: explanation.counting.calendar.id, version: explanation.counting.calendar.version },
  derivation: explanation,
});

interface FoundRecord {
  readonly index: number;
  readonly leaf: Leaf;
  readonly text: string;
}

async function recordsOf({
  storage,
  checkpoint,
  tenant,
  caseId,
  indexes,
}: CaseEvidenceOptions): Promise<FoundRecord[]> {
  const found: FoundRecord[] = [];
  for (const from of indexes ?? [0]) {
    for await (const record of readRecords(storage, checkpoint.size, { from, tenant, caseId })) {
      if (indexes !== undefined && record.index !== from) break;
      found.push(record);
      if (indexes !== undefined) break;
    }
  }
  return found;
}
