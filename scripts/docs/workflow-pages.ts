// The workflows that have a page.
import {
  consultationWorkflow,
  dossierWorkflow,
  FORM_NUMBERS,
  formTitle,
  type LetterKind,
  PORTAL_STATUSES,
} from '../../packages/core/src/dossier/index.ts';
import {
  INSPECTION_FORMS,
  inspectionLetterKinds,
  inspectionLetterTitle,
  inspectionWorkflows,
  isoChecklist,
  itChecklist,
  REMEDY_STATUSES,
  ROUND_STATUSES,
  reformChecklist,
  standardInspectionRules,
} from '../../packages/core/src/inspection/index.ts';
import { type Letter, type WorkflowPage, workflowPage } from './workflow-page.ts';

const dossierLetters: readonly Letter[] = (Object.keys(FORM_NUMBERS['2025']) as LetterKind[]).map((kind) => ({
  kind,
  title: { vi: formTitle(kind, '2025').replace(/^\d+ /u, ''), en: '' },
  forms: `2018: ${FORM_NUMBERS['2018'][kind] ?? 'none'}; 2025: ${FORM_NUMBERS['2025'][kind] ?? 'none'}`,
}));

interface Length {
  readonly amount: number;
  readonly unit: string;
}
interface RuleValue {
  readonly budget?: Length;
  readonly before?: Length;
  readonly after?: Length;
  readonly maxTimes?: number;
  readonly maxLength?: Length;
  readonly levels?: readonly { readonly level: string; readonly after: Length }[];
}
type Rule = RuleValue & { readonly source: string; readonly confidence: string };
const isRule = (value: object): value is Rule => 'source' in value && 'confidence' in value;

const UNITS: Readonly<Record<string, string>> = {
  workingDay: 'working day',
  calendarDay: 'calendar day',
  month: 'month',
};
const countOf = (amount: number, word: string): string => `${amount} ${word}${amount === 1 ? '' : 's'}`;
const lengthText = ({ amount, unit }: Length): string => countOf(amount, UNITS[unit] ?? unit);

/** What a rule grants, in words. */
function valueText(rule: RuleValue): string {
  const { budget, before, after, maxTimes, maxLength, levels = [] } = rule;
  const parts = [
    ...(budget === undefined ? [] : [lengthText(budget)]),
    ...(before === undefined ? [] : [`${lengthText(before)} before`]),
    ...(after === undefined ? [] : [`after ${lengthText(after)}`]),
    ...(maxTimes === undefined ? [] : [`at most ${countOf(maxTimes, 'time')}`]),
    ...(maxLength === undefined ? [] : [`at most ${lengthText(maxLength)}`]),
    ...levels.map((level) => `${level.level}: ${lengthText(level.after)} after the end`),
  ];
  return parts.join('; ') || 'at the next inspection';
}

/** Every rule with a source of its own, however deep it lies. */
function ruleRows(name: string, value: object): readonly (readonly string[])[] {
  if (isRule(value)) {
    const { source, confidence, ...rest } = value;
    return [[name, valueText(rest), source, confidence]];
  }
  const { contents, severities } = value as { contents?: readonly string[]; severities?: readonly string[] };
  const whom = severities === undefined ? '' : ` (${contents?.join(', ') ?? 'any content'}; ${severities.join(', ')})`;
  const label = (key: string) => (name === '' ? key : `${name}${whom}.${key}`);
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    typeof child === 'object' && child !== null ? ruleRows(label(key), child) : [],
  );
}

const pages: readonly WorkflowPage[] = [
  {
    path: 'docs/reference/workflows/dossier.md',
    about:
      'A dossier at the one-stop shop, and the consultations it opens. [Embed the dossier workflow](../../how-to/embed-the-dossier-workflow.md) shows their use.',
    workflows: [dossierWorkflow(), consultationWorkflow()],
    letters: dossierLetters,
    statuses: Object.entries(PORTAL_STATUSES).map(([status, title]) => ({ status, title })),
  },
  {
    path: 'docs/reference/workflows/inspection.md',
    about:
      'A yearly plan opens rounds; a round opens visits and remediations; a remediation opens corrective actions. [Embed the inspection workflows](../../how-to/embed-the-inspection-workflows.md) shows their use.',
    workflows: inspectionWorkflows(),
    letters: inspectionLetterKinds.map((kind) => ({
      kind,
      title: { vi: inspectionLetterTitle(kind, 'vi'), en: inspectionLetterTitle(kind, 'en') },
      forms: INSPECTION_FORMS[kind] ?? '',
    })),
    more: [
      {
        title: 'Standard rules',
        about:
          'The terms of `standardInspectionRules`, version ' +
          `${standardInspectionRules.version}. \`sure\` rests on an article; \`likely\` and \`open\` are defaults for the office to set. Sources stand as papers and explanations print them: "Chưa có văn bản quy định" says that no text sets the term, and then why there is one all the same; "Thông lệ" that provinces do it so.`,
        head: ['rule', 'value', 'source', 'confidence'],
        rows: ruleRows('', standardInspectionRules),
      },
      {
        title: 'Ready checklists',
        about: 'Each criterion has its own source; weights are a default.',
        head: ['checklist', 'content', 'title', 'criteria', 'points', 'edition'],
        rows: [reformChecklist, isoChecklist, itChecklist].map(({ id, content, title, criteria, edition }) => [
          `\`${id}\``,
          `\`${content}\``,
          `${title.vi}; ${title.en}`,
          String(criteria.length),
          String(criteria.reduce((sum, { weight }) => sum + weight, 0)),
          edition ?? '',
        ]),
      },
    ],
    statuses: [
      ...Object.entries(ROUND_STATUSES).map(([status, title]) => ({ status: `round \`${status}\``, title })),
      ...Object.entries(REMEDY_STATUSES).map(([status, title]) => ({ status: `remedy \`${status}\``, title })),
    ],
  },
];

/** The text of every page, by its path. */
export const workflowPages = (): ReadonlyMap<string, string> =>
  new Map(pages.map((page) => [page.path, workflowPage(page)]));
