import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { virtualClock } from '@motcua/testkit';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMailServer } from './mail-server.js';
import { openOffice } from './office.js';
import { DOSSIER, goLate, TENANT } from './story.js';

const folder = mkdtempSync(join(tmpdir(), 'motcua-late-apology-'));
const APOLOGY = 'van-ban-xin-loi-va-de-nghi-gia-han-thoi-gian-giai-quyet_H02.19-260302-0007.pdf';
let server: Awaited<ReturnType<typeof startMailServer>>;
let office: Awaited<ReturnType<typeof openOffice>>;

beforeAll(async () => {
  const clock = virtualClock('2026-03-02T07:00+07:00');
  server = await startMailServer();
  office = await openOffice({ clock, folder, smtpPort: server.port });
  await goLate(office.engine, clock);
});

afterAll(async () => {
  await office.engine.stop();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const mailsTo = (address: string) =>
  server.mails.filter(({ to }) => [to].flat().some((each) => each?.text.includes(address)));

test('everybody hears what is theirs, in order, and once', () => {
  expect(
    Object.fromEntries(
      ['hang@', 'minh@', 'ha@', 'binh@'].map((who) => [who, mailsTo(who).map(({ subject }) => subject)]),
    ),
  ).toEqual({
    'hang@': ['Đã tiếp nhận hồ sơ H02.19-260302-0007', 'Xin lỗi và hẹn lại ngày trả kết quả hồ sơ H02.19-260302-0007'],
    'minh@': [
      'Cần xin lỗi và hẹn lại: hồ sơ H02.19-260302-0007',
      'Việc ngày 05/03/2026: 0 quá hạn, 1 đến hạn hôm nay, 0 tạm dừng',
      'Sắp đến hạn: hồ sơ H02.19-260302-0007',
      'QUÁ HẠN: hồ sơ H02.19-260302-0007',
      'Việc ngày 06/03/2026: 1 quá hạn, 0 đến hạn hôm nay, 0 tạm dừng',
    ],
    'ha@': ['Cần xin lỗi và hẹn lại: hồ sơ H02.19-260302-0007', 'QUÁ HẠN: hồ sơ H02.19-260302-0007'],
    'binh@': [],
  });
});

test('the apology in the mail and the one in the folder are the same paper', () => {
  const [attachment] = mailsTo('hang@').at(-1)?.attachments ?? [];
  expect(attachment?.filename).toBe(APOLOGY);
  expect(readFileSync(join(folder, APOLOGY)).equals(attachment?.content ?? Buffer.of())).toBe(true);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('the apology names the promised date, the reason and the new date', async () => {
  const file = await getDocument({ data: new Uint8Array(readFileSync(join(folder, APOLOGY))), verbosity: 0 }).promise;
  const { items } = await (await file.getPage(1)).getTextContent();
  const text = items
    .map((item) => ('str' in item ? item.str : ''))
    .join(' ')
    .replaceAll(/\s+/gu, ' ');
  expect(text).toContain('Nguyễn Thị Lệ Hằng');
  expect(text).toContain('Thời hạn đã hẹn: 17 giờ 00, ngày 05/03/2026');
  expect(text).toContain('Lý do: Chưa có kết quả xác minh của xã nơi thường trú trước đây');
  expect(text).toContain('Hẹn trả kết quả lại vào: 17 giờ 00, ngày 11/03/2026');
});

test('the office can show whom it told', async () => {
  const told = await office.told({ tenant: TENANT, caseId: DOSSIER });
  expect(told.map(({ audience, template, outcome }) => `${audience} ${template} ${outcome}`)).toContain(
    'applicant apology sent',
  );
  expect(JSON.stringify(told)).not.toMatch(/hang|001099012345/u);
});
