import type { Text } from '@motcua/core/contract';

/** What can be wrong with files and hashes, in words. */
export const treeWords = {
  noRecords: { vi: 'thiếu tệp chứa các bản ghi', en: 'the file with the records is missing' },
  noHashes: { vi: 'thiếu tệp chứa các mã băm', en: 'the file with the hashes is missing' },
  lengths: { vi: 'độ dài ghi trong tệp không khớp với nội dung', en: 'its lengths do not fit its bytes' },
  recordCount: (found: number, expected: number): Text => ({
    vi: `có ${found} bản ghi thay vì ${expected}`,
    en: `it holds ${found} records instead of ${expected}`,
  }),
  byteCount: (found: number, expected: number): Text => ({
    vi: `có ${found} byte thay vì ${expected}`,
    en: `it has ${found} bytes instead of ${expected}`,
  }),
  unread: (detail: string): Text => ({ vi: `không đọc được: ${detail}`, en: detail }),
  upperHash: (place: number): Text => ({
    vi: `mã băm ${place} không phải của ô bên dưới`,
    en: `its hash ${place} is not the one of the tile below it`,
  }),
  hashChanged: (index: number): Text => ({
    vi: `mã băm của bản ghi ${index} đã bị sửa; bản ghi thì không`,
    en: `its hash of record ${index} was changed; the record was not`,
  }),
  recordChanged: {
    vi: 'đã bị sửa: không phải là bản ghi được băm khi nhật ký được ký',
    en: 'it was changed: it is not the record that was hashed when the log was signed',
  },
  bothDiffer: {
    vi: 'bản ghi và mã băm trong ô khác nhau, và mã gốc đã ký không ứng với bên nào',
    en: 'it and its hash in the tile differ, and the signed root stands for neither',
  },
  root: {
    vi: 'mã gốc không ứng với các bản ghi này: chúng đã bị sửa, hoặc không phải là các bản ghi đã được ký',
    en: 'its root does not stand for these records: they were changed, or are not the ones it was signed for',
  },
} as const;
