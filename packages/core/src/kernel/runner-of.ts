import { type MachineRunner, machineRunner } from './machine.js';
import type { Workflow } from './workflow.js';

const runners = new WeakMap<Workflow, MachineRunner>();

/** The runner of a workflow's machine, made once. */
export function runnerOf(workflow: Workflow): MachineRunner {
  let runner = runners.get(workflow);
  if (runner === undefined) {
    runner = machineRunner(workflow.spec.machine);
    runners.set(workflow, runner);
  }
  return runner;
}
