import { parseInstant } from '@motcua/core';
import { type Letter, letterSchema } from '@motcua/core/dossier';

const at = (time: string) => parseInstant(`${time}+07:00`);

const about = {
  regime: '2025',
  code: 'H02.19-260302-0007',
  procedure: '1.004873',
  procedureName: { vi: 'Cấp giấy xác nhận tình trạng hôn nhân', en: 'Certificate of marital status' },
  applicant: {
    id: 'p1',
    kind: 'citizen',
    name: 'Nguyễn Thị Lệ Hằng',
    identity: '001099012345',
    address: 'Số 7, đường Trường Chinh, xã Bình An',
    phone: '0912345678',
    email: 'hang@example.vn',
  },
  unit: 'commune.counter',
  by: 'lan',
  receivedAt: at('2026-03-02T10:05'),
} as const;

/** The four letters the law asks for most, with every field their forms have. */
export const letters: Readonly<Record<'receipt' | 'supplement' | 'refusal' | 'apology', Letter>> = {
  receipt: letterSchema.parse({
    ...about,
    kind: 'receipt',
    form: '01',
    at: at('2026-03-02T10:05'),
    dueAt: at('2026-03-09T17:00'),
    papers: [
      { id: 'declaration', originals: 1 },
      { id: 'divorce', copies: 2 },
    ],
    delivery: 'counter',
    representative: { id: 'p2', name: 'Lê Văn Bưởi', identity: '001088000001', authority: 'Giấy ủy quyền số 12' },
  }),
  supplement: letterSchema.parse({
    ...about,
    kind: 'supplement',
    form: '02',
    at: at('2026-03-03T09:00'),
    items: [
      { id: 'i1', content: 'Bản sao trích lục ghi chú ly hôn' },
      { id: 'i2', content: 'Tờ khai có chữ ký của người yêu cầu' },
    ],
    reason: 'Hồ sơ còn thiếu giấy tờ theo quy định',
  }),
  refusal: letterSchema.parse({
    ...about,
    kind: 'refusal',
    form: '03',
    at: at('2026-03-03T09:00'),
    reason: 'Không thuộc thẩm quyền giải quyết của Ủy ban nhân dân cấp xã',
    legalBasis: 'Điều 21 Nghị định 123/2015/NĐ-CP',
  }),
  apology: letterSchema.parse({
    ...about,
    kind: 'apology',
    form: '04',
    at: at('2026-03-06T16:30'),
    dueAt: at('2026-03-09T17:00'),
    until: at('2026-03-12T17:00'),
    reason: 'Chờ kết quả xác minh của xã nơi thường trú trước đây',
    responsible: 'commune.justice',
  }),
};

const names = new Map([
  ['commune.counter', 'Trung tâm Phục vụ hành chính công xã Bình An'],
  ['commune.justice', 'Bộ phận Tư pháp - Hộ tịch'],
  ['lan', 'Nguyễn Thị Lan'],
]);

export const letterNames = {
  papers: [
    { id: 'declaration', name: { vi: 'Tờ khai cấp giấy xác nhận', en: 'Declaration' } },
    { id: 'divorce', name: { vi: 'Trích lục ghi chú ly hôn', en: 'Extract of divorce' } },
  ],
  nameOf: (id: string) => names.get(id),
  particulars: [{ label: 'Số lượng hồ sơ', value: '01 (bộ)' }],
};

export const options = {
  sender: ['UBND XÃ BÌNH AN', 'TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG'],
  lookup: (code: string) => `https://tra-cuu.binh-an.example/ho-so?ma=${code}`,
};
