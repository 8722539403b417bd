import { vietnamCalendar } from '@motcua/calendar-vn';
import {
  type Actor,
  createEngine,
  type Engine,
  type EngineOptions,
  type EventObject,
  rulesAuthorizer,
  type Store,
  type Workflow,
} from '@motcua/core';
import { dossierWorkflow } from '@motcua/core/dossier';
import { createMemoryNotifier } from '@motcua/core/memory';
import { counter, input, MINUTE_MS, START, steps, TENANT } from './dossier-run.ts';
import { officer, permit, permitSteps } from './small-run.ts';

/** A workflow, and the life of one of its cases. */
interface Subject {
  readonly name: string;
  readonly workflow: Workflow;
  readonly opener: Actor;
  readonly input: (number: number) => unknown;
  readonly steps: (number: number) => readonly (readonly [Actor, EventObject])[];
}

export const subjects: Readonly<Record<'permit' | 'dossier', Subject>> = {
  permit: {
    name: 'a permit with one term',
    workflow: permit,
    opener: officer,
    input: (number) => ({ applicant: `citizen-${number}` }),
    steps: () => permitSteps,
  },
  dossier: { name: 'the dossier workflow', workflow: dossierWorkflow(), opener: counter, input, steps },
};
export type SubjectName = keyof typeof subjects;

let now = START;

/** An engine whose clock says the same in every run: two runs write the same rows. */
export async function startEngine(
  name: SubjectName,
  store: Store,
  personalData: EngineOptions['personalData'] = 'clear',
): Promise<Engine> {
  const engine = createEngine({
    workflows: [subjects[name].workflow],
    store,
    personalData,
    calendars: [vietnamCalendar()],
    clock: { now: () => now, sleepUntil: () => new Promise<void>(() => {}) },
    authorizer: rulesAuthorizer({ isWithin: () => true }),
    adapters: { letters: createMemoryNotifier({ topics: ['letter.issued'] }) },
  });
  await engine.start({ background: false });
  return engine;
}

/** One case from its opening to its end. */
export async function lifeOf(name: SubjectName, engine: Engine, number: number): Promise<void> {
  const subject = subjects[name];
  now = START + number * MINUTE_MS;
  const caseId = `D${number}`;
  const check = ({ status, ...rest }: { readonly status: string }) => {
    if (status !== 'accepted') throw new Error(`the benchmark's command was not accepted: ${JSON.stringify(rest)}`);
  };
  const base = { tenant: TENANT, caseId };
  check(
    await engine.open({
      ...base,
      workflow: subject.workflow.id,
      commandId: `${caseId}/open`,
      actor: subject.opener,
      input: subject.input(number),
    }),
  );
  for (const [index, [actor, event]] of subject.steps(number).entries()) {
    now += MINUTE_MS / 60;
    check(await engine.send({ ...base, commandId: `${caseId}/${index}`, actor, event }));
  }
}
