// docs/errors/README.md lists all codes. It is written by `pnpm docs:sync` from the table and from the pages.
import { type CodeTable, errorPageFolder, errorPagePath } from './error-pages.ts';

export const errorIndexPath = `${errorPageFolder}/README.md`;

const WAYS = { throw: 'thrown', reply: 'reply', both: 'reply or thrown' } as const;

const head = `# Errors

*Reference, written by \`pnpm docs:sync\`.*

Each error has a code, a message in three parts (what happened; what was expected; what to do), and a page. Recognise a thrown
one with \`isMotcuaError(error, code?)\`, never with \`instanceof\`. A code of a reply is not thrown: nothing has changed, and the
same reply is given to whoever repeats the command. *Again* says whether the same call may succeed later, unchanged.

| code | comes as | again | what happened |
| --- | --- | --- | --- |
`;

/** The list of the codes, with the first words of each page. */
export function errorIndex(codes: CodeTable, pageOf: (path: string) => string | undefined): string {
  const rows = Object.entries(codes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { kind, retryable }]) => {
      const summary = summaryOf(pageOf(errorPagePath(code)) ?? '');
      return `| [${code}](${code}.md) | ${WAYS[kind]} | ${retryable ? 'yes' : 'no'} | ${summary} |\n`;
    });
  return head + rows.join('');
}

/** The first sentence of "What happened"; of its quoted message when there is nothing else. */
function summaryOf(page: string): string {
  const section = page.split(/^## /mu).find((text) => text.startsWith('What happened\n')) ?? '';
  const paragraphs = section.split(/\n{2,}/u).slice(1);
  const paragraph = paragraphs.find((text) => text.trim() !== '' && !text.startsWith('>')) ?? paragraphs[0] ?? '';
  const sentence = /^.+?[.:](?=\s|$)/su.exec(paragraph.replace(/^> ?/gmu, '').trim())?.[0] ?? '';
  return sentence.replaceAll('\n', ' ').replace(/:$/u, '.').replaceAll('|', '\\|');
}
