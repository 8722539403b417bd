import type { EngineEvents } from '@motcua/core';
import { createMemoryStore } from '@motcua/core/memory';
import { type AnyMachineSnapshot, transition } from 'xstate';
import { lifeOf, type SubjectName, startEngine, subjects } from './durable-subject.ts';
import { perSecond } from './row.ts';

/** What XState alone takes for an event in the life of a case, in milliseconds: restore, transition, what would be saved. */
export async function machineMs(subject: SubjectName): Promise<number> {
  const { machine } = subjects[subject].workflow.spec;
  const moves = (await eventsOf(subject)).map(({ before, event }) => {
    const { value, context, history } = before.machine;
    return { snapshot: { value, context, status: 'active', children: {}, historyValue: history ?? {} }, event };
  });
  const { life = Number.NaN } = perSecond({
    life: () => {
      for (const { snapshot, event } of moves) {
        const live = machine.resolveState(snapshot as never) as AnyMachineSnapshot;
        const [next] = transition(machine, live as never, event as never);
        machine.getPersistedSnapshot(next as never);
      }
    },
  });
  return 1000 / (life * moves.length);
}

/** Each event of a case's life as its machine takes it, with the case before it. */
async function eventsOf(subject: SubjectName) {
  const engine = await startEngine(subject, createMemoryStore());
  const commits: EngineEvents['committed'][] = [];
  engine.on('committed', (commit) => void commits.push(structuredClone(commit)));
  await lifeOf(subject, engine, 0);
  await engine.stop();
  return commits.flatMap(({ journal: { command, revision } }, index) => {
    const before = commits[index - 1]?.envelope;
    if (before === undefined || command.type !== 'send') return [];
    const { actor, caseId, occurredAt: at, receivedAt } = command;
    return [{ before, event: { ...command.event, meta: { at, receivedAt, actor, caseId, revision } } }];
  });
}
