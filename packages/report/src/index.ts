export { renderHtml } from './render-html.js';
export { renderMarkdown } from './render-markdown.js';
export type { RenderOptions } from './speech.js';
