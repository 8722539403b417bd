// The reference page of a workflow, written from its definition: diagram, states, events, terms, roles, letters.
import type { AccessRule, Text, Workflow } from '../../packages/core/src/index.ts';
import { nodesOf, type StateNode, type Transition, transitionsOf, workflowDiagram } from './workflow-diagram.ts';

export interface Letter {
  readonly kind: string;
  readonly title: Text;
  /** Numbers of the forms, by the rules they belong to. */
  readonly forms: string;
}

export interface WorkflowPage {
  /** Of the repository. */
  readonly path: string;
  /** One paragraph on what the page is about, with links. */
  readonly about: string;
  readonly workflows: readonly Workflow[];
  readonly letters: readonly Letter[];
  /** What the outside is told of where a case is. */
  readonly statuses: readonly { readonly status: string; readonly title: Text }[];
  readonly more?: readonly Section[];
}

/** A further table of a page. */
export interface Section {
  readonly title: string;
  readonly about: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string): string => `\`${text}\``;
const codes = (list: readonly string[]): string => list.map(code).join(', ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const pathOf = (node: StateNode): string => (node.path.length === 0 ? 'any state' : node.path.join('.'));
const guardOf = ({ guard }: Transition): string =>
  typeof guard === 'string' ? guard : (((guard ?? {}) as { type?: string }).type ?? '');

const whoOf = (rules: readonly AccessRule[] | undefined): string =>
  rules === undefined || rules.length === 0
    ? 'the engine'
    : rules.map(({ roles, unit = 'any' }) => `${roles.join(', ')}${unit === 'any' ? '' : ` (${unit})`}`).join('; ');

function eventRows({ spec }: Workflow, root: StateNode): readonly (readonly string[])[] {
  return nodesOf(root)
    .flatMap(transitionsOf)
    .filter(({ eventType }) => eventType !== '')
    .map((transition) => [
      code(transition.eventType),
      pathOf(transition.source),
      transition.target === undefined ? 'stays' : transition.target.map(pathOf).join(', '),
      guardOf(transition),
      whoOf(spec.access[transition.eventType]),
    ]);
}

const lengthText = (value: unknown): string => {
  if (typeof value === 'function' || value === undefined) return 'by the rules of the case';
  const { amount, unit, until } = value as { amount?: number; unit?: string; until?: number };
  return until === undefined ? `${String(amount)} ${String(unit)}` : 'a fixed instant';
};

function positionText(at: unknown): string {
  if (typeof at === 'function') return 'by the rules';
  if (typeof at === 'string') return at;
  const [[kind, value] = ['', undefined]] = Object.entries(at as Record<string, unknown>);
  return kind === 'percent' ? `${String(value)} %` : `${lengthText(value)} ${kind}`;
}

function termRows({ spec }: Workflow): readonly (readonly string[])[] {
  return Object.entries(spec.deadlines ?? {}).map(([name, term]) => [
    code(name),
    `${term.title.vi}; ${term.title.en}`,
    term.owner,
    lengthText(Array.isArray(term.budget) ? term.budget[0] : term.budget),
    [
      code(term.startsIn),
      ...(term.suspendedIn === undefined ? [] : [`interrupted ${codes(term.suspendedIn)}`]),
      ...(term.metIn === undefined ? [] : [`met ${codes(term.metIn)}`]),
      ...(term.stoppedIn === undefined ? [] : [`stopped ${codes(term.stoppedIn)}`]),
    ].join('; '),
    Object.entries(term.rungs ?? {})
      .map(
        ([rung, { at, effect, event }]) =>
          `${rung} (${positionText(at)}, ${effect}${event === undefined ? '' : `, ${code(event)}`})`,
      )
      .join('; '),
    typeof term.legalBasis === 'string' ? term.legalBasis : term.legalBasis === undefined ? '' : 'in the rules',
  ]);
}

function sectionOf(workflow: Workflow): string {
  const root = workflow.spec.machine.root as unknown as StateNode;
  const states = nodesOf(root).filter(({ type, path }) => type !== 'history' && path.length > 0);
  const roles = [
    ...new Set(Object.values(workflow.spec.access).flatMap((rules) => rules.flatMap((rule) => rule.roles))),
  ];
  return [
    `## ${code(workflow.id)}`,
    `${workflow.title.vi}; ${workflow.title.en}. Version ${workflow.version}.`,
    `\`\`\`mermaid\n${workflowDiagram(root)}\n\`\`\``,
    '### States',
    table(
      ['state', 'tags', 'final'],
      states.map((node) => [code(pathOf(node)), codes(node.tags), node.type === 'final' ? 'yes' : '']),
    ),
    '### Events',
    'In brackets: where the unit of the actor must stand to that of the case. A guard is named; with several rows for one event in one state the first that holds decides.',
    table(['event', 'in', 'to', 'guard', 'who'], eventRows(workflow, root)),
    '### Terms',
    table(['term', 'title', 'owner', 'length', 'tags', 'rungs', 'legal basis'], termRows(workflow)),
    `### Roles\n\n${codes([...roles].sort())}. Opened by: ${whoOf(workflow.spec.access['open'])}.`,
    `### Facts\n\n${codes(Object.keys(workflow.spec.schemas.facts ?? {}).sort())}.`,
  ].join('\n\n');
}

/** The text of a page. */
export function workflowPage({ path, about, workflows, letters, statuses, more = [] }: WorkflowPage): string {
  const title = path.replace(/^.*\//u, '').replace(/\.md$/u, '');
  return `${[
    `# The ${title} workflow${workflows.length > 1 ? 's' : ''}`,
    '*Reference. Written from the definitions by `pnpm docs:sync`; change those, not this page.*',
    about,
    ...workflows.map(sectionOf),
    '## Letters',
    table(
      ['kind', 'title', 'in English', 'form'],
      letters.map(({ kind, title: { vi, en }, forms }) => [code(kind), vi, en, forms]),
    ),
    '## Statuses',
    table(
      ['status', 'Vietnamese', 'English'],
      statuses.map(({ status, title: { vi, en } }) => [status, vi, en]),
    ),
    ...more.flatMap(({ title: heading, about: text, head, rows }) => [`## ${heading}`, text, table(head, rows)]),
  ].join('\n\n')}\n`;
}
