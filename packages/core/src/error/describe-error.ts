const MAX_LENGTH = 2_000;
const SHOWN = 20;

/** What was thrown, in words, whatever it was. Never throws; the text is short and any store can keep it. */
export function describeError(thrown: unknown): string {
  return clean(textOf(thrown) ?? 'something that cannot be printed was thrown');
}

function textOf(thrown: unknown): string | undefined {
  try {
    const message: unknown = thrown instanceof Error ? thrown.message : thrown;
    return typeof message === 'string' ? message : String(message);
  } catch {
    return undefined;
  }
}

function clean(text: string): string {
  const cut = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  return cut.toWellFormed().replaceAll('\0', '\u{fffd}');
}

/** The first of a list of problems, and how many more there are. */
export function shortList(problems: readonly string[]): string {
  const more = problems.length - SHOWN;
  return clean(`${problems.slice(0, SHOWN).join('; ')}${more > 0 ? `; and ${more} more` : ''}`);
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of a union: what each of its choices finds wrong. */
  readonly errors?: readonly (readonly Issue[])[];
}

interface ParseError {
  readonly issues: readonly Issue[];
}

/** Every problem zod found, as `path: problem`. Of a union, what its nearest choice finds wrong. */
export const issuesOf = ({ issues }: ParseError): readonly string[] => issues.flatMap((issue) => linesOf(issue, []));

function linesOf({ path, message, errors = [] }: Issue, above: readonly PropertyKey[]): readonly string[] {
  const place = [...above, ...path];
  const [first, ...others] = errors.filter((choice) => choice.length > 0);
  if (first === undefined) return [`${place.map(String).join('.') || '(all of it)'}: ${message}`];
  const nearest = others.reduce((best, choice) => (choice.length < best.length ? choice : best), first);
  return nearest.flatMap((issue) => linesOf(issue, place));
}
