import { setup } from 'xstate';
import { z } from 'zod';
import { defineWorkflow, isMotcuaError, type WorkflowSpec } from '../src/index.js';

export const nothing = z.strictObject({});
export const schemas = { input: nothing, context: nothing, events: { go: nothing } };

/** A definition without an offence. */
export const sound: WorkflowSpec = {
  id: 'sound',
  version: '1',
  schemas,
  machine: setup({}).createMachine({
    context: {},
    initial: 'here',
    states: { here: { tags: 'running', on: { go: 'there' } }, there: { type: 'final' } },
  }),
  access: { open: [{ roles: ['clerk'] }] },
};

/** The offences of a definition that differs from a sound one. */
export function offencesOf(changed: Partial<WorkflowSpec>): readonly string[] {
  try {
    defineWorkflow({ ...sound, ...changed });
  } catch (error) {
    if (!isMotcuaError(error, 'MC_WORKFLOW_INVALID')) throw error;
    return error.details['offences'] as readonly string[];
  }
  return [];
}
