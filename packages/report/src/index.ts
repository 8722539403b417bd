export type { RenderOptions } from './document.js';
export { renderHtml } from './render-html.js';
export { renderMarkdown } from './render-markdown.js';
