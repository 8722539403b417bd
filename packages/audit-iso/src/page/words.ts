import type { Text } from '@motcua/core/contract';
import type { VerifiedSignature } from '../note/verifier.js';

export const pageWords = {
  waiting: { vi: 'Đang kiểm tra…', en: 'Checking…' },
  filesMissing: { vi: 'Chọn tệp bản ghi và tệp chứng cứ.', en: 'Choose the record and the proof.' },
  unreadable: { vi: 'KHÔNG ĐỌC ĐƯỢC', en: 'CANNOT BE READ' },
  rejected: { vi: 'BỊ BÁC BỎ', en: 'REJECTED' },
  verified: (index: number, log: { readonly origin: string; readonly size: number }): Text => ({
    vi: `ĐÚNG: bản ghi số ${index} của nhật ký ${log.origin}, gồm ${log.size} bản ghi`,
    en: `HOLDS: record ${index} of the log ${log.origin} of ${log.size} records`,
  }),
  cosigned: ({ name, at }: VerifiedSignature): Text => {
    const time = at === undefined ? '?' : new Date(at).toISOString();
    return { vi: `có bên chứng kiến ${name} ký lúc ${time}`, en: `cosigned by ${name} at ${time}` };
  },
} as const;
