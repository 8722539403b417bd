import type { AnyStateMachine } from 'xstate';
import { z } from 'zod';
import { defineWorkflow, type WorkflowSchemas } from '../src/index.js';

export const nothing = z.strictObject({});
const everybody = [{ roles: ['clerk', 'officer', 'head'] }];

/** A workflow around a machine, in which everybody may do everything. */
export const define = <S extends WorkflowSchemas>(schemas: S, machine: unknown) =>
  defineWorkflow({
    id: 'features',
    version: '1',
    schemas: schemas as WorkflowSchemas,
    machine: machine as AnyStateMachine,
    access: Object.fromEntries(['open', ...Object.keys(schemas.events)].map((action) => [action, everybody])),
  });
