import { describe, expect, test } from 'vitest';
import {
  controlSheet,
  formTitle,
  type Letter,
  letterContent,
  letterSchema,
  regimeAt,
  registerRow,
  renderLetter,
} from '../index.js';
import { at, CODE, calendar, examined, people, procedure, type Scenario, submitted, UNIT } from './scenario.js';

const letters = (s: Scenario): Letter[] =>
  s.said('letter.issued').map(({ type: _, ...letter }) => letterSchema.parse(letter));
const steps = [
  { id: '1', stage: 'examine', actor: 'x', name: { vi: 'x', en: 'x' }, budget: { amount: 2, unit: 'workingDay' } },
];

describe('letters', () => {
  test('the slip has its code, its papers by name, and the day it promises', () => {
    const rules = procedure();
    const [slip] = letters(examined({ procedure: rules }));
    expect(slip).toMatchObject({ kind: 'receipt', form: '01', regime: '2025', code: CODE });
    expect(slip && renderLetter(slip, 'vi', rules)).toMatchInlineSnapshot(`
      "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
      Độc lập - Tự do - Hạnh phúc
      ---------------

      GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
      Mẫu số: 01
      Mã hồ sơ: H02.19-260302-0007
      Cơ quan: commune-1.one-stop

      Người nộp hồ sơ: Nguyễn Văn An
      Thủ tục hành chính: Thủ tục thử nghiệm (9.000001)
      Thành phần hồ sơ gồm:
        1. Tờ khai
        2. Giấy tờ
      Thời gian nhận hồ sơ: 09 giờ 00, ngày 02/03/2026
      Thời gian trả kết quả: 17 giờ 00, ngày 09/03/2026
      Nhận kết quả: tại bộ phận một cửa

      Lập lúc: 09 giờ 00, ngày 02/03/2026
      Người lập phiếu: officer-counter"
    `);
  });

  test('names offices and officers, and has the fields the office adds to the form', () => {
    const names = new Map([
      ['commune-1.one-stop', 'Trung tâm Phục vụ hành chính công xã'],
      ['officer-counter', 'Nguyễn Thị Lan'],
    ]);
    const [slip] = letters(examined());
    const agent = { id: 'p2', name: 'Lê Văn Bình', identity: '001088000001', phone: '0912000000', authority: 'GUQ-12' };
    const content = letterContent({ ...(slip as Letter), representative: agent }, 'vi', {
      nameOf: (id) => names.get(id),
      particulars: [{ label: 'Số lượng hồ sơ', value: '01 bộ' }],
    });
    expect(content.reference).toContainEqual({ label: 'Cơ quan', value: 'Trung tâm Phục vụ hành chính công xã' });
    expect(content.signature).toContainEqual({ label: 'Người lập phiếu', value: 'Nguyễn Thị Lan' });
    expect(content.body).toEqual(
      expect.arrayContaining([
        { label: 'Người được ủy quyền', value: 'Lê Văn Bình' },
        { label: 'Số định danh của người đại diện', value: '001088000001' },
        { label: 'Số điện thoại của người đại diện', value: '0912000000' },
        { label: 'Giấy tờ ủy quyền', value: 'GUQ-12' },
        { label: 'Số lượng hồ sơ', value: '01 bộ' },
      ]),
    );
  });

  test('is not issued for a result on the spot, unless asked for', () => {
    const s = submitted().send(people.counter, '2026-03-02 09:10', {
      type: 'accept',
      code: CODE,
      papers: [{ id: 'declaration' }],
      slip: false,
    });
    expect(letters(s)).toEqual([]);
  });

  test('read in English as well', () => {
    const s = examined().fireUntil('2026-03-06 16:00');
    s.send(people.leader, '2026-03-06 16:30', {
      type: 'apology.issue',
      reason: 'waiting for verification',
      until: at('2026-03-12 17:00'),
      responsible: UNIT,
    });
    const text = renderLetter(letters(s).at(-1) as Letter, 'en');
    expect(text).toContain('APOLOGY AND NEW DATE');
    expect(text).toContain('New date: 17:00 on 12/03/2026');
  });

  test('carry the numbers of the forms in use on the day of submission', () => {
    expect([regimeAt(at('2025-09-14 23:59')), regimeAt(at('2025-09-15 00:00'))]).toEqual(['2018', '2025']);
    expect(
      [formTitle('control-sheet', '2018'), formTitle('control-sheet', '2025')].map((title) => title.slice(0, 2)),
    ).toEqual(['05', '06']);
    expect(formTitle('stop', '2018')).toBe('THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ');
  });

  test("may bear the number of another authority's own form", () => {
    const [slip] = letters(examined({ procedure: procedure({ forms: { receipt: 'CT04', refusal: 'CT06' } }) }));
    expect(slip?.form).toBe('CT04');
  });
});

describe('the control sheet', () => {
  const rules = procedure({ steps });
  const sheet = (s: Scenario) => controlSheet(s.history, s.envelope?.deadlines ?? [], calendar);

  test('says of each hand-over whether its stage was early, on time or late', () => {
    const early = examined({ procedure: rules }).send(people.officer, '2026-03-03 10:00', {
      type: 'examination.conclude',
      outcome: 'granted',
    });
    const onTime = examined({ procedure: rules }).send(people.officer, '2026-03-04 10:00', {
      type: 'examination.conclude',
      outcome: 'granted',
    });
    const late = examined({ procedure: rules })
      .fireUntil('2026-03-05 08:00')
      .send(people.officer, '2026-03-05 10:00', { type: 'examination.conclude', outcome: 'granted' });
    expect([early, onTime, late].map((s) => sheet(s).at(-1)?.standing)).toEqual(['early', 'on-time', 'late']);
    expect(sheet(early)[0]).toMatchObject({
      stage: 'transfer',
      from: { unit: 'commune-1.one-stop' },
      to: { unit: UNIT },
      standing: 'on-time',
    });
  });

  test('takes the word of the receiving side', () => {
    const s = examined({ procedure: rules }).send(people.officer, '2026-03-02 14:00', {
      type: 'hand-over.acknowledge',
      standing: 'late',
      remark: 'thiếu phụ lục',
    });
    expect(sheet(s).at(-1)).toMatchObject({ standing: 'late', remark: 'thiếu phụ lục' });
  });
});

describe('the register', () => {
  test('has a line for every accepted dossier', () => {
    expect(registerRow(examined().envelope as NonNullable<Scenario['envelope']>)).toMatchObject({
      code: CODE,
      applicant: 'Nguyễn Văn An',
      agency: UNIT,
      dueAt: at('2026-03-09 17:00'),
      returnedAt: undefined,
    });
    expect(registerRow(submitted().envelope as NonNullable<Scenario['envelope']>)).toBeUndefined();
  });
});
