import { defineWorkflow, type Engine, fact, machineTypes, personal } from '@motcua/core';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';
import type { ConnectorSpec } from '../src/index.js';
import { defineChange, defineConnector, defineCreation, defineInbound, httpTransport } from '../src/index.js';

const schemas = {
  input: z.strictObject({ code: z.string() }),
  context: z.strictObject({
    code: z.string(),
    status: z.string(),
    known: z.string().optional(),
    holder: z.strictObject({
      id: personal(z.string(), { subject: 'id' }),
      name: personal(z.string(), { subject: 'id' }),
    }),
  }),
  events: {
    change: z.strictObject({ status: z.string() }),
    adopt: z.strictObject({ status: z.string() }),
    'sync.report': z.object({ system: z.string(), status: z.string(), reference: z.string().optional() }),
  },
  facts: {
    'permit.registered': z.strictObject({ code: z.string() }),
    'permit.changed': z.strictObject({ status: z.string() }),
  },
};

const machine = setup({
  types: machineTypes(schemas),
  actions: {
    register: emit(({ context }) => fact('permit.registered', { code: context.code })),
    change: assign({ status: ({ event, context }) => (event.type === 'change' ? event.status : context.status) }),
    adopt: assign({ status: ({ event, context }) => (event.type === 'adopt' ? event.status : context.status) }),
    tell: emit(({ context }) => fact('permit.changed', { status: context.status })),
    note: assign({ known: ({ event, context }) => (event.type === 'sync.report' ? event.reference : context.known) }),
  },
}).createMachine({
  context: ({ input }) => ({
    code: input.code,
    status: 'new',
    holder: { id: 'p-1', name: 'Nguyễn Thị Ánh' },
  }),
  initial: 'open',
  entry: 'register',
  states: {
    open: {
      on: { change: { actions: ['change', 'tell'] }, adopt: { actions: 'adopt' }, 'sync.report': { actions: 'note' } },
    },
  },
});

export const permit = defineWorkflow({
  id: 'permit',
  version: '1',
  schemas,
  machine,
  unordered: ['sync.report', 'adopt'],
  access: {
    open: [{ roles: ['clerk'] }],
    change: [{ roles: ['clerk', 'connector'] }],
    adopt: [{ roles: ['connector'] }],
    'sync.report': [{ roles: ['connector'] }],
  },
  index: ({ context }) => ({ code: context.code }),
});

const record = z.object({ id: z.string(), code: z.string(), status: z.enum(['new', 'granted', 'refused', 'ended']) });
type Record = z.infer<typeof record>;

const create = defineCreation({
  name: 'permit.create',
  request: z.strictObject({ code: z.string(), status: z.string().optional(), holder: z.string().optional() }),
  answer: record,
  http: () => ({ method: 'POST', path: '/permits' }),
  reference: ({ id }) => id,
});
/** For a register that does not know idempotency keys: looks before it asks again. */
const createKeyless = defineCreation({
  name: 'permit.create',
  request: z.strictObject({ code: z.string(), status: z.string().optional(), holder: z.string().optional() }),
  answer: record,
  http: () => ({ method: 'POST', path: '/permits' }),
  reference: ({ id }) => id,
  find: {
    http: ({ code }) => ({ method: 'GET', path: `/permits?code=${encodeURIComponent(code)}` }),
    answer: z.object({ items: z.array(record) }),
    pick: ({ items }) => items[0],
  },
});
const setStatus = defineChange({
  kind: 'update',
  name: 'permit.set-status',
  request: z.strictObject({ status: z.string() }),
  answer: record,
  http: (_, reference) => ({ method: 'PUT', path: `/permits/${reference}` }),
});
const remove = defineChange({
  kind: 'close',
  name: 'permit.remove',
  request: z.strictObject({}),
  answer: record,
  http: (_, reference) => ({ method: 'DELETE', path: `/permits/${reference}` }),
});

const page = z
  .object({ items: z.array(z.unknown()), next: z.string().optional() })
  .transform(({ items, next }) => ({ records: items, next }));

interface Data {
  readonly code: string;
  readonly status: string;
  readonly holder?: { readonly name: string };
}

/** A connector of permits to a register. */
export const permitConnector = ({
  baseUrl,
  engine,
  keyless = false,
  token = async () => 'secret-of-the-register',
  system = 'register',
  ...rest
}: {
  readonly baseUrl: string;
  readonly engine: () => Engine;
  readonly keyless?: boolean;
  readonly token?: () => Promise<string>;
  readonly system?: string;
} & Partial<Pick<ConnectorSpec<Data, never, Record>, 'rate' | 'breaker' | 'window' | 'retry' | 'timeoutMs'>>) =>
  defineConnector({
    system,
    title: { vi: 'Sổ giấy phép', en: 'register of permits' },
    transport: httpTransport({ baseUrl, headers: async () => ({ authorization: `Bearer ${await token()}` }) }),
    load: async (ref): Promise<Data> => (await engine().get(ref)).machine.context as unknown as Data,
    label: ({ code }) => code,
    facts: schemas.facts,
    calls: {
      'permit.registered': ({ fact: { code }, data }) =>
        (keyless ? createKeyless : create)({ code, ...(data.holder && { holder: data.holder.name }) }),
      'permit.changed': ({ fact: { status } }) => {
        if (status === 'withdrawn') return undefined;
        return status === 'both'
          ? [setStatus({ status: 'granted' }), setStatus({ status: 'refused' })]
          : setStatus({ status });
      },
    },
    report: ({ system: name, status, reference }) => ({
      type: 'sync.report',
      system: name,
      status,
      ...(reference !== undefined && { reference }),
    }),
    reconcile: {
      workflow: 'permit',
      list: (cursor) => ({ method: 'GET', path: cursor === undefined ? '/permits' : `/permits?cursor=${cursor}` }),
      ofCase: ({ code }) => ({ method: 'GET', path: `/permits?code=${encodeURIComponent(code)}` }),
      page,
      record,
      reference: ({ id }) => id,
      code: ({ code }) => code,
      theirs: ({ status }) => ({ status }),
      ours: ({ status }) => (status === 'withdrawn' ? undefined : { status }),
      bringIntoStep: ({ data: { code, status }, ours, record: found, surplus }) => [
        ...(ours === undefined
          ? []
          : [found === undefined ? create({ code, status }) : setStatus({ status }, found.id)]),
        ...(ours === undefined && found !== undefined ? [remove({}, found.id)] : []),
        ...surplus.map(({ id }) => remove({}, id)),
      ],
      adopt: ({ record: found }) => ({ type: 'adopt', status: found?.status ?? 'ended' }),
    },
    inbound: defineInbound({
      change: z.object({ number: z.string(), permit: z.string(), status: z.string(), at: z.number() }),
      id: ({ number }) => number,
      occurredAt: ({ at }) => at,
      about: ({ permit: reference }) => ({ reference }),
      event: ({ status }) => (status === 'seen' ? undefined : { type: 'adopt', status }),
      verify: ({ headers }) => headers.get('x-signature') === 'good',
      poll: {
        list: (cursor) => ({ method: 'GET', path: `/changes?after=${cursor ?? '0'}` }),
        page: z.object({ changes: z.array(z.unknown()), next: z.string().optional() }),
      },
    }),
    ...rest,
  });
