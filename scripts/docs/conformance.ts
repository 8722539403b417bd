// docs/reference/conformance.md shows what each adapter keeps of its contract. The results are JSON files that the suites
// compare with what they prove; `pnpm docs:sync` makes the tables of them.

interface RuleOutcome {
  readonly id: string;
  readonly name: string;
  readonly outcome: 'kept' | 'skipped' | 'gap' | 'broken';
  readonly reason?: string;
}

interface Report {
  readonly contract: string;
  readonly contractVersion: number;
  readonly adapter: string;
  readonly rules: readonly RuleOutcome[];
}

export const conformanceFolder = 'docs/reference/conformance';
export const conformancePage = 'docs/reference/conformance.md';

const BEGIN = '<!-- the tables below are written by `pnpm docs:sync` -->';

const marks = { kept: 'yes', skipped: '–', gap: 'gap', broken: '**broken**' } as const;

/** The page with its tables made anew; the text above the mark is ours. */
export function syncConformancePage(page: string | undefined, reports: ReadonlyMap<string, string>): string {
  const head = page === undefined ? '# Conformance\n\n' : (page.split(BEGIN)[0] ?? '');
  return `${head}${BEGIN}\n\n${tablesOf(reports)}`;
}

function tablesOf(texts: ReadonlyMap<string, string>): string {
  const reports = [...texts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, text]) => ({ file, ...(JSON.parse(text) as Report) }));
  const contracts = [...new Set(reports.map(({ contract }) => contract))].toSorted();
  return contracts
    .map((contract) =>
      tableOf(
        contract,
        reports.filter((report) => report.contract === contract),
      ),
    )
    .join('\n');
}

function tableOf(contract: string, reports: readonly (Report & { readonly file: string })[]): string {
  const names = new Map(reports.flatMap(({ rules }) => rules.map(({ id, name }) => [id, name] as const)));
  const notes = new Map<string, number>();
  const cell = (rule: RuleOutcome | undefined): string => {
    if (rule === undefined) return '';
    if (rule.reason === undefined) return marks[rule.outcome];
    if (!notes.has(rule.reason)) notes.set(rule.reason, notes.size + 1);
    return `${marks[rule.outcome]} ${notes.get(rule.reason)}`;
  };
  const rows = [...names].map(
    ([id, name]) =>
      `| \`${id}\` | ${name} | ${reports.map(({ rules }) => cell(rules.find((rule) => rule.id === id))).join(' | ')} |`,
  );
  const version = Math.max(...reports.map(({ contractVersion }) => contractVersion));
  return [
    `## The ${contract} contract, version ${version}`,
    '',
    `| rule | promise | ${reports.map(({ adapter, file }) => `[${adapter}](conformance/${file})`).join(' | ')} |`,
    `| --- | --- | ${reports.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
    ...(notes.size === 0 ? [] : [...notes].map(([reason, number]) => `${number}. ${reason}`).concat('')),
  ].join('\n');
}
