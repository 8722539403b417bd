import type { Language, Text } from '../contract/index.js';
import type { LetterKind } from './letters.js';
import type { RepresentativeScope } from './representative.js';
import type { Regime } from './schemas.js';

/** What the forms are called; Vietnamese titles differ between the two sets of forms. */
export const TITLES: Readonly<Record<LetterKind, Readonly<Record<Regime, string>> & { readonly en: string }>> = {
  receipt: {
    '2018': 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
    '2025': 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ',
    en: 'RECEIPT OF DOSSIER AND APPOINTMENT',
  },
  supplement: {
    '2018': 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
    '2025': 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ',
    en: 'REQUEST TO SUPPLEMENT THE DOSSIER',
  },
  refusal: {
    '2018': 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ',
    '2025': 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ',
    en: 'REFUSAL TO ACCEPT THE DOSSIER',
  },
  apology: {
    '2018': 'PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ',
    '2025': 'VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT',
    en: 'APOLOGY AND NEW DATE',
  },
  stop: {
    '2018': 'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ',
    '2025': 'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ',
    en: 'NOTICE OF DISCONTINUATION',
  },
  'control-sheet': {
    '2018': 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ',
    '2025': 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ',
    en: 'PROCESS-CONTROL SHEET',
  },
  register: { '2018': 'SỔ THEO DÕI HỒ SƠ', '2025': 'SỔ THEO DÕI HỒ SƠ', en: 'DOSSIER REGISTER' },
  correction: {
    '2018': 'THÔNG BÁO ĐÍNH CHÍNH PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ',
    '2025': 'THÔNG BÁO ĐÍNH CHÍNH VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT',
    en: 'CORRECTION OF AN APOLOGY',
  },
  'appointment-change': {
    '2018': 'THÔNG BÁO ĐIỀU CHỈNH NGÀY HẸN TRẢ KẾT QUẢ',
    '2025': 'THÔNG BÁO ĐIỀU CHỈNH NGÀY HẸN TRẢ KẾT QUẢ',
    en: 'CHANGE OF THE DATE OF RETURN',
  },
};

/** What the fields of the forms are called. */
export const WORDS = {
  code: { vi: 'Mã hồ sơ', en: 'Dossier code' },
  form: { vi: 'Mẫu số', en: 'Form' },
  unit: { vi: 'Cơ quan', en: 'Office' },
  applicant: { vi: 'Người nộp hồ sơ', en: 'Applicant' },
  identity: { vi: 'Số định danh', en: 'Identity number' },
  address: { vi: 'Địa chỉ', en: 'Address' },
  phone: { vi: 'Số điện thoại', en: 'Telephone' },
  email: { vi: 'Email', en: 'E-mail' },
  representative: { vi: 'Người được ủy quyền', en: 'Representative' },
  legalRepresentative: { vi: 'Người đại diện theo pháp luật', en: 'Legal representative' },
  contact: { vi: 'Người liên hệ', en: 'Contact' },
  representativeIdentity: { vi: 'Số định danh của người đại diện', en: 'Identity number of the representative' },
  representativeAddress: { vi: 'Địa chỉ của người đại diện', en: 'Address of the representative' },
  representativePhone: { vi: 'Số điện thoại của người đại diện', en: 'Telephone of the representative' },
  representativeEmail: { vi: 'Email của người đại diện', en: 'E-mail of the representative' },
  authority: { vi: 'Giấy tờ ủy quyền', en: 'Authorisation' },
  scope: { vi: 'Phạm vi ủy quyền', en: 'Authorised to' },
  validUntil: { vi: 'Ủy quyền đến', en: 'Authorised until' },
  procedure: { vi: 'Thủ tục hành chính', en: 'Procedure' },
  papers: { vi: 'Thành phần hồ sơ gồm', en: 'Papers received' },
  receivedAt: { vi: 'Thời gian nhận hồ sơ', en: 'Received at' },
  dueAt: { vi: 'Thời gian trả kết quả', en: 'Result due at' },
  oldDueAt: { vi: 'Thời hạn đã hẹn', en: 'Promised before' },
  until: { vi: 'Hẹn trả kết quả lại vào', en: 'New date' },
  corrects: { vi: 'Văn bản được đính chính', en: 'Letter corrected' },
  calendarChanges: { vi: 'Ngày làm việc thay đổi', en: 'Changed working days' },
  answeredAt: { vi: 'Có kết quả lúc', en: 'Result there at' },
  items: { vi: 'Nội dung yêu cầu bổ sung, hoàn thiện', en: 'To be supplemented' },
  reason: { vi: 'Lý do', en: 'Reason' },
  legalBasis: { vi: 'Căn cứ', en: 'Legal basis' },
  responsible: { vi: 'Đơn vị chịu trách nhiệm', en: 'Responsible unit' },
  delivery: { vi: 'Nhận kết quả', en: 'Result to be received' },
  by: { vi: 'Người lập phiếu', en: 'Issued by' },
  at: { vi: 'Lập lúc', en: 'Issued at' },
} as const satisfies Readonly<Record<string, Text>>;

export const DELIVERY = {
  counter: { vi: 'tại bộ phận một cửa', en: 'at the counter' },
  post: { vi: 'qua dịch vụ bưu chính công ích', en: 'by public post' },
  online: { vi: 'trực tuyến', en: 'online' },
} as const satisfies Readonly<Record<string, Text>>;

/** The sentence a letter ends with. */
export const CLOSING: Readonly<Partial<Record<LetterKind, Readonly<Record<Language, string>>>>> = {
  supplement: {
    vi: 'Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, Ông/Bà liên hệ với người lập phiếu để được hướng dẫn.',
    en: 'If anything is unclear while you complete the dossier, please ask the officer who issued this request.',
  },
  apology: {
    vi: 'Cơ quan giải quyết hồ sơ chân thành xin lỗi Ông/Bà vì sự chậm trễ này.',
    en: 'The office sincerely apologises for this delay.',
  },
  correction: {
    vi: 'Văn bản nêu trên không còn giá trị. Cơ quan giải quyết hồ sơ mong Ông/Bà thông cảm.',
    en: 'The letter named above is void. The office asks you to excuse the inconvenience.',
  },
};

/** What a representative may do, as a letter prints it. */
export const SCOPES: Readonly<Record<RepresentativeScope, Text>> = {
  act: { vi: 'nộp, bổ sung, rút hồ sơ', en: 'submit, supplement, withdraw' },
  letters: { vi: 'nhận văn bản', en: 'receive letters' },
  result: { vi: 'nhận kết quả', en: 'receive the result' },
};
