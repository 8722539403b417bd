import type { Workflow } from '../kernel/index.js';
import { correctiveActionWorkflow } from './action/workflow.js';
import { planWorkflow } from './plan/workflow.js';
import { remediationWorkflow } from './remediation/workflow.js';
import { roundWorkflow } from './round/workflow.js';
import { visitWorkflow } from './visit/workflow.js';

/**
 * The five workflows of an inspection, to be registered together: the yearly plan opens rounds, a round opens visits
 * and remediations, a remediation opens corrective actions.
 */
export const inspectionWorkflows = (): readonly Workflow[] => [
  planWorkflow(),
  roundWorkflow(),
  visitWorkflow(),
  remediationWorkflow(),
  correctiveActionWorkflow(),
];
