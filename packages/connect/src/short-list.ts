const SHOWN = 10;

/** The first of a list of problems, and how many more there are: short enough for any text that is kept. */
export function shortList(problems: readonly string[]): string {
  const more = problems.length - SHOWN;
  return `${problems.slice(0, SHOWN).join('; ')}${more > 0 ? `; +${more}` : ''}`.slice(0, 1_500);
}
