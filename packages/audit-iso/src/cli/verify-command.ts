import { readFile, stat } from 'node:fs/promises';
import { createFolderStorage } from '../tiles/folder-storage.js';
import { type LogReport, verifyLog } from '../verify/verify-log.js';
import type { CliProcess, ExitCode } from './command.js';
import { policyOf, readOptions, subjectOf } from './options.js';
import { verifyExportFiles } from './verify-export-command.js';

/** `verify`: the whole log, or the files of an export, offline. */
export async function verifyCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, ['key', 'witness', 'quorum', 'checkpoint', 'authority', 'log'], ['json']);
  const [subject, policy] = [subjectOf(options), await policyOf(options)];
  if ((await stat(subject)).isFile()) return verifyExportFiles({ path: subject, policy }, options, process);
  const files = options.all('checkpoint');
  const earlier = await Promise.all(files.map(async (name) => ({ name, note: await readFile(name, 'utf8') })));
  const report = await verifyLog({
    storage: createFolderStorage(subject),
    ...policy,
    earlier,
    authorities: await Promise.all(options.all('authority').map((file) => readFile(file, 'utf8'))),
  });
  if (options.has('json')) await process.out(`${JSON.stringify(report)}\n`);
  else await process.out(options.language === 'vi' ? inVietnamese(report) : inEnglish(report));
  return report.intact ? 0 : 1;
}

function inVietnamese(report: LogReport): string {
  const { origin, size, records, cases, checkpoints, root, minimumIndex, cosignatures, corrections, timeStamps } =
    report;
  const { findings, more } = report;
  const lines = [
    `${origin ?? '(không rõ nhật ký)'}: ${size} bản ghi${root === undefined ? '' : `, mã gốc ${root}`}`,
    `đã đọc ${records} bản ghi của ${cases} hồ sơ, đối chiếu ${checkpoints} điểm kiểm soát cũ`,
    ...(minimumIndex > 0 ? [`các bản ghi trước số ${minimumIndex} đã được tiêu hủy theo thời hạn lưu trữ`] : []),
    ...cosignatures.map(({ name, at }) => `có bên chứng kiến ${name} ký lúc ${timeText(at)}`),
    ...corrections.map(
      ({ index, of, corrects, caseId }) =>
        `bản ghi số ${index} đính chính bản ghi số ${of ?? `? (${corrects})`} của hồ sơ ${caseId}`,
    ),
    ...timeStamps.map(({ name, at }) => `dấu thời gian ${name}: ${timeText(at)}`),
    report.intact ? 'TOÀN VẸN' : `KHÔNG TOÀN VẸN: ${findings.length + more} phát hiện`,
    ...findings.map(({ where, problem }) => `  ${where.replace(/^record /u, 'bản ghi số ')}: ${problem.vi}`),
    ...(more > 0 ? [`  và ${more} phát hiện khác`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function inEnglish(report: LogReport): string {
  const { origin, size, records, cases, checkpoints, root, minimumIndex, cosignatures, corrections, timeStamps } =
    report;
  const { findings, more } = report;
  const lines = [
    `${origin ?? '(no log)'}: ${size} records${root === undefined ? '' : `, root ${root}`}`,
    `read ${records} records of ${cases} cases, compared ${checkpoints} earlier checkpoints`,
    ...(minimumIndex > 0 ? [`records before ${minimumIndex} were disposed of`] : []),
    ...cosignatures.map(({ name, at }) => `cosigned by ${name} at ${timeText(at)}`),
    ...corrections.map(
      ({ index, of, corrects, caseId }) =>
        `record ${index} corrects record ${of ?? `? (${corrects})`} of the case ${caseId}`,
    ),
    ...timeStamps.map(({ name, at }) => `time stamp ${name}: ${timeText(at)}`),
    report.intact ? 'INTACT' : `NOT INTACT: ${findings.length + more} findings`,
    ...findings.map(({ where, problem }) => `  ${where}: ${problem.en}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

export const timeText = (at: number | undefined): string => (at === undefined ? '?' : new Date(at).toISOString());
