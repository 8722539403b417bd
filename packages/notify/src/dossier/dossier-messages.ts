import type { Messages } from '../messages.js';

/** The words of `dossierPolicy`. Spread them, and change what your office says otherwise. */
export const dossierMessages: Messages = {
  vi: {
    'receipt.subject': 'Đã tiếp nhận hồ sơ {code}',
    'receipt.text':
      'Kính gửi Ông/Bà {person},\n\n{unit} đã tiếp nhận hồ sơ {code}: {procedure}.\nThời gian trả kết quả: {dueAt}.\nTra cứu hồ sơ: {lookup}\n\nGiấy tiếp nhận và hẹn trả kết quả kèm theo.',
    'receipt.short': 'Hồ sơ {code} đã được tiếp nhận, trả kết quả {dueAt}. Tra cứu: {lookup}',
    'supplement.subject': 'Đề nghị bổ sung hồ sơ {code}',
    'supplement.text':
      'Kính gửi Ông/Bà {person},\n\nHồ sơ {code} ({procedure}) cần được bổ sung, hoàn thiện.\nLý do: {reason}\n\nPhiếu yêu cầu bổ sung kèm theo ghi đầy đủ các nội dung.',
    'supplement.short': 'Hồ sơ {code} cần bổ sung. Tra cứu: {lookup}',
    'refusal.subject': 'Từ chối tiếp nhận hồ sơ: {procedure}',
    'refusal.text':
      'Kính gửi Ông/Bà {person},\n\nHồ sơ {procedure} chưa đủ điều kiện tiếp nhận.\nLý do: {reason}\n\nPhiếu từ chối tiếp nhận kèm theo.',
    'refusal.short': 'Hồ sơ {procedure} chưa được tiếp nhận. Đề nghị liên hệ {unit}.',
    'apology.subject': 'Xin lỗi và hẹn lại ngày trả kết quả hồ sơ {code}',
    'apology.text':
      'Kính gửi Ông/Bà {person},\n\n{unit} xin lỗi Ông/Bà vì hồ sơ {code} ({procedure}) chưa được giải quyết đúng hẹn ({dueAt}).\nLý do: {reason}\nHẹn trả kết quả lại vào: {until}.\n\nVăn bản xin lỗi kèm theo.',
    'apology.short': '{unit} xin lỗi: hồ sơ {code} chậm, hẹn trả kết quả lại {until}.',
    'new-date.subject': 'Thay đổi ngày hẹn trả kết quả hồ sơ {code}',
    'new-date.text':
      'Kính gửi Ông/Bà {person},\n\nNgày hẹn trả kết quả hồ sơ {code} ({procedure}) chuyển từ {dueAt} sang {until} do thay đổi ngày làm việc.\n\nThông báo kèm theo.',
    'new-date.short': 'Hồ sơ {code}: ngày trả kết quả chuyển sang {until}.',
    'correction.subject': 'Đính chính văn bản xin lỗi về hồ sơ {code}',
    'correction.text':
      'Kính gửi Ông/Bà {person},\n\nHồ sơ {code} ({procedure}) đã được giải quyết đúng hẹn; văn bản xin lỗi trước đây không còn giá trị.\nLý do: {reason}\n\nThông báo đính chính kèm theo.',
    'correction.short': 'Hồ sơ {code} đúng hẹn; văn bản xin lỗi trước đây không còn giá trị.',
    'stop.subject': 'Dừng giải quyết hồ sơ {code}',
    'stop.text':
      'Kính gửi Ông/Bà {person},\n\nHồ sơ {code} ({procedure}) đã dừng giải quyết.\nLý do: {reason}\n\nThông báo kèm theo.',
    'stop.short': 'Hồ sơ {code} đã dừng giải quyết. Đề nghị liên hệ {unit}.',
    'result-ready.subject': 'Đã có kết quả hồ sơ {code}',
    'result-ready.text':
      'Kính gửi Ông/Bà {person},\n\nHồ sơ {code} ({procedure}) đã có kết quả tại {unit}.\nTra cứu hồ sơ: {lookup}',
    'result-ready.short': 'Hồ sơ {code} đã có kết quả tại {unit}.',
    'due-soon.subject': 'Sắp đến hạn: hồ sơ {code}',
    'due-soon.text': '{person}: hồ sơ {code} ({procedure}) của {applicant} đến hạn {dueAt}.',
    'apology-owed.subject': 'Cần xin lỗi và hẹn lại: hồ sơ {code}',
    'apology-owed.text':
      '{person}: hồ sơ {code} ({procedure}) của {applicant} đến hạn {dueAt} và chưa có kết quả.\nNếu không kịp, phải có văn bản xin lỗi và hẹn lại trước thời hạn ít nhất một ngày.',
    'overdue.subject': 'QUÁ HẠN: hồ sơ {code}',
    'overdue.text': '{person}: hồ sơ {code} ({procedure}) của {applicant} tại {unit} đã quá hạn {dueAt}.',
    'still-overdue.subject': 'Quá hạn {lateDays, number} ngày làm việc: hồ sơ {code}',
    'still-overdue.text':
      '{person}: hồ sơ {code} ({procedure}) tại {unit} đã quá hạn {lateDays, number} ngày làm việc (hạn {dueAt}) và vẫn chưa có kết quả.',
    'morning.subject':
      'Việc ngày {date}: {overdue, number} quá hạn, {dueToday, number} đến hạn hôm nay, {suspended, number} tạm dừng',
    'morning.text':
      'Chào {person},\n\nNgày {date}: {overdue, number} hồ sơ quá hạn, {dueToday, number} đến hạn hôm nay, {suspended, number} đang tạm dừng.\n\n{list}',
    'morning.overdue': 'QUÁ HẠN ({count, number})',
    'morning.dueToday': 'ĐẾN HẠN HÔM NAY ({count, number})',
    'morning.suspended': 'TẠM DỪNG ({count, number})',
    'morning.item': '- {code} (thủ tục {category}), hạn {dueAt}{lateDays, plural, =0 {} other {, quá # ngày làm việc}}',
    'morning.more': '- và {count, number} hồ sơ khác',
  },
  en: {
    'receipt.subject': 'Dossier {code} was received',
    'receipt.text':
      'Dear {person},\n\n{unit} has received dossier {code}: {procedure}.\nThe result is due at {dueAt}.\nLook it up: {lookup}\n\nThe slip of receipt and appointment is attached.',
    'receipt.short': 'Dossier {code} was received; the result is due at {dueAt}. Look it up: {lookup}',
    'supplement.subject': 'Please complete dossier {code}',
    'supplement.text':
      'Dear {person},\n\nDossier {code} ({procedure}) has to be completed.\nReason: {reason}\n\nThe request attached names everything that is missing.',
    'supplement.short': 'Dossier {code} has to be completed. Look it up: {lookup}',
    'refusal.subject': 'The dossier was not accepted: {procedure}',
    'refusal.text':
      'Dear {person},\n\nThe dossier {procedure} could not be accepted.\nReason: {reason}\n\nThe refusal is attached.',
    'refusal.short': 'The dossier {procedure} was not accepted. Please ask {unit}.',
    'apology.subject': 'Apology and new date for dossier {code}',
    'apology.text':
      'Dear {person},\n\n{unit} apologises: dossier {code} ({procedure}) could not be settled by the date promised ({dueAt}).\nReason: {reason}\nNew date: {until}.\n\nThe letter of apology is attached.',
    'apology.short': '{unit} apologises: dossier {code} is late; the new date is {until}.',
    'new-date.subject': 'The date of return of dossier {code} has changed',
    'new-date.text':
      'Dear {person},\n\nThe result of dossier {code} ({procedure}) was due at {dueAt} and is now due at {until}, because working days have changed.\n\nThe notice is attached.',
    'new-date.short': 'Dossier {code}: the result is now due at {until}.',
    'correction.subject': 'Correction of the apology about dossier {code}',
    'correction.text':
      'Dear {person},\n\nDossier {code} ({procedure}) was settled in time; the letter of apology is void.\nReason: {reason}\n\nThe correction is attached.',
    'correction.short': 'Dossier {code} was in time; the letter of apology is void.',
    'stop.subject': 'Dossier {code} was discontinued',
    'stop.text':
      'Dear {person},\n\nDossier {code} ({procedure}) was discontinued.\nReason: {reason}\n\nThe notice is attached.',
    'stop.short': 'Dossier {code} was discontinued. Please ask {unit}.',
    'result-ready.subject': 'The result of dossier {code} is there',
    'result-ready.text':
      'Dear {person},\n\nThe result of dossier {code} ({procedure}) is at {unit}.\nLook it up: {lookup}',
    'result-ready.short': 'The result of dossier {code} is at {unit}.',
    'due-soon.subject': 'Due soon: dossier {code}',
    'due-soon.text': '{person}: dossier {code} ({procedure}) of {applicant} is due at {dueAt}.',
    'apology-owed.subject': 'An apology is owed: dossier {code}',
    'apology-owed.text':
      '{person}: dossier {code} ({procedure}) of {applicant} is due at {dueAt} and has no result yet.\nIf it cannot be settled, an apology with a new date must go out at least one day before.',
    'overdue.subject': 'OVERDUE: dossier {code}',
    'overdue.text': '{person}: dossier {code} ({procedure}) of {applicant} at {unit} was due at {dueAt}.',
    'still-overdue.subject': '{lateDays, plural, one {# working day} other {# working days}} overdue: dossier {code}',
    'still-overdue.text':
      '{person}: dossier {code} ({procedure}) at {unit} was due at {dueAt}; {lateDays, plural, one {# working day has} other {# working days have}} passed, and there is no result.',
    'morning.subject': '{date}: {overdue, number} overdue, {dueToday, number} due today, {suspended, number} suspended',
    'morning.text':
      'Good morning {person},\n\n{date}: {overdue, plural, one {# dossier is} other {# dossiers are}} overdue, {dueToday, number} due today, {suspended, number} suspended.\n\n{list}',
    'morning.overdue': 'OVERDUE ({count, number})',
    'morning.dueToday': 'DUE TODAY ({count, number})',
    'morning.suspended': 'SUSPENDED ({count, number})',
    'morning.item':
      '- {code} (procedure {category}), due at {dueAt}{lateDays, plural, =0 {} one {, # working day late} other {, # working days late}}',
    'morning.more': '- and {count, plural, one {# more} other {# more}}',
  },
};
