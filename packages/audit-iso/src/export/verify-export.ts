import { createHash } from 'node:crypto';
import type { Text } from '@motcua/core/contract';
import { failureText } from '../encoding/failure-text.js';
import { type CheckpointPolicy, verifyCheckpoint } from '../note/checkpoint.js';
import type { LogStorage } from '../tiles/storage.js';
import { type ExportManifest, filterOf, parseManifest, writeExport } from './manifest.js';

export interface VerifyExportOptions extends CheckpointPolicy {
  readonly manifest: string;
  /** The pieces of a file beside the manifest; undefined when it is not there. */
  readonly file: (name: string) => Promise<AsyncIterable<Uint8Array> | undefined>;
  /** The log it was made of: then it is made again, and compared. */
  readonly log?: LogStorage;
}

export interface ExportReport {
  /** True when there is no problem. */
  readonly holds: boolean;
  /** Made again from the log, and the same. Without the log only the files are compared with the manifest. */
  readonly isOfLog: boolean;
  readonly manifest?: ExportManifest;
  readonly problems: readonly Text[];
}

/**
 * Checks an export against its manifest: the signature under the checkpoint it was made of, and the length and hash of
 * every file. Whoever changes a file can change the manifest too; with the log at hand the export is made again, which
 * only the signed records can give. Does not throw for what it finds wrong.
 */
export async function verifyExport(options: VerifyExportOptions): Promise<ExportReport> {
  const { log } = options;
  let manifest: ExportManifest;
  try {
    manifest = parseManifest(options.manifest);
  } catch (error) {
    return { holds: false, isOfLog: false, problems: [failureText(error)] };
  }
  const problems: Text[] = [];
  const check = await verifyCheckpoint(manifest.checkpoint, options);
  if (check.status === 'rejected') problems.push(check.problem);
  for (const expected of manifest.files) problems.push(...(await fileProblems(options, expected)));
  const isAgain = check.status === 'verified' && log !== undefined;
  if (isAgain) problems.push(...(await exportProblems(manifest, check.checkpoint, log)));
  const holds = problems.length === 0;
  return { holds, isOfLog: holds && isAgain, manifest, problems };
}

type FileOfExport = ExportManifest['files'][number];

async function fileProblems({ file }: VerifyExportOptions, expected: FileOfExport): Promise<readonly Text[]> {
  const { name } = expected;
  const pieces = await file(name);
  if (pieces === undefined) return [{ vi: `thiếu tệp ${name}`, en: `the file ${name} is missing` }];
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    bytes += piece.length;
  }
  if (bytes === expected.bytes && hash.digest('hex') === expected.sha256) return [];
  return [
    {
      vi: `tệp ${name} đã bị sửa: ${bytes} byte, bản kê ghi ${expected.bytes} byte, hoặc nội dung khác`,
      en: `the file ${name} was changed: ${bytes} bytes, the manifest says ${expected.bytes}, or another content`,
    },
  ];
}

async function exportProblems(
  manifest: ExportManifest,
  checkpoint: { readonly origin: string; readonly size: number },
  storage: LogStorage,
): Promise<readonly Text[]> {
  const { format, records, first, last, files } = manifest;
  try {
    const again = await writeExport({ storage, checkpoint, format, filter: filterOf(manifest) }, async () => undefined);
    const isSame =
      again.records === records &&
      again.first === first &&
      again.last === last &&
      files.every(({ sha256 }) => sha256 === again.sha256);
    if (isSame) return [];
  } catch (error) {
    return [failureText(error)];
  }
  return [
    {
      vi: `nhật ký không cho ra đúng ${records} bản ghi này: bản xuất không phải của nhật ký, hoặc bản kê đã bị sửa`,
      en: `the log does not give these ${records} records: the export is not of it, or its manifest was changed`,
    },
  ];
}
