import type { Text } from '../contract/index.js';
import type { DossierContext, Ending } from './schemas.js';

/** Statuses of the national portal's dossier synchronisation. */
export const PORTAL_STATUSES: Readonly<Record<number, Text>> = {
  1: { vi: 'Mới đăng ký', en: 'newly registered' },
  2: { vi: 'Được tiếp nhận', en: 'accepted' },
  3: { vi: 'Không được tiếp nhận', en: 'not accepted' },
  4: { vi: 'Đang xử lý', en: 'in process' },
  5: { vi: 'Yêu cầu bổ sung giấy tờ', en: 'supplement requested' },
  6: { vi: 'Yêu cầu thực hiện nghĩa vụ tài chính', en: 'financial obligation requested' },
  7: { vi: 'Công dân yêu cầu rút hồ sơ', en: 'withdrawn by the citizen' },
  8: { vi: 'Dừng xử lý', en: 'processing stopped' },
  9: { vi: 'Đã xử lý xong', en: 'processed' },
  10: { vi: 'Đã trả kết quả', en: 'result returned' },
};

/** By state, or the longest state it lies in. A suspension is not a stop: the dossier stays in process. */
const BY_STATE: Readonly<Record<string, number>> = {
  'registered.checking': 1,
  'registered.awaitingPapers': 5,
  preceding: 2,
  'preceding.verifying': 4,
  accepted: 2,
  processing: 4,
  consulting: 4,
  verifyingApart: 4,
  posting: 4,
  suspended: 4,
  supplementing: 5,
  paying: 6,
  resolved: 9,
  returned: 10,
  refused: 3,
  withdrawn: 7,
  stopped: 8,
  lapsed: 8,
};

const BY_ENDING: Readonly<Record<Ending, number>> = { refused: 3, withdrawn: 7, stopped: 8, lapsed: 8, returned: 10 };

/** The business status (1 to 10) of a dossier. Every state has one; an archived dossier keeps the one it ended with. */
export function portalStatus({
  state,
  context,
}: {
  readonly state: string;
  readonly context: Pick<DossierContext, 'ended'>;
}): number {
  if (state === 'archived') return context.ended === undefined ? 10 : BY_ENDING[context.ended.as];
  const status = BY_STATE[state] ?? BY_STATE[state.split('.')[0] ?? ''];
  // A state without a status would be an error of this file; the test of totality keeps it from shipping.
  return status ?? 4;
}
