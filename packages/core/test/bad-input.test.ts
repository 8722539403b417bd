import { describe, expect, test } from 'vitest';
import { assign, emit, setup } from 'xstate';
import { z } from 'zod';
import { defineWorkflow, type Engine, fact, isMotcuaError, machineTypes, type SendRequest } from '../src/index.js';
import { clerk, head, officer } from './actors.js';
import { dump, ref, startOffice } from './office.js';

const coded = (code: string) => expect.objectContaining({ code });
const everybody = [{ roles: ['clerk', 'officer', 'head'] }];

const schemas = {
  input: z.looseObject({ title: z.string().optional() }),
  context: z.looseObject({ title: z.unknown() }),
  events: {
    note: z.strictObject({ title: z.unknown().optional() }),
    shorten: z.strictObject({}),
    stamp: z.strictObject({}),
    divide: z.strictObject({}),
    tell: z.strictObject({}),
  },
  facts: { told: z.looseObject({}) },
};
/** A case that keeps whatever it is told, and machine code that makes what no store can keep. */
const notebook = defineWorkflow({
  id: 'notebook',
  version: '1',
  schemas,
  machine: setup({
    types: machineTypes(schemas),
    actions: {
      note: assign(({ event }) => (event.type === 'note' ? { title: event.title } : {})),
      shorten: assign({ title: ({ context }) => String(context.title).slice(0, 1) }),
      stamp: assign({ title: () => new Date(0) }),
      divide: assign({ title: () => 0 / 0 }),
      tell: emit(() => fact('told', { at: new Date(0) })),
    },
  }).createMachine({
    context: ({ input }) => ({ title: input.title ?? '' }),
    on: {
      note: { actions: 'note' },
      shorten: { actions: 'shorten' },
      stamp: { actions: 'stamp' },
      divide: { actions: 'divide' },
      tell: { actions: 'tell' },
    },
  }),
  access: {
    open: everybody,
    note: everybody,
    shorten: everybody,
    stamp: everybody,
    divide: everybody,
    tell: everybody,
  },
  index: ({ context }) => ({ code: String(context.title), text: String(context.title) }),
});

const open = { ...ref(), workflow: 'notebook', actor: clerk, input: { title: '' } };
const note = (title: unknown): SendRequest => ({ ...ref(), actor: clerk, event: { type: 'note', title } });

async function startNotebook(limits = {}) {
  const office = await startOffice({ workflows: [notebook], limits });
  await office.engine.open(open);
  return office;
}

const nested = (levels: number): unknown => {
  let value: unknown = [];
  for (let level = 0; level < levels; level += 1) value = { value };
  return value;
};
const within: Record<string, unknown> = {};
within['within'] = within;

describe('what no store can keep is refused at the boundary with MC_COMMAND_INVALID, and nothing changes:', () => {
  test.each<[string, unknown, RegExp]>([
    ['half of a surrogate pair', '👩'.slice(0, 1), /event\.title: text with half of a surrogate pair/u],
    ['a NUL character', 'Hoa\0', /event\.title: text with a NUL character/u],
    ['10,000 levels', nested(10_000), /event\.title.*: deeper than 100 levels/u],
    ['a circle', within, /deeper than 100 levels, or within itself/u],
    ['not a number', Number.NaN, /NaN is no number/u],
    ['a number beyond all numbers', Number('1e400'), /Infinity is no number/u],
    ['a date object', new Date(0), /class Date/u],
    ['a big integer', 1n, /a bigint is not in JSON/u],
    ['a field __proto__', JSON.parse('{"__proto__":{"admin":true}}'), /event\.title\.__proto__: a field of this name/u],
    [
      'a field that cannot be read',
      Object.defineProperty({}, 'name', {
        enumerable: true,
        get: () => {
          throw new Error('closed');
        },
      }),
      /cannot be read: closed/u,
    ],
  ])('%s', async (_what, title, message) => {
    await using office = await startNotebook();
    const before = await dump(office.store);
    const call = office.engine.send(note(title));
    await expect(call).rejects.toThrow(coded('MC_COMMAND_INVALID'));
    await expect(call).rejects.toThrow(message);
    expect(await dump(office.store)).toStrictEqual(before);
  });

  test('in a reason as in a payload', async () => {
    await using office = await startNotebook();
    const grounds = { deadline: 'answer', reason: '\ud800', legalBasis: 'x' };
    await expect(office.engine.waive({ ...ref(), actor: head, ...grounds })).rejects.toThrow(/reason: text with half/u);
  });
});

test('what the caller does to a request later changes nothing', async () => {
  await using office = await startNotebook();
  const title = { text: 'as sent' };
  const sending = office.engine.send(note(title));
  title.text = 'as changed';
  await sending;
  expect((await office.engine.get(ref())).machine.context).toEqual({ title: { text: 'as sent' } });
  expect((await office.engine.history(ref())).at(-1)?.command).toMatchObject({ event: { title: { text: 'as sent' } } });
});

test('a field that is undefined counts as absent', async () => {
  await using office = await startNotebook();
  expect(await office.engine.send(note(undefined))).toMatchObject({ status: 'accepted' });
  expect((await office.engine.history(ref())).at(-1)?.command).toMatchObject({ event: { type: 'note' } });
});

describe('ids', () => {
  const hoSo = 'hồ sơ/Ấ-1';
  const [composed, decomposed] = [hoSo.normalize('NFC'), hoSo.normalize('NFD')];

  test('are the same composed and decomposed: of a case, a tenant, a command and a unit', async () => {
    await using office = await startNotebook();
    const opened = { ...open, tenant: decomposed, caseId: decomposed, commandId: decomposed };
    const first = await office.engine.open(opened);
    expect(first).toMatchObject({ status: 'accepted', caseId: composed });
    expect(await office.engine.get({ tenant: composed, caseId: composed })).toEqual(
      await office.engine.get({ tenant: decomposed, caseId: decomposed }),
    );
    const again = { ...opened, tenant: composed, caseId: composed, commandId: composed };
    expect(await office.engine.open(again)).toEqual(first);
  });

  test('in the index are found composed and decomposed, and so are names by their words', async () => {
    await using office = await startNotebook();
    await office.engine.send(note(decomposed));
    const query = { tenant: 't', order: 'openedAt', limit: 9 } as const;
    for (const spelling of [composed, decomposed]) {
      for (const filter of [{ code: spelling }, { text: spelling }, { text: 'ho so a 1' }]) {
        expect((await office.engine.find({ ...query, ...filter })).items.map(({ caseId }) => caseId)).toEqual(['c1']);
      }
    }
    expect((await office.engine.get(ref())).machine.context, 'what was written stays as it was').toEqual({
      title: decomposed,
    });
  });

  test.each([
    ['a line break', 'c1\n'],
    ['a zero-width space', 'c\u200b1'],
    ['text that runs backwards', '\u202e1c'],
    ['half of a surrogate pair', '\udc00'],
    ['a NUL character', 'c1\0'],
    ['more than 300 characters', 'c'.repeat(301)],
  ])('with %s are refused', async (_what, caseId) => {
    await using office = await startNotebook();
    await expect(office.engine.open({ ...open, caseId })).rejects.toThrow(coded('MC_COMMAND_INVALID'));
    const actor = { ...clerk, id: caseId };
    await expect(office.engine.send({ ...note('x'), actor })).rejects.toThrow(coded('MC_COMMAND_INVALID'));
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'that are names of every object find nothing: %s',
    async (name) => {
      await using office = await startNotebook();
      const { engine } = office;
      const grounds = { deadline: name, reason: 'x', legalBasis: 'x' };
      expect(await engine.send({ ...ref(), actor: clerk, event: { type: name } })).toMatchObject({
        code: 'MC_EVENT_UNKNOWN',
      });
      expect(await engine.waive({ ...ref(), actor: head, ...grounds })).toMatchObject({ code: 'MC_ACCESS_DENIED' });
      await expect(engine.explain({ ...ref(), deadline: name })).rejects.toThrow(coded('MC_DEADLINE_UNKNOWN'));
      expect((await engine.open({ ...open, caseId: name, tenant: name })).status).toBe('accepted');
      expect((await engine.get({ caseId: name, tenant: name })).caseId).toBe(name);
    },
  );

  test('that are names of every object are no deadlines either, for one who may waive', async () => {
    await using office = await startOffice();
    const input = { applicant: 'Hoa', unit: 'justice' };
    await office.engine.open({ ...ref(), workflow: 'leave-request', actor: clerk, input });
    const grounds = { deadline: 'constructor', reason: 'x', legalBasis: 'x' };
    expect(await office.engine.waive({ ...ref(), actor: head, ...grounds })).toMatchObject({
      code: 'MC_DEADLINE_UNKNOWN',
    });
  });
});

describe('the size of a request', () => {
  const bytesOf = (request: object) => new TextEncoder().encode(JSON.stringify(request)).byteLength;

  test('is counted in bytes of UTF-8, and may be what limits.commandBytes says', async () => {
    const request = note('Nguyễn Thị Ánh'.repeat(10));
    const commandBytes = bytesOf(request);
    await using office = await startNotebook({ commandBytes });
    expect((await office.engine.send(request)).status).toBe('accepted');
    const longer = note(`${String(request.event.title)}!`);
    await expect(office.engine.send(longer)).rejects.toThrow(coded('MC_COMMAND_TOO_LARGE'));
    await expect(office.engine.send(longer)).rejects.toMatchObject({
      details: { command: 'send', bytes: commandBytes + 1, limit: commandBytes },
    });
  });

  test('is at most one mebibyte unless the engine says otherwise', async () => {
    await using office = await startNotebook();
    const before = await dump(office.store);
    await expect(office.engine.send(note('x'.repeat(1_048_576)))).rejects.toThrow(coded('MC_COMMAND_TOO_LARGE'));
    expect(await dump(office.store)).toStrictEqual(before);
    expect((await office.engine.send(note('x'.repeat(1_000_000)))).status).toBe('accepted');
  });

  test('of 10 MB is served whole, where the limit allows it', async () => {
    await using office = await startNotebook({ commandBytes: 16_000_000 });
    const title = { text: 'Đỗ '.repeat(1_750_000) };
    expect(await office.engine.send(note(title))).toMatchObject({ status: 'accepted', revision: 2 });
    expect((await office.engine.get(ref())).machine.context).toEqual({ title });
    expect((await office.engine.history({ ...ref(), afterRevision: 1 }))[0]?.command).toMatchObject({
      event: { title },
    });
  });
});

describe('machine code that makes what no store can keep fails with MC_MACHINE_FAILED, and the case stays:', () => {
  test.each([
    ['half of a surrogate pair in the context', 'shorten', /title: text with half of a surrogate pair/u],
    ['a date object in the context', 'stamp', /title: .*class Date/u],
    ['not a number in the context', 'divide', /title: NaN/u],
    ['a date object in a fact', 'tell', /emitted "told" with a wrong payload: at: .*class Date/u],
  ])('%s', async (_what, type, message) => {
    await using office = await startNotebook();
    await office.engine.send(note('👩‍💼'));
    const before = await office.engine.get(ref());
    const reply = await office.engine.send({ ...ref(), actor: clerk, event: { type } });
    expect(reply).toMatchObject({
      status: 'failed',
      code: 'MC_MACHINE_FAILED',
      message: expect.stringMatching(message),
    });
    expect(await office.engine.get(ref())).toEqual(before);
    expect((await office.engine.send(note('x'))).status).toBe('accepted');
  });
});

describe('times and numbers at the edge', () => {
  const input = { applicant: 'Hoa', unit: 'justice' };
  const leave = { ...ref(), workflow: 'leave-request', actor: clerk, input };
  const MAX = 8_640_000_000_000_000;
  const outcome = async (call: Promise<{ readonly status: string; readonly code?: string }>) => {
    try {
      const { status, code } = await call;
      return code ?? status;
    } catch (error) {
      return isMotcuaError(error) ? error.code : error;
    }
  };
  const started = async () => {
    const office = await startOffice();
    await office.engine.open(leave);
    await office.engine.send({ ...ref(), actor: clerk, event: { type: 'accept' } });
    return office;
  };

  test.each<[string, (engine: Engine) => Promise<{ readonly status: string; readonly code?: string }>, string]>([
    ['an act at the end of time', (e) => e.send({ ...grant, occurredAt: MAX }), 'MC_TIME_OUT_OF_BOUNDS'],
    ['an act at the beginning of time', (e) => e.send({ ...grant, occurredAt: -MAX }), 'MC_TIME_OUT_OF_BOUNDS'],
    ['an act beyond all dates', (e) => e.send({ ...grant, occurredAt: MAX + 1 }), 'MC_COMMAND_INVALID'],
    ['an act at half a millisecond', (e) => e.send({ ...grant, occurredAt: 0.5 }), 'MC_COMMAND_INVALID'],
    ['a revision beyond all integers', (e) => e.send({ ...grant, expectedRevision: 2 ** 60 }), 'MC_COMMAND_INVALID'],
    ['a revision that never was', (e) => e.send({ ...grant, expectedRevision: 10 ** 15 }), 'MC_REVISION_MISMATCH'],
    [
      'an extension to the end of time',
      (e) => e.extend({ ...more, budget: { until: MAX } }),
      'MC_CALENDAR_OUT_OF_RANGE',
    ],
    ['an extension by ages', (e) => e.extend({ ...more, budget: wd(100_000) }), 'MC_TERM_INVALID'],
    ['an extension by more than ages', (e) => e.extend({ ...more, budget: wd(1e308) }), 'MC_COMMAND_INVALID'],
    ['an extension backwards', (e) => e.extend({ ...more, budget: wd(-1) }), 'MC_COMMAND_INVALID'],
    ['an extension by a third of a day', (e) => e.extend({ ...more, budget: wd(1 / 3) }), 'MC_TERM_INVALID'],
    ['an opening before the calendar', (e) => e.open({ ...leave, caseId: 'c2', occurredAt: -MAX }), 'accepted'],
  ])('%s', async (_what, act, expected) => {
    await using office = await started();
    const before = await dump(office.store);
    expect(await outcome(act(office.engine))).toBe(expected);
    expect(await dump(office.store)).toStrictEqual(before);
  });
  const grant = { ...ref(), actor: officer, event: { type: 'grant' } };
  const more = { ...ref(), actor: head, deadline: 'answer', reason: 'x', legalBasis: 'x' };
  const wd = (amount: number) => ({ amount, unit: 'workingDay' as const });
});

describe('a question that nobody can have meant is MC_QUERY_INVALID:', () => {
  const find = { tenant: 't', order: 'dueAt', limit: 10 } as const;
  test.each<[string, (engine: Engine) => Promise<unknown>]>([
    ['get() without a case', (e) => e.get({ tenant: 't' } as never)],
    ['get() of nothing', (e) => e.get(undefined as never)],
    ['find() with a filter nobody knows', (e) => e.find({ ...find, asignee: 'x' } as never)],
    ['find() of no case', (e) => e.find({ ...find, limit: 0 })],
    ['find() of all cases at once', (e) => e.find({ ...find, limit: -1 })],
    ['find() of 1,001 cases', (e) => e.find({ ...find, limit: 1_001 })],
    ['find() in no order', (e) => e.find({ ...find, order: 'name' as never })],
    ['find() by no text', (e) => e.find({ ...find, text: 'x'.repeat(1_001) })],
    ['find() by half of a surrogate pair', (e) => e.find({ ...find, code: '\ud800' })],
    ['find() at no instant', (e) => e.find({ ...find, now: Number.NaN })],
    ['history() without end', (e) => e.history({ ...ref(), limit: -1 })],
    ['history() from nowhere', (e) => e.history({ ...ref(), afterRevision: Number.NaN })],
    ['explain() of no deadline', (e) => e.explain({ ...ref(), deadline: '' })],
    ['account() until no instant', (e) => e.account({ ...ref(), until: 1e300 })],
    ['allowed() for nobody', (e) => e.allowed({ ...ref(), actor: {} as never })],
    ['outages() without end', (e) => e.outages({ limit: 1e9 })],
    ['deadLetters() without end', (e) => e.deadLetters({ tenant: 't', limit: 1e9 })],
    ['redrive() of nothing', (e) => e.redrive({ tenant: 't', id: '', destination: 'mail' })],
    ['nextNumber() of a series without a name', (e) => e.nextNumber({ tenant: 't', series: '' })],
  ])('%s', async (_what, ask) => {
    await using office = await startNotebook();
    await expect(ask(office.engine)).rejects.toThrow(coded('MC_QUERY_INVALID'));
  });

  test('words there may be as many as fit', async () => {
    await using office = await startNotebook();
    await office.engine.send(note('a b'));
    const text = 'a b '.repeat(250);
    expect((await office.engine.find({ ...find, text })).items).toHaveLength(1);
  });
});
