// A Mermaid state diagram of a machine, drawn from the machine itself.

export interface Transition {
  readonly source: StateNode;
  readonly target?: readonly StateNode[] | undefined;
  readonly eventType: string;
  readonly guard?: unknown;
}

/** What this needs of XState's state node. */
export interface StateNode {
  readonly id: string;
  readonly key: string;
  readonly path: readonly string[];
  readonly type: string;
  readonly tags: readonly string[];
  readonly states: Readonly<Record<string, StateNode>>;
  readonly initial?: { readonly target: readonly StateNode[] } | undefined;
  readonly transitions: ReadonlyMap<string, readonly Transition[]>;
}

const nameOf = ({ path }: StateNode): string => path.join('_').replaceAll(/[^A-Za-z0-9_]/gu, '_');

/** A state and all below it, itself first. */
export function nodesOf(root: StateNode): readonly StateNode[] {
  return [root, ...Object.values(root.states).flatMap(nodesOf)];
}

export const transitionsOf = (node: StateNode): readonly Transition[] => [...node.transitions.values()].flat();

function box(node: StateNode, indent: string): readonly string[] {
  const children = Object.values(node.states);
  if (node.type === 'history') return [`${indent}state "back" as ${nameOf(node)}`];
  if (children.length === 0) return [`${indent}state "${node.key}" as ${nameOf(node)}`];
  const first = node.initial?.target[0];
  return [
    `${indent}state "${node.key}" as ${nameOf(node)} {`,
    ...(first === undefined ? [] : [`${indent}  [*] --> ${nameOf(first)}`]),
    ...children.flatMap((child) => box(child, `${indent}  `)),
    `${indent}}`,
  ];
}

/** The arrows between two states in one, with all their events. */
function arrows(nodes: readonly StateNode[], root: StateNode): readonly string[] {
  const events = new Map<string, Set<string>>();
  for (const transition of nodes.filter((node) => node !== root).flatMap(transitionsOf)) {
    const target = transition.target?.[0];
    if (target === undefined) continue;
    const pair = `${nameOf(transition.source)} --> ${nameOf(target)}`;
    events.set(pair, (events.get(pair) ?? new Set()).add(transition.eventType));
  }
  return [...events].map(([pair, types]) => `  ${pair} : ${[...types].join(', ')}`);
}

/** The text of the diagram. What any state may take, and what changes no state, is in the tables beside it. */
export function workflowDiagram(root: StateNode): string {
  const nodes = nodesOf(root);
  const first = root.initial?.target[0];
  return [
    'stateDiagram-v2',
    ...(first === undefined ? [] : [`  [*] --> ${nameOf(first)}`]),
    ...Object.values(root.states).flatMap((child) => box(child, '  ')),
    ...arrows(nodes, root),
    ...nodes.filter(({ type }) => type === 'final').map((node) => `  ${nameOf(node)} --> [*]`),
  ].join('\n');
}
