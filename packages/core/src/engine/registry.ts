import type { CaseEnvelope } from '../contract/case.js';
import type { LocalDate } from '../contract/time.js';
import { MotcuaError } from '../error/index.js';
import type { InForce, Workflow } from '../kernel/index.js';

export interface WorkflowRegistry {
  /** The version named. Throws MC_WORKFLOW_UNKNOWN. */
  get(id: string, version: string): Workflow;
  /**
   * The version a case begins under on a date: of those in force, the last one given. Throws MC_WORKFLOW_UNKNOWN,
   * MC_WORKFLOW_NOT_IN_FORCE.
   */
  inForceOn(id: string, date: LocalDate): Workflow;
  /** Is any version of it run here? */
  runs(id: string): boolean;
  /** Has any version of it fields that are personal? */
  hasPersonal(id: string): boolean;
  /** The version a case is at. Throws MC_WORKFLOW_UNKNOWN. */
  of(envelope: CaseEnvelope): Workflow;
  /**
   * The version a case is at, or where that is no longer run, as a closed case may be of an old one, the last one given.
   * Throws MC_WORKFLOW_UNKNOWN.
   */
  nearest(envelope: CaseEnvelope): Workflow;
}

export function workflowRegistry(workflows: readonly Workflow[]): WorkflowRegistry {
  const exact = new Map(workflows.map((workflow) => [`${workflow.id}@${workflow.version}`, workflow]));
  const ids = new Set(workflows.map(({ id }) => id));
  const personal = new Set(workflows.filter((workflow) => workflow.personal !== undefined).map(({ id }) => id));
  const known = (found: Workflow | undefined, wanted: string): Workflow => {
    if (found !== undefined) return found;
    throw new MotcuaError('MC_WORKFLOW_UNKNOWN', {
      happened: `Workflow ${wanted} was asked for`,
      expected: `one of ${[...exact.keys()].join(', ') || '(none was given)'}`,
      remedy: 'give createEngine the workflow, in every version that stored cases are at',
      details: { workflow: wanted },
    });
  };
  const get = (id: string, version: string) => known(exact.get(`${id}@${version}`), `${id}@${version}`);
  return {
    get,
    runs: (id) => ids.has(id),
    hasPersonal: (id) => personal.has(id),
    of: (envelope) => get(envelope.workflow, envelope.version),
    nearest: ({ workflow: id, version }) =>
      known(exact.get(`${id}@${version}`) ?? workflows.findLast((workflow) => workflow.id === id), id),
    inForceOn(id, date) {
      const versions = workflows.filter((workflow) => workflow.id === id);
      known(versions[0], id);
      const found = versions.findLast(({ spec: { inForce = {} } }) => isInForce(inForce, date));
      if (found !== undefined) return found;
      throw new MotcuaError('MC_WORKFLOW_NOT_IN_FORCE', {
        happened: `A case of workflow ${id} was to begin on ${date}`,
        expected: `a date on which a version is in force: ${versions.map(periodText).join('; ')}`,
        remedy: 'correct occurredAt, give createEngine the version of that time, or name a version',
        details: { workflow: id, date },
      });
    },
  };
}

const isInForce = ({ from, to }: InForce, date: LocalDate): boolean =>
  (from === undefined || from <= date) && (to === undefined || date <= to);

const periodText = ({ version, spec: { inForce = {} } }: Workflow): string =>
  `${version} from ${inForce.from ?? '(always)'} to ${inForce.to ?? '(no end)'}`;
