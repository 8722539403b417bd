import { createHash } from 'node:crypto';
import type { Instant } from '@motcua/core/contract';
import { z } from 'zod';
import { formatError } from '../note/note.js';
import { EXPORT_FORMATS, type ExportOptions, exportLog } from './export-log.js';
import type { RecordFilter } from './records.js';

const time = z.iso.datetime();

/** What an export holds, of which log it was made, and the hash of each of its files. */
const manifestSchema = z.strictObject({
  motcua: z.literal('export-manifest/1'),
  exportedAt: time,
  /** The signed checkpoint of the log that was exported. */
  checkpoint: z.string(),
  /** Verifier keys that signed it. */
  keys: z.array(z.string()).readonly(),
  format: z.enum(EXPORT_FORMATS),
  /** What was asked for; times by `recordedAt`: from, inclusive; to, exclusive. */
  filter: z.strictObject({
    from: z.number().int().min(0).exactOptional(),
    tenant: z.string().exactOptional(),
    case: z.string().exactOptional(),
    type: z.string().exactOptional(),
    recordedFrom: time.exactOptional(),
    recordedTo: time.exactOptional(),
  }),
  records: z.number().int().min(0),
  /** Index of the first and the last record; absent when there is none. */
  first: z.number().int().exactOptional(),
  last: z.number().int().exactOptional(),
  files: z
    .array(
      z.strictObject({
        /** Of a file beside the manifest. */
        name: z.string().regex(/^[^/\\]+$/u),
        bytes: z.number().int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/u),
      }),
    )
    .readonly(),
});

export type ExportManifest = Readonly<z.infer<typeof manifestSchema>>;

/** What was written of an export. */
export type ExportSummary = Pick<ExportManifest, 'records' | 'first' | 'last'> & {
  readonly bytes: number;
  readonly sha256: string;
};

/**
 * Exports, piece by piece, and says what was written.
 *
 * @throws MC_AUDIT_LOG_DAMAGED
 */
export async function writeExport(
  options: ExportOptions,
  write: (text: string) => Promise<unknown>,
): Promise<ExportSummary> {
  const hash = createHash('sha256');
  let [records, bytes] = [0, 0];
  let range: { readonly first: number; readonly last: number } | undefined;
  const onRecord = (index: number) => {
    records += 1;
    range = { first: range?.first ?? index, last: index };
  };
  for await (const text of exportLog({ ...options, onRecord })) {
    hash.update(text);
    bytes += Buffer.byteLength(text);
    await write(text);
  }
  return { records, ...range, bytes, sha256: hash.digest('hex') };
}

export interface ManifestInput extends Pick<ExportOptions, 'format'> {
  readonly exportedAt: Instant;
  /** The signed checkpoint, as it was published. */
  readonly checkpoint: string;
  readonly keys: readonly string[];
  readonly filter: RecordFilter;
  /** Name of the file, without its folder. */
  readonly name: string;
  readonly summary: ExportSummary;
}

/** The manifest of an export of one file, as JSON for people and programs. */
export function manifestText(input: ManifestInput): string {
  const { exportedAt, checkpoint, keys, format, filter, name, summary } = input;
  const { sha256, bytes, ...range } = summary;
  const { caseId, recordedFrom, recordedTo, ...rest } = filter;
  const manifest: ExportManifest = {
    motcua: 'export-manifest/1',
    exportedAt: timeText(exportedAt),
    checkpoint,
    keys,
    format,
    filter: {
      ...rest,
      ...(caseId !== undefined && { case: caseId }),
      ...(recordedFrom !== undefined && { recordedFrom: timeText(recordedFrom) }),
      ...(recordedTo !== undefined && { recordedTo: timeText(recordedTo) }),
    },
    ...range,
    files: [{ name, bytes, sha256 }],
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** @throws MC_AUDIT_FORMAT_INVALID */
export function parseManifest(text: string): ExportManifest {
  const invalid = (problem: string) =>
    formatError('the manifest of an export', problem, 'the file that `motcua-audit export` writes beside its own');
  const parsed = manifestSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`${issue?.path.join('.') || '(manifest)'}: ${issue?.message ?? 'it has another form'}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The filter of a manifest, as the export takes it. */
export function filterOf({ filter }: ExportManifest): RecordFilter {
  const { case: caseId, recordedFrom, recordedTo, ...rest } = filter;
  return {
    ...rest,
    ...(caseId !== undefined && { caseId }),
    ...(recordedFrom !== undefined && { recordedFrom: Date.parse(recordedFrom) }),
    ...(recordedTo !== undefined && { recordedTo: Date.parse(recordedTo) }),
  };
}

const timeText = (at: Instant): string => new Date(at).toISOString();
