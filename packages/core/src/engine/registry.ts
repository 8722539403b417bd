import type { CaseEnvelope } from '../contract/case.js';
import { MotcuaError } from '../error/index.js';
import type { Workflow } from '../kernel/index.js';

export interface WorkflowRegistry {
  /** The version that opens new cases, or the one named. Throws MC_WORKFLOW_UNKNOWN. */
  find(id: string, version?: string): Workflow;
  /** The version a case was written by. Throws MC_WORKFLOW_UNKNOWN. */
  of(envelope: CaseEnvelope): Workflow;
}

export function workflowRegistry(workflows: readonly Workflow[]): WorkflowRegistry {
  const exact = new Map(workflows.map((workflow) => [`${workflow.id}@${workflow.version}`, workflow]));
  const latest = new Map(workflows.map((workflow) => [workflow.id, workflow]));
  const find = (id: string, version?: string): Workflow => {
    const found = version === undefined ? latest.get(id) : exact.get(`${id}@${version}`);
    if (found !== undefined) return found;
    const wanted = version === undefined ? id : `${id}@${version}`;
    throw new MotcuaError('MC_WORKFLOW_UNKNOWN', {
      happened: `Workflow ${wanted} was asked for`,
      expected: `one of ${[...exact.keys()].join(', ') || '(none was given)'}`,
      remedy: 'give createEngine the workflow, in every version that stored cases are at',
      details: { workflow: wanted },
    });
  };
  return { find, of: (envelope) => find(envelope.workflow, envelope.version) };
}
