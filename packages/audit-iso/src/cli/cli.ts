import { describeError, isMotcuaError, type Language } from '@motcua/core/contract';
import { checkCommand } from './check-command.js';
import type { CliProcess, Command, ExitCode } from './command.js';
import { disposeCommand } from './dispose-command.js';
import { eraseCommand } from './erase-command.js';
import { exportCommand } from './export-command.js';
import { holdCommand } from './hold-command.js';
import { keygenCommand } from './keygen-command.js';
import { proveCommand } from './prove-command.js';
import { reportCommand } from './report-command.js';
import { stampCommand } from './stamp-command.js';
import { verifyCommand } from './verify-command.js';
import { witnessCommand } from './witness-command.js';

const commands: Readonly<Record<string, Command>> = {
  verify: verifyCommand,
  prove: proveCommand,
  check: checkCommand,
  export: exportCommand,
  report: reportCommand,
  stamp: stampCommand,
  erase: eraseCommand,
  hold: holdCommand,
  dispose: disposeCommand,
  witness: witnessCommand,
  keygen: keygenCommand,
};

const usage: Readonly<Record<Language, string>> = {
  en: `motcua-audit <command> [--lang en|vi]

  verify FOLDER --key KEY... [--witness KEY... --quorum N] [--checkpoint FILE...] [--authority FILE...] [--json]
      checks the whole log: records, tiles, roots, signatures, chains and heads of cases
  verify FILE.manifest.json --key KEY... [--log FOLDER] [--json]
      checks the files of an export; with the log, by making it again
  prove FOLDER --key KEY (--index N | --tenant T --case C) --out FILE
      writes the evidence of a record (FILE and FILE.tlog-proof), or of a case
  check FILE --key KEY... [--proof FILE] [--witness KEY... --quorum N]
      checks the evidence of a case, or a record against its tlog-proof
  export FOLDER --key KEY --format ndjson|csv|ocsf|cloudevents [--out FILE] [--tenant T] [--case C] [--type T] [--from TIME] [--to TIME]
      with --out also FILE.manifest.json: files with their hashes, period, checkpoint and key
  report FOLDER --key KEY [--from TIME] [--to TIME] [--edition "ISO 9001:2015"...] [--json]
      says which records of a period support evidence for which clause
  witness FOLDER --key KEY --private FILE --state FOLDER
      cosigns the checkpoint if it continues the one seen before
  stamp FOLDER --url URL --authority FILE [--day DATE]
      has the checkpoint of a day, default yesterday, stamped by a time stamp authority (RFC 3161)
  keygen --name NAME [--witness] --out FILE
  erase --office MODULE --tenant T --subject-file FILE --actor ID --role R [--unit U] --reason TEXT --legal-basis TEXT
  hold place|release --office MODULE --tenant T --case C --hold NAME --actor ID --role R [--unit U] --reason TEXT --legal-basis TEXT
  hold list --office MODULE --tenant T --case C
  dispose list --office MODULE --tenant T
      closed cases past their retention period, and the holds that keep some of them
  dispose case --office MODULE --tenant T --case C --actor ID --role R [--unit U] --reason TEXT
      through the engine that MODULE makes: it exports a function \`openEngine\`

KEY is a verifier key, or a file with one on each line.
`,
  vi: `motcua-audit <lệnh> [--lang vi|en]

  verify THƯ-MỤC --key KHÓA... [--witness KHÓA... --quorum N] [--checkpoint TỆP...] [--authority TỆP...] [--json]
      kiểm tra toàn bộ nhật ký: bản ghi, ô, mã gốc, chữ ký, chuỗi và xác nhận đóng của các hồ sơ
  verify TỆP.manifest.json --key KHÓA... [--log THƯ-MỤC] [--json]
      kiểm tra các tệp của một bản xuất; khi có nhật ký thì xuất lại để so
  prove THƯ-MỤC --key KHÓA (--index N | --tenant T --case C) --out TỆP
      ghi chứng cứ của một bản ghi (TỆP và TỆP.tlog-proof) hoặc của một hồ sơ
  check TỆP --key KHÓA... [--proof TỆP] [--witness KHÓA... --quorum N]
      kiểm tra chứng cứ của một hồ sơ, hoặc một bản ghi theo tlog-proof của nó
  export THƯ-MỤC --key KHÓA --format ndjson|csv|ocsf|cloudevents [--out TỆP] [--tenant T] [--case C] [--type T] [--from LÚC] [--to LÚC]
      có --out thì ghi thêm TỆP.manifest.json: các tệp và mã băm, kỳ, điểm kiểm soát và khóa
  report THƯ-MỤC --key KHÓA [--from LÚC] [--to LÚC] [--edition "ISO 9001:2015"...] [--json]
      bản ghi nào trong kỳ hỗ trợ chứng minh điều khoản nào
  witness THƯ-MỤC --key KHÓA --private TỆP --state THƯ-MỤC
      ký chứng kiến điểm kiểm soát nếu nó nối tiếp điểm đã thấy trước đó
  stamp THƯ-MỤC --url ĐỊA-CHỈ --authority TỆP [--day NGÀY]
      xin dấu thời gian (RFC 3161) cho điểm kiểm soát của một ngày, mặc định hôm qua
  keygen --name TÊN [--witness] --out TỆP
  erase --office MÔ-ĐUN --tenant T --subject-file TỆP --actor ID --role R [--unit U] --reason CHỮ --legal-basis CHỮ
  hold place|release --office MÔ-ĐUN --tenant T --case C --hold TÊN --actor ID --role R [--unit U] --reason CHỮ --legal-basis CHỮ
  hold list --office MÔ-ĐUN --tenant T --case C
  dispose list --office MÔ-ĐUN --tenant T
      các hồ sơ đã đóng, hết thời hạn lưu trữ, và lệnh lưu giữ đang giữ lại một số hồ sơ
  dispose case --office MÔ-ĐUN --tenant T --case C --actor ID --role R [--unit U] --reason CHỮ
      qua bộ máy do MÔ-ĐUN tạo ra: mô-đun xuất hàm \`openEngine\`

KHÓA là khóa kiểm tra, hoặc tệp có mỗi khóa trên một dòng.
`,
};

/** Runs the command line `motcua-audit`. Nothing is thrown: what fails is told, and shows in the exit code. */
export async function runCli(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const [name = 'help', ...rest] = args;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const language = args.join(' ').includes('--lang en') ? 'en' : 'vi';
    await (name === 'help' ? process.out(usage[language]) : process.error(usage[language]));
    return name === 'help' ? 0 : 2;
  }
  try {
    return await command(rest, process);
  } catch (error) {
    const text = isMotcuaError(error) ? `${error.code} ${error.message}` : describeError(error);
    await process.error(`${text}\n`);
    if (!isMotcuaError(error) && !isSystemError(error)) throw error;
    return 2;
  }
}

/** Of the arguments or the file system: told, not a failure of ours. */
const isSystemError = (error: unknown): boolean =>
  typeof (error as { readonly code?: unknown } | null)?.code === 'string';
