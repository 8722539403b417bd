import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Text } from '@motcua/core/contract';
import { type ExportReport, verifyExport } from '../export/verify-export.js';
import type { CheckpointPolicy } from '../note/checkpoint.js';
import { createFolderStorage } from '../tiles/folder-storage.js';
import type { CliProcess, ExitCode } from './command.js';
import type { Options } from './options.js';

/** `verify` of a manifest: the files of an export. */
export async function verifyExportFiles(
  { path, policy }: { readonly path: string; readonly policy: CheckpointPolicy },
  options: Options,
  process: CliProcess,
): Promise<ExitCode> {
  const folder = options.one('log');
  const report = await verifyExport({
    ...policy,
    manifest: await readFile(path, 'utf8'),
    async file(name) {
      const beside = join(dirname(path), name);
      const isThere = await access(beside).then(
        () => true,
        () => false,
      );
      return isThere ? createReadStream(beside) : undefined;
    },
    ...(folder !== undefined && { log: createFolderStorage(folder) }),
  });
  if (options.has('json')) await process.out(`${JSON.stringify(report)}\n`);
  else
    await process.out(
      `${linesOf(report)
        .map((line) => line[options.language])
        .join('\n')}\n`,
    );
  return report.holds ? 0 : 1;
}

function linesOf({ holds, isOfLog, manifest, problems }: ExportReport): readonly Text[] {
  if (!holds || manifest === undefined) return [{ vi: 'BỊ BÁC BỎ', en: 'REJECTED' }, ...problems];
  const { records, files, filter, exportedAt } = manifest;
  const period = `${filter.recordedFrom ?? '…'} – ${filter.recordedTo ?? '…'}`;
  const names = files.map(({ name }) => name).join(', ');
  return [
    {
      vi: `ĐÚNG: ${names}, ${records} bản ghi, kỳ ${period}, xuất lúc ${exportedAt}`,
      en: `HOLDS: ${names}, ${records} records, period ${period}, exported at ${exportedAt}`,
    },
    isOfLog
      ? { vi: 'đã xuất lại từ nhật ký: giống từng byte', en: 'made again from the log: the same bytes' }
      : {
          vi: 'chưa so với nhật ký: bản kê không có chữ ký, hãy thêm --log THƯ-MỤC',
          en: 'not compared with the log: nobody signed the manifest; add --log FOLDER',
        },
  ];
}
