/** A line of a page that stands outside of fenced blocks, or inside of one. */
export interface PageLine {
  readonly line: number;
  readonly text: string;
  readonly place: 'prose' | 'code' | 'fence';
}

const fencePattern = /^\s*(?<ticks>`{3,}|~{3,})/u;

/** Every line of a page with its place. A block ends at a fence at least as long as the one that opened it. */
export function linesOf(page: string): PageLine[] {
  let open: string | undefined;
  return page.split('\n').map((text, index) => {
    const ticks = fencePattern.exec(text)?.groups?.['ticks'];
    const line = index + 1;
    if (open === undefined) {
      open = ticks;
      return { line, text, place: ticks === undefined ? 'prose' : 'fence' };
    }
    const closes = ticks?.startsWith(open) === true && text.trim() === ticks;
    if (closes) open = undefined;
    return { line, text, place: closes ? 'fence' : 'code' };
  });
}
