import { type DeadlineSpec, defineWorkflow, fact, machineTypes, rungEventSchema, type Workflow } from '@motcua/core';
import { instantSchema } from '@motcua/core/contract';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';

/** The fact by which a digest becomes due: `digest`, `unit`, and when it was written. */
export const DIGEST_DUE = 'digest.due';

/** Minutes of office hours after opening at which the list goes out, unless the input says otherwise. */
const MINUTES_AFTER_OPENING = 30;

const inputSchema = z.strictObject({
  /** Name of the digest in the policy. */
  digest: z.string().min(1).max(100),
  /** Its cases, and those of all units below it, are listed. */
  unit: z.string().min(1).max(200),
  /** Absent: the engine's first. */
  calendar: z.string().optional(),
  minutesAfterOpening: z.number().int().min(1).max(480).optional(),
});
/** What a digest is opened with: once for each office, and it goes on by itself. */
export type DigestInput = z.infer<typeof inputSchema>;

const schemas = {
  input: inputSchema,
  /** `from`: the morning is the next working one after the date of this instant. */
  context: inputSchema.extend({ from: instantSchema }),
  events: { 'morning.come': rungEventSchema, stop: z.strictObject({}) },
  facts: { [DIGEST_DUE]: z.strictObject({ digest: z.string(), unit: z.string() }) },
};

const turn = (tag: string, next: string) =>
  ({
    tags: tag,
    on: { 'morning.come': { target: next, actions: ['tell', 'await'] }, stop: 'stopped' },
  }) as const;

const machine = setup({
  types: machineTypes(schemas),
  actions: {
    tell: emit(({ context: { digest, unit } }) => fact(DIGEST_DUE, { digest, unit })),
    /** From the time it is, not from the time it should have been: after an outage there is one list, not one a day. */
    await: assign({ from: ({ event }) => event.meta.receivedAt }),
  },
}).createMachine({
  context: ({ input: { meta, ...input } }) => ({ ...input, from: meta.receivedAt }),
  initial: 'odd',
  // Two states take turns: each morning is a term of its own, which ends when the next one begins.
  states: { odd: turn('odd', 'even'), even: turn('even', 'odd'), stopped: { type: 'final' } },
});

/** The wait for one morning. It is no breach when it comes: there is no `due` rung. */
const morning = (tag: string): DeadlineSpec<z.infer<typeof schemas.context>> => ({
  title: { vi: 'Giờ gửi bảng việc', en: 'Time of the digest' },
  owner: 'step',
  startsIn: tag,
  budget: ({ minutesAfterOpening = MINUTES_AFTER_OPENING }) => ({
    amount: minutesAfterOpening / 60,
    unit: 'workingHour',
  }),
  // Begun after 00:00, so from the opening of the next working day.
  counting: { cutOff: { at: '00:00' } },
  anchor: ({ from }) => from,
  calendar: ({ calendar }) => calendar,
  rungs: { morning: { at: { before: { amount: 0, unit: 'workingHour' } }, effect: 'advisory', event: 'morning.come' } },
});

/**
 * The mornings of an office as a case: its term ends a while after the office opens on the next working day, and another
 * begins. So mornings keep to the calendar, survive a restart, and come once however many engines there are. A morning
 * adds two lines to the case; begin a new one each year.
 */
export const digestWorkflow = ({ roles = ['supervisor'] }: { readonly roles?: readonly string[] } = {}): Workflow =>
  defineWorkflow({
    id: 'daily-digest',
    version: '1',
    title: { vi: 'Bảng việc buổi sáng', en: 'Morning digest' },
    schemas,
    machine,
    access: { open: [{ roles }], stop: [{ roles }], 'file.dispose': [{ roles }] },
    index: ({ context: { unit, digest } }) => ({ unit, category: digest }),
    deadlines: { odd: morning('odd'), even: morning('even') },
  });
