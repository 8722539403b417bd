/** Statutory letters as HTML and PDF. */
export { letterAttachment } from './letter-attachment.js';
export { letterHtml } from './letter-html.js';
export type { LetterOptions } from './letter-options.js';
export { type LetterPdfOptions, letterPdf } from './letter-pdf.js';
export type { FontFiles } from './pdf-maker.js';
