import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import decodeQr from 'qr/decode.js';

/** What a reader of PDF finds in a letter. */
export interface ReadLetter {
  /** Its text in reading order, white space folded. */
  readonly text: string;
  readonly pages: number;
  readonly info: Readonly<Record<string, unknown>>;
  /** What the QR code on the rendered first page says. */
  readonly qr: () => string;
}

export async function readPdf(bytes: Uint8Array): Promise<ReadLetter> {
  // The reader takes over the bytes it is given.
  const document = await getDocument({ data: bytes.slice(), verbosity: 0 }).promise;
  const page = await document.getPage(1);
  const { items } = await page.getTextContent();
  const viewport = page.getViewport({ scale: 2 });
  const canvas = createCanvas(viewport.width, viewport.height);
  const context = canvas.getContext('2d');
  // The types of the reader know the canvas of a browser only.
  const drawing = { canvas, canvasContext: context, viewport } as unknown as Parameters<typeof page.render>[0];
  await page.render(drawing).promise;
  const { info } = await document.getMetadata();
  return {
    text: items
      .map((item) => ('str' in item ? `${item.str}${item.hasEOL ? ' ' : ''}` : ''))
      .join('')
      .replaceAll(/\s+/gu, ' '),
    pages: document.numPages,
    info: info as Record<string, unknown>,
    qr: () => decodeQr(context.getImageData(0, 0, canvas.width, canvas.height)),
  };
}
