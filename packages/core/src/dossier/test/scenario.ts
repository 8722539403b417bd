import { type Calendar, type CalendarDefinition, createCalendar } from '../../calendar/index.js';
import type {
  Actor,
  Authorizer,
  CaseEnvelope,
  Command,
  EventObject,
  Fact,
  Instant,
  JournalEntry,
  Reply,
} from '../../contract/index.js';
import { calendarSet } from '../../engine/calendar-set.js';
import { rulesAuthorizer } from '../../engine/rules-authorizer.js';
import { type DecisionEnv, decide, type Workflow } from '../../kernel/index.js';
import {
  consultationWorkflow,
  dossierInput,
  dossierWorkflow,
  type Procedure,
  parseProcedure,
  ROLES,
  type Role,
} from '../index.js';

const office = {
  shifts: [
    { from: '07:30', to: '11:30' },
    { from: '13:00', to: '17:00' },
  ],
};
const swap = (date: string, swappedWith: string, kind: 'swap-off' | 'swap-work') => ({
  date,
  kind,
  swappedWith,
  name: { vi: 'Hoán đổi ngày làm việc', en: 'Swapped working day' },
  status: 'enacted' as const,
  source: '12729/VPCP-KGVX, 9859/VPCP-KGVX',
});
const holiday = (date: string) => ({
  date,
  kind: 'holiday' as const,
  name: { vi: 'Nghỉ lễ', en: 'Public holiday' },
  status: 'enacted' as const,
  source: 'Bộ luật Lao động 2019, Điều 112',
});

/** Working days of state offices in 2026. */
export const calendar2026: CalendarDefinition = {
  id: 'vn-test',
  version: '2026.1',
  zone: 'Asia/Ho_Chi_Minh',
  name: { vi: 'Lịch thử', en: 'Test calendar' },
  source: 'holidays of 2026, for tests',
  covers: { from: '2026-01-01', to: '2026-12-31' },
  week: { 1: office, 2: office, 3: office, 4: office, 5: office },
  rows: [
    ...['2026-01-01', '2026-04-27', '2026-04-30', '2026-05-01', '2026-09-01', '2026-09-02', '2026-11-24'].map(holiday),
    ...['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20'].map(holiday),
    swap('2026-01-02', '2026-01-10', 'swap-off'),
    swap('2026-01-10', '2026-01-02', 'swap-work'),
    swap('2026-08-31', '2026-08-22', 'swap-off'),
    swap('2026-08-22', '2026-08-31', 'swap-work'),
  ],
};

export const calendar: Calendar = createCalendar(calendar2026);
/** `2026-03-02 10:00` in Vietnam. */
export const at = (text: string): Instant => Date.parse(`${text.replace(' ', 'T')}:00+07:00`);
export const shown = (instant: Instant | undefined): string =>
  instant === undefined ? '-' : calendar.format(instant).slice(0, 16).replace('T', ' ');

export const person = (id: string, unit: string, ...roles: Role[]): Actor => ({ kind: 'person', id, unit, roles });
const ONE_STOP = 'commune-1.one-stop';
export const UNIT = 'commune-1.justice';
export const people = {
  citizen: { kind: 'person', id: 'citizen-1', roles: [ROLES.applicant] } as Actor,
  counter: person('officer-counter', ONE_STOP, ROLES.oneStopOfficer),
  officer: person('officer-case', UNIT, ROLES.caseOfficer),
  head: person('head', UNIT, ROLES.headOfDivision),
  leader: person('chair', 'commune-1', ROLES.leader),
  clerk: person('clerk', UNIT, ROLES.clerk),
  supervisor: person('supervisor', 'province-1', ROLES.supervisor),
  system: { kind: 'system', id: 'connector', roles: [ROLES.connector] } as Actor,
};

const length = (amount: number, unit: 'workingDay' | 'workingHour' | 'calendarDay') => ({ amount, unit });

/** A procedure of five working days, to change at will. */
export const procedure = (changes: Partial<Record<keyof Procedure, unknown>> = {}): Procedure =>
  parseProcedure({
    code: '9.000001',
    version: '1',
    decision: '1/QĐ-UBND',
    name: { vi: 'Thủ tục thử nghiệm', en: 'Test procedure' },
    field: { vi: 'Thử', en: 'Test' },
    levels: ['commune'],
    agency: { vi: 'UBND cấp xã', en: 'Commune' },
    channels: ['counter', 'post', 'online'],
    papers: [
      { id: 'declaration', name: { vi: 'Tờ khai', en: 'Declaration' }, kind: 'form', quantity: '1' },
      {
        id: 'evidence',
        name: { vi: 'Giấy tờ', en: 'Evidence' },
        kind: 'submit',
        quantity: '1',
        when: { vi: 'nếu có', en: 'if any' },
      },
    ],
    fee: { amount: 0, currency: 'VND', payable: 'return' },
    result: { name: { vi: 'Giấy chứng nhận', en: 'Certificate' }, codes: [] },
    limits: [{ id: 'standard', budget: length(5, 'workingDay') }],
    extensions: [],
    supplement: {
      interruption: 'restart',
      maxTimes: 1,
      noticeWithin: length(3, 'workingDay'),
      applicantTerm: length(15, 'workingDay'),
      onExpiry: 'close',
    },
    consultations: [],
    apology: { maxTimes: 1, before: length(1, 'workingDay') },
    reopen: 'restart',
    route: { review: true, numbering: true },
    steps: [],
    interlinks: [],
    legalBasis: [],
    source: 'invented for tests',
    confidence: 0,
    illustrative: true,
    assumed: [],
    ...changes,
  });

interface World {
  readonly workflow: Workflow;
  readonly env: DecisionEnv;
}

/** One dossier, decided event by event. Timers fire only when told to: `fireUntil`. */
export class Scenario {
  envelope: CaseEnvelope | undefined;
  readonly facts: Fact[] = [];
  readonly history: JournalEntry[] = [];
  /** Sub-cases by key. */
  readonly children = new Map<string, Scenario>();
  lastReply: Reply | undefined;
  #commands = 0;
  readonly world: World;
  readonly caseId: string;

  constructor(world: World, caseId: string) {
    this.world = world;
    this.caseId = caseId;
  }

  apply(command: Command): Reply {
    const decision = decide(this.world.workflow, this.envelope, command, this.world.env);
    this.lastReply = decision.reply;
    if (decision.change !== undefined) {
      this.history.push(decision.change.journal);
      this.envelope = JSON.parse(JSON.stringify(decision.change.envelope)) as CaseEnvelope;
      for (const { payload } of decision.change.messages) {
        if (!payload.type.startsWith('motcua.')) this.facts.push(payload);
        else this.#relay(payload);
      }
    }
    return decision.reply;
  }

  #relay(payload: Fact): void {
    const when = payload['at'] as Instant;
    const base = {
      id: `relay-${this.#commands++}`,
      tenant: 't',
      actor: { kind: 'system', id: 'engine', roles: [] } as Actor,
      occurredAt: when,
      receivedAt: when,
    };
    if (payload.type === 'motcua.case.open') {
      const parent = payload['parent'] as { caseId: string; key: string; occurrence: number; replyEvent: string };
      const child = new Scenario({ ...this.world, workflow: consultationWorkflow() }, payload['caseId'] as string);
      const reply = child.apply({
        ...base,
        type: 'open',
        caseId: child.caseId,
        workflow: 'consultation',
        version: '1',
        input: payload['input'],
        parent,
      });
      if (reply.status !== 'accepted') throw new Error(reply.message);
      this.children.set(parent.key, child);
      child.onAnswer = (answer) => {
        const said = answer['event'] as EventObject;
        this.apply({
          ...base,
          id: `answer-${parent.key}-${parent.occurrence}-${this.#commands++}`,
          type: 'answer',
          final: answer['final'] as boolean,
          caseId: this.caseId,
          key: parent.key,
          occurrence: parent.occurrence,
          event: said,
          occurredAt: answer['at'] as Instant,
          receivedAt: answer['at'] as Instant,
        });
      };
    } else if (payload.type === 'motcua.case.send') {
      const child = [...this.children.values()].find(({ caseId }) => caseId === payload['caseId']);
      child?.apply({
        ...base,
        type: 'instruct',
        caseId: child.caseId,
        from: this.caseId,
        event: payload['event'] as EventObject,
      });
    } else if (payload.type === 'motcua.case.answer') this.onAnswer?.(payload);
  }
  onAnswer: ((answer: Fact) => void) | undefined;

  try(actor: Actor, when: string | Instant, event: EventObject): Reply {
    const instant = typeof when === 'string' ? at(when) : when;
    return this.apply({
      id: `c-${this.#commands++}`,
      tenant: 't',
      caseId: this.caseId,
      actor,
      occurredAt: instant,
      receivedAt: instant,
      type: 'send',
      event,
    });
  }

  send(actor: Actor, when: string | Instant, event: EventObject): this {
    const reply = this.try(actor, when, event);
    if (reply.status !== 'accepted') throw new Error(`${event.type}: ${reply.code} ${reply.message}`);
    return this;
  }

  /** Writes down at `when` what had happened at `occurred`. */
  record(actor: Actor, when: string, occurred: string, event: EventObject): this {
    const reply = this.apply({
      id: `c-${this.#commands++}`,
      tenant: 't',
      caseId: this.caseId,
      actor,
      occurredAt: at(occurred),
      receivedAt: at(when),
      type: 'send',
      event,
    });
    if (reply.status !== 'accepted') throw new Error(`${event.type}: ${reply.code} ${reply.message}`);
    return this;
  }

  /** Counts its terms again on another version of its calendar. */
  reproject(actor: Actor, when: string, { id, version }: Calendar): Reply {
    return this.apply({
      id: `c-${this.#commands++}`,
      tenant: 't',
      caseId: this.caseId,
      actor,
      occurredAt: at(when),
      receivedAt: at(when),
      type: 'reproject',
      calendar: { id, version },
      replaces: id,
      reason: 'Hoán đổi ngày làm việc dịp Tết Dương lịch 2026',
      legalBasis: 'Văn bản 12729/VPCP-KGVX',
    });
  }

  /** Fires every pending timer of the dossier and its sub-cases up to an instant, in order. */
  fireUntil(when: string | Instant): this {
    const instant = typeof when === 'string' ? at(when) : when;
    for (let guard = 0; guard < 500; guard += 1) {
      const all = [this as Scenario, ...this.children.values()].flatMap((scenario) =>
        scenario.pending().map((timer) => ({ scenario, ...timer })),
      );
      const next = all.filter(({ fireAt }) => fireAt <= instant).sort((a, b) => a.fireAt - b.fireAt)[0];
      if (next === undefined) return this;
      const actor: Actor = { kind: 'timer', id: next.key, roles: [] };
      const reply = next.scenario.apply({
        id: `f-${this.#commands++}`,
        tenant: 't',
        caseId: next.scenario.caseId,
        actor,
        occurredAt: next.fireAt,
        receivedAt: next.fireAt,
        type: 'fire',
        timer: next.key,
        firedAt: next.fireAt,
      });
      if (reply.status !== 'accepted') throw new Error(`${next.key}: ${reply.message}`);
    }
    throw new Error('timers without end');
  }

  pending(): readonly { key: string; fireAt: Instant }[] {
    if (this.envelope?.status !== 'active') return [];
    return this.envelope.deadlines.flatMap(({ name, occurrence, status, rungs }) =>
      status !== 'running' && status !== 'suspended'
        ? []
        : rungs.flatMap((rung) =>
            rung.fireAt === undefined
              ? []
              : [{ key: `deadline/${name}/${occurrence}/${rung.name}/${rung.fired}`, fireAt: rung.fireAt }],
          ),
    );
  }

  get state(): string {
    return this.envelope?.state ?? '-';
  }
  get context() {
    return this.envelope?.machine.context as unknown as import('../schemas.js').DossierContext;
  }
  due(name: string): string {
    return shown(this.ledger(name)?.dueAt);
  }
  ledger(name: string) {
    return this.envelope?.deadlines.findLast((ledger) => ledger.name === name);
  }
  said(type: string): readonly Fact[] {
    return this.facts.filter((fact) => fact.type === type);
  }
}

export interface Opening {
  readonly procedure?: Procedure;
  readonly channel?: 'counter' | 'post' | 'online';
  readonly at?: string;
  readonly papers?: readonly { readonly id: string }[];
  readonly calendar?: Calendar;
  /** Versions it is not counted on at first. */
  readonly otherVersions?: readonly Calendar[];
  readonly authorizer?: Authorizer;
}

/** A dossier just submitted. */
export function submitted({
  procedure: rules = procedure(),
  channel = 'counter',
  at: when = '2026-03-02 09:00',
  papers = [],
  calendar: used = calendar,
  otherVersions = [],
  authorizer = rulesAuthorizer({ isWithin: ({ unit, ancestor }) => unit.startsWith(ancestor) }),
}: Opening = {}): Scenario {
  const env = {
    calendars: calendarSet([...otherVersions, used]),
    authorizer,
  };
  const scenario = new Scenario({ workflow: dossierWorkflow(), env }, 'dossier-1');
  const input = dossierInput(rules, {
    channel,
    applicant: { id: 'citizen-1', kind: 'citizen', name: 'Nguyễn Văn An' },
    oneStop: ONE_STOP,
    papers,
  });
  const instant = at(when);
  const reply = scenario.apply({
    id: 'open',
    tenant: 't',
    caseId: 'dossier-1',
    actor: people.counter,
    occurredAt: instant,
    receivedAt: instant,
    type: 'open',
    workflow: 'dossier',
    version: '1',
    input,
  });
  if (reply.status !== 'accepted') throw new Error(`${reply.code} ${reply.message}`);
  return scenario;
}

export const CODE = 'H02.19-260302-0007';
export const allPapers = (rules: Procedure) => rules.papers.map(({ id }) => ({ id }));

/** Accepted, transferred, with the case officer. */
export function examined(opening: Opening & { readonly limit?: string; readonly slip?: false } = {}): Scenario {
  const rules = opening.procedure ?? procedure();
  const when = opening.at ?? '2026-03-02 09:00';
  return submitted({ ...opening, procedure: rules })
    .send(people.counter, when, {
      type: 'accept',
      code: CODE,
      papers: allPapers(rules),
      feeReceipt: 'BL-1',
      ...(opening.limit !== undefined && { limit: opening.limit }),
      ...(opening.slip !== undefined && { slip: opening.slip }),
    })
    .send(people.counter, when, { type: 'transfer', unit: UNIT, assignee: people.officer.id });
}
