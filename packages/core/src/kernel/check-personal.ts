import type { PersonalPlan, WorkflowPlan } from './personal-plan.js';

/** Says which personal fields do not lead to the person they are about. */
export function checkPersonal(plan: WorkflowPlan | undefined): string[] {
  if (plan === undefined) return [];
  const documents: readonly [string, PersonalPlan | undefined][] = [
    ['input', plan.input],
    ['context', plan.context],
    ...[...plan.events].map(([type, event]): [string, PersonalPlan] => [`event "${type}"`, event]),
    ...[...plan.facts].map(([type, fact]): [string, PersonalPlan] => [`fact "${type}"`, fact]),
  ];
  return documents.flatMap(([name, document]) =>
    document === undefined
      ? []
      : valuesIn(document, [], undefined, new Set())
          .filter(({ subject, around }) => !findsPerson(subject, around, [document, plan.context]))
          .map(({ path, subject }) => `${name}: personal field "${path.join('.')}" ${offenceOf(subject)}`),
  );
}

const offenceOf = (subject: string): string =>
  subject === ''
    ? 'is not marked by personal(schema, { subject })'
    : `names "${subject}" as its person's id, which is no personal field`;

interface MarkedValue {
  readonly path: readonly string[];
  readonly subject: string;
  /** The fields among which it stands. */
  readonly around: PersonalPlan | undefined;
}

function valuesIn(
  part: PersonalPlan,
  path: readonly string[],
  around: PersonalPlan | undefined,
  seen: Set<PersonalPlan>,
): readonly MarkedValue[] {
  if (seen.has(part)) return [];
  if (part.kind !== 'value') seen.add(part);
  switch (part.kind) {
    case 'value':
      return [{ path, subject: part.subject, around }];
    case 'items':
      return valuesIn(part.item, [...path, '*'], around, seen);
    case 'several':
      return part.plans.flatMap((one) => valuesIn(one, path, around, seen));
    case 'fields':
      return [...part.fields].flatMap(([field, inner]) => valuesIn(inner, [...path, field], part, seen));
  }
}

function findsPerson(
  subject: string,
  around: PersonalPlan | undefined,
  roots: readonly (PersonalPlan | undefined)[],
): boolean {
  const [first, ...rest] = subject.split('/');
  if (subject === '') return false;
  if (first === '') return roots.some((root) => leadsToValue(root, rest));
  return leadsToValue(around, [first ?? '', ...rest]);
}

function leadsToValue(plan: PersonalPlan | undefined, path: readonly string[]): boolean {
  if (plan === undefined) return false;
  if (plan.kind === 'several') return plan.plans.some((one) => leadsToValue(one, path));
  const [field, ...rest] = path;
  if (field === undefined) return plan.kind === 'value';
  return plan.kind === 'fields' && leadsToValue(plan.fields.get(field), rest);
}
