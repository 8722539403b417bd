import { readFile } from 'node:fs/promises';
import type { Text } from '@motcua/core/contract';
import { type EvidenceReport, verifyCaseEvidence } from '../evidence/verify-case-evidence.js';
import type { CheckpointPolicy } from '../note/checkpoint.js';
import { verifyTlogProof } from '../proof/tlog-proof.js';
import type { CliProcess, ExitCode } from './command.js';
import { policyOf, readOptions, subjectOf } from './options.js';
import { timeText } from './verify-command.js';

/** `check`: a record against its proof, or the evidence of a case. */
export async function checkCommand(args: readonly string[], process: CliProcess): Promise<ExitCode> {
  const options = readOptions(args, ['key', 'witness', 'quorum', 'proof']);
  const file = subjectOf(options);
  const policy = await policyOf(options);
  const proof = options.one('proof');
  const { holds, lines } =
    proof === undefined
      ? aboutCase(await verifyCaseEvidence(await readFile(file, 'utf8'), policy))
      : await aboutRecord(await readFile(file), await readFile(proof, 'utf8'), policy);
  await process.out(`${lines.map((line) => line[options.language]).join('\n')}\n`);
  return holds ? 0 : 1;
}

interface Answer {
  readonly holds: boolean;
  readonly lines: readonly Text[];
}

async function aboutRecord(leaf: Uint8Array, proof: string, policy: CheckpointPolicy): Promise<Answer> {
  const check = await verifyTlogProof(proof, leaf, policy);
  if (check.status === 'rejected') return { holds: false, lines: [rejected, check.problem] };
  const { checkpoint, index, cosignatures } = check;
  return {
    holds: true,
    lines: [
      {
        vi: `ĐÚNG: bản ghi số ${index} của nhật ký ${checkpoint.origin}, gồm ${checkpoint.size} bản ghi`,
        en: `HOLDS: record ${index} of the log ${checkpoint.origin} of ${checkpoint.size} records`,
      },
      ...cosignatures.map(({ name, at }) => ({
        vi: `có bên chứng kiến ${name} ký lúc ${timeText(at)}`,
        en: `cosigned by ${name} at ${timeText(at)}`,
      })),
    ],
  };
}

function aboutCase({ holds, isClosed, caseId, tenant, records, problems }: EvidenceReport): Answer {
  if (!holds) return { holds, lines: [rejected, ...problems] };
  const whole = isClosed
    ? { vi: 'đầy đủ đến khi đóng hồ sơ', en: 'complete up to its closing' }
    : {
        vi: 'hồ sơ chưa đóng: sau bản ghi cuối có thể còn bản ghi khác',
        en: 'the case is not closed: there may be more after the last',
      };
  return {
    holds,
    lines: [
      {
        vi: `ĐÚNG: ${records.length} bản ghi của hồ sơ ${caseId} (${tenant}); ${whole.vi}`,
        en: `HOLDS: ${records.length} records of the case ${caseId} of ${tenant}; ${whole.en}`,
      },
    ],
  };
}

const rejected = { vi: 'BỊ BÁC BỎ', en: 'REJECTED' };
