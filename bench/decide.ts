import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { vietnamCalendar } from '@motcua/calendar-vn';
import { type CaseEnvelope, type Command, type Decision, decide, rulesAuthorizer } from '@motcua/core';
import { dossierWorkflow } from '@motcua/core/dossier';
import { type AnyMachineSnapshot, transition } from 'xstate';
import { counter, input, MINUTE_MS, START, steps, TENANT } from './dossier-run.ts';
import { type BenchRow, perSecond, perSecondText } from './row.ts';

const REACH = 0.6;

/**
 * `decide()` against bare XState on the real dossier machine: every transition of a dossier's life, on the very same
 * machine, context and events. Bare XState restores a snapshot, makes the transition and reads the snapshot that would
 * be saved; `decide()` does that and everything else a decision holds.
 */
export function decideBench(): readonly BenchRow[] {
  const workflow = dossierWorkflow();
  const { machine } = workflow.spec;
  const calendar = vietnamCalendar();
  const env = {
    calendars: { current: () => calendar, get: () => calendar },
    authorizer: rulesAuthorizer({ isWithin: () => true }),
  };
  const run = (before: CaseEnvelope | undefined, command: Command): NonNullable<Decision['change']> => {
    const { change, reply } = decide(workflow, before, command, env);
    if (change === undefined)
      throw new Error(`the benchmark's ${command.type} was not accepted: ${JSON.stringify(reply)}`);
    return change;
  };

  const base = { tenant: TENANT, caseId: 'D1' };
  let envelope = run(undefined, {
    ...base,
    type: 'open',
    id: 'open',
    actor: counter,
    occurredAt: START,
    receivedAt: START,
    workflow: workflow.id,
    version: workflow.version,
    input: input(1),
  }).envelope;
  const moves = steps(1).map(([actor, event], index) => {
    const at = START + (index + 1) * MINUTE_MS;
    const before = envelope;
    const command: Command = { ...base, type: 'send', id: `${index}`, actor, occurredAt: at, receivedAt: at, event };
    envelope = run(before, command).envelope;
    const { value, context, history } = before.machine;
    const snapshot = { value, context, status: 'active', children: {}, historyValue: history ?? {} };
    const full = { ...event, meta: { at, receivedAt: at, actor, caseId: 'D1', revision: before.revision + 1 } };
    return { before, command, snapshot, full };
  });

  const ours = () => {
    for (const { before, command } of moves) run(before, command);
  };
  const bare = () => {
    for (const { snapshot, full } of moves) {
      const live = machine.resolveState(snapshot as never) as AnyMachineSnapshot;
      const [next] = transition(machine, live as never, full as never);
      machine.getPersistedSnapshot(next as never);
    }
  };
  const text = moves.map(({ before, command, snapshot, full }) => ({
    before: JSON.stringify(before),
    command,
    snapshot: JSON.stringify(snapshot),
    full,
  }));
  const oursText = () => {
    for (const { before, command } of text) JSON.stringify(run(JSON.parse(before) as CaseEnvelope, command).envelope);
  };
  const bareText = () => {
    for (const { snapshot, full } of text) {
      const live = machine.resolveState(JSON.parse(snapshot) as never) as AnyMachineSnapshot;
      const [next] = transition(machine, live as never, full as never);
      JSON.stringify(machine.getPersistedSnapshot(next as never));
    }
  };
  const rates = perSecond({ ours, bare, oursText, bareText });
  const rate = (name: string) => (rates[name] ?? 0) * moves.length;
  const row = (measure: string, mine: string, theirs: string): BenchRow => {
    const ratio = rate(mine) / rate(theirs);
    return {
      measure,
      value: `${perSecondText(rate(mine))}, bare XState ${perSecondText(rate(theirs))}`,
      ratio,
      reach: `at least ${REACH} of bare XState`,
      reached: ratio >= REACH,
    };
  };
  return [
    row('decide() on the dossier machine', 'ours', 'bare'),
    row('the same, read from JSON and written to JSON', 'oursText', 'bareText'),
  ];
}

if (argv[1] === fileURLToPath(import.meta.url)) console.table(decideBench());
