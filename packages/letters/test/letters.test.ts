import type { LetterField } from '@motcua/core';
import { letterContent } from '@motcua/core/dossier';
import { inspectionLetterContent, inspectionLetterSchema } from '@motcua/core/inspection';
import decodeQr from 'qr/decode.js';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { letterAttachment, letterHtml, letterPdf } from '../src/index.js';
import { letterNames, letters, options } from './letters.js';
import { readPdf } from './read-pdf.js';

const kinds = Object.keys(letters) as (keyof typeof letters)[];
const LOOKUP = 'https://tra-cuu.binh-an.example/ho-so?ma=H02.19-260302-0007';

const wordsOf = (field: LetterField) =>
  'value' in field ? [`${field.label}: ${field.value}`] : [`${field.label}:`, ...field.items];

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe.each(kinds)('the letter %s on paper', (kind) => {
  const content = letterContent(letters[kind], 'vi', letterNames);

  test('has every field of its form in order, each diacritic in its place', async () => {
    const { text, pages } = await readPdf(await letterPdf(content, options));
    const expected = [
      ...options.sender,
      ...content.heading,
      content.title,
      ...content.reference.flatMap(wordsOf),
      ...content.body.flatMap(wordsOf),
      ...(content.closing === undefined ? [] : [content.closing]),
      ...(content.countersign === undefined ? [] : [content.countersign]),
      ...content.signature.flatMap(wordsOf),
    ];
    expect(text.trim()).toBe(expected.join(' ').normalize('NFC'));
    expect(pages).toBe(1);
  });

  test('is looked up by its QR code', async () => {
    expect((await readPdf(await letterPdf(content, options))).qr()).toBe(LOOKUP);
  });

  test('has the same bytes whenever and wherever it is printed', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    const first = await letterPdf(content, options);
    vi.setSystemTime(Date.UTC(2031, 6, 1));
    vi.stubEnv('TZ', 'America/New_York');
    expect(Buffer.compare(await letterPdf(content, options), first)).toBe(0);
  });
});

test('a letter says in its file when it was made, in which language, and about what', async () => {
  const { info } = await readPdf(await letterPdf(letterContent(letters.apology, 'vi', letterNames), options));
  expect(info).toMatchObject({
    Title: 'VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT',
    Subject: 'H02.19-260302-0007',
    Language: 'vi-VN',
    CreationDate: 'D:20260306093000Z',
    ModDate: 'D:20260306093000Z',
  });
});

test('two letters have two ids, and the font is inside', async () => {
  const [a, b] = await Promise.all(
    [letters.receipt, letters.apology].map((letter) => letterPdf(letterContent(letter, 'vi', letterNames), options)),
  );
  const idOf = (bytes: Uint8Array | undefined) =>
    /\/ID \[(<[0-9a-f]+>)/u.exec(Buffer.from(bytes ?? []).toString('latin1'))?.[1];
  expect(idOf(a)).toMatch(/^<[0-9a-f]{32}>$/u);
  expect(idOf(a)).not.toBe(idOf(b));
  expect(Buffer.from(a ?? []).toString('latin1')).toMatch(/\/FontName \/[A-Z]{6}\+Tinos/u);
});

test('decomposed letters, as some keyboards write them, come out composed', async () => {
  const content = letterContent(letters.refusal, 'vi', letterNames);
  const decomposed = { ...content, title: content.title.normalize('NFD') };
  expect(await letterPdf(decomposed, options)).toEqual(await letterPdf(content, options));
});

test('a long letter goes on over more pages', async () => {
  const items = Array.from({ length: 120 }, (_, index) => ({ id: `i${index}`, content: `Giấy tờ thứ ${index + 1}` }));
  const { pages } = await readPdf(await letterPdf(letterContent({ ...letters.supplement, items }), options));
  expect(pages).toBeGreaterThan(2);
});

test('an inspection has its letters on paper by the same way', async () => {
  const letter = inspectionLetterSchema.parse({
    kind: 'conclusion',
    form: null,
    code: 'KT-04/2026',
    from: 'Sở Nội vụ',
    to: 'UBND xã Bình An',
    subject: 'UBND xã Bình An',
    by: 'Hồ Đăng Quang',
    at: letters.receipt.at,
    statement: 'Bộ phận một cửa thực hiện nghiêm túc quy trình.',
  });
  const { text, qr } = await readPdf(await letterPdf(inspectionLetterContent(letter)));
  expect(text).toContain('THÔNG BÁO KẾT LUẬN KIỂM TRA');
  expect(qr()).toBe('KT-04/2026');
});

describe('a letter as a page', () => {
  test('has the same words, in the language it is in', () => {
    const page = letterHtml(letterContent(letters.receipt, 'vi', letterNames), options);
    const text = page
      .replaceAll(/<style>.*?<\/style>|<head>.*?<\/head>/gsu, '')
      .replaceAll(/<[^>]+>/gu, ' ')
      .replaceAll(/\s+/gu, ' ');
    const { heading, title, reference, body, signature } = letterContent(letters.receipt, 'vi', letterNames);
    const fields = [...reference, ...body, ...signature].flatMap((field) => [
      field.label,
      ...('value' in field ? [field.value] : field.items),
    ]);
    expect(text.trim()).toBe(
      [...options.sender, ...heading, title, ...fields.slice(0, -4), 'Người nộp hồ sơ', ...fields.slice(-4)].join(' '),
    );
    expect(page).toContain('<html lang="vi">');
    expect(letterHtml(letterContent(letters.apology, 'en'), options)).toContain('<html lang="en">');
  });

  test('is looked up by its QR code, which is named for those who cannot see it', () => {
    const page = letterHtml(letterContent(letters.receipt, 'vi', letterNames), options);
    expect(page).toContain(`aria-label="QR: ${LOOKUP.replaceAll('&', '&amp;')}"`);
    expect(decodeQr(rasterOf(page))).toBe(LOOKUP);
  });

  test('prints what people wrote as text', () => {
    const reason = '<script>alert("x")</script> & "thiếu"';
    const page = letterHtml(letterContent({ ...letters.refusal, reason }));
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &quot;thiếu&quot;');
  });

  test('fetches nothing, and has no QR code without a code', () => {
    const { code: _, ...uncoded } = letters.refusal;
    const page = letterHtml(letterContent(uncoded), options);
    expect(page).not.toMatch(/<svg|https?:|url\(|@import|<link|src=/u);
  });
});

test('a letter is sent along under a name that every mail program can read', async () => {
  const { name, mediaType, bytes } = await letterAttachment(letterContent(letters.apology), options);
  expect([name, mediaType]).toEqual([
    'van-ban-xin-loi-va-de-nghi-gia-han-thoi-gian-giai-quyet_H02.19-260302-0007.pdf',
    'application/pdf',
  ]);
  expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-');
});

/** The drawing of a page, four dots a module. */
function rasterOf(page: string): { width: number; height: number; data: Uint8Array } {
  const size = Number(/viewBox="0 0 (\d+)/u.exec(page)?.[1]);
  const side = size * 4;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y, length] of page.matchAll(/M(\d+) (\d+)h(\d+)v1/gu)) {
    for (let row = Number(y) * 4; row < Number(y) * 4 + 4; row += 1) {
      const from = (row * side + Number(x) * 4) * 4;
      for (let dot = 0; dot < Number(length) * 4; dot += 1) data.set([0, 0, 0], from + dot * 4);
    }
  }
  return { width: side, height: side, data };
}
