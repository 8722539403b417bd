import { emit, setup } from 'xstate';
import { z } from 'zod';
import {
  answerEventSchema,
  defineWorkflow,
  machineTypes,
  openCase,
  sendToCase,
  tellParent,
  type Workflow,
} from '../../src/kernel/index.js';

const anything = z.record(z.string(), z.unknown());
const anyEvent = z.looseObject({ type: z.string() });

/** Plays a sub-case: says to its parent what it is told to say, and ends with the output it is given. */
export function puppetChild(id: string): Workflow {
  const schemas = {
    input: anything,
    context: z.strictObject({ output: z.unknown() }),
    events: { say: z.strictObject({ event: anyEvent }), end: z.strictObject({ output: z.unknown() }) },
  };
  const base = setup({ types: machineTypes(schemas) });
  const machine = base
    .extend({
      actions: {
        say: emit(({ event }) =>
          tellParent({ event: (event as { event?: { type: string } }).event ?? { type: 'nothing' } }),
        ),
        keep: base.assign(({ event }: { readonly event: object }) => ({
          output: (event as { output?: unknown }).output,
        })),
      },
    })
    .createMachine({
      context: { output: null },
      output: ({ context }) => context.output as never,
      initial: 'open',
      states: {
        open: { on: { say: { actions: 'say' }, end: { target: 'ended', actions: 'keep' } } },
        ended: { type: 'final' },
      },
    });
  return defineWorkflow({
    id,
    version: '1',
    schemas,
    machine,
    access: { open: [], say: [{ roles: ['any'] }], end: [{ roles: ['any'] }] },
  });
}

/** Plays the case above: opens the one under test, and sends it what only a case above may send. */
export const PUPPET_PARENT = 'puppet-parent';
export function puppetParent(): Workflow {
  const schemas = {
    input: z.strictObject({ workflow: z.string(), input: anything }),
    context: z.strictObject({}),
    events: { tell: z.strictObject({ event: anyEvent }), answered: answerEventSchema },
  };
  const machine = setup({
    types: machineTypes(schemas),
    actions: {
      open: emit(({ event }) => {
        const { input } = event as unknown as { input: { workflow: string; input: Record<string, unknown> } };
        return openCase({ key: 'subject', workflow: input.workflow, input: input.input, replyEvent: 'answered' });
      }),
      tell: emit(({ event }) =>
        sendToCase({ key: 'subject', event: (event as { event?: { type: string } }).event ?? { type: 'nothing' } }),
      ),
    },
  }).createMachine({
    context: {},
    entry: 'open',
    on: { tell: { actions: 'tell' }, answered: {} },
  });
  return defineWorkflow({
    id: PUPPET_PARENT,
    version: '1',
    schemas,
    machine,
    access: { open: [{ roles: ['any'] }], tell: [{ roles: ['any'] }] },
  });
}
