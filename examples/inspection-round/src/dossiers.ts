import { vietnamCalendar } from '@motcua/calendar-vn';
import type { Actor, EventObject, Reply } from '@motcua/core';
import { dossierCode, dossierInput, dossierSeries, ROLES } from '@motcua/core/dossier';
import type { VirtualClock } from '@motcua/testkit';
import { type Office, TENANT } from './office.ts';
import { shopOf } from './people.ts';
import { instantOf, passTime } from './time.ts';
import { counterOf, deskOf, INSPECTED } from './units.ts';

/** The months whose dossiers the team samples. */
export const DOSSIERS_FROM = '2021-04-01';
export const DOSSIERS_TO = '2021-09-13';

/** A dossier that will be: when it comes, and when it is settled, in working days of the period. */
interface Planned {
  readonly id: string;
  readonly unit: (typeof INSPECTED)[number];
  readonly procedure: string;
  readonly channel: 'counter' | 'online';
  readonly arrives: number;
  readonly settled: number;
  /** An apology with a new date is sent the day before the end. */
  readonly apology: boolean;
}

/** The procedures, with the papers each asks for and its limit in working days. */
const PROCEDURES = [
  { code: '1.001193', days: 0, papers: ['birth-registration-declaration', 'certificate-of-live-birth'] },
  { code: '2.000908', days: 1, papers: [] },
  { code: '1.004837', days: 3, papers: ['declaration', 'appointment-paper-proof-of-natural-guardianship'] },
] as const;

/** What the article tells of the units: shares of late and of online dossiers, invented to fit it. */
const HABITS: Readonly<Record<Planned['unit'], { readonly late: number; readonly online: number }>> = {
  'hiep-hoa': { late: 0.03, online: 0.22 },
  'dong-lo': { late: 0.12, online: 0.1 },
  'doan-bai': { late: 0.09, online: 0.12 },
  'danh-thang': { late: 0.05, online: 0.04 },
  thang: { late: 0.06, online: 0.06 },
};

/** Numbers from 0 to 1 that depend on the seed only (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function workingDays(): readonly string[] {
  const calendar = vietnamCalendar();
  const start = instantOf(`${DOSSIERS_FROM} 08:00`);
  const days: string[] = [];
  for (let amount = 1; ; amount += 1) {
    const day = calendar.dateOf(calendar.add(start, { amount, unit: 'workingDay' }));
    if (day >= DOSSIERS_TO) return days;
    days.push(day);
  }
}

/** The dossiers of the period, always the same ones for a count. */
function planDossiers(count: number, days: number): readonly Planned[] {
  const roll = dice(20_210_923);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(roll() * values.length)] as Value;
  return Array.from({ length: count }, (_, index): Planned => {
    const unit = pick(INSPECTED);
    const { code, days: limit } = pick(PROCEDURES);
    const { late, online } = HABITS[unit];
    const isLate = roll() < (limit === 0 ? late / 2 : late);
    const arrives = Math.floor(roll() * (days - 8));
    return {
      id: `D${String(index + 1).padStart(5, '0')}`,
      unit,
      procedure: code,
      channel: roll() < online ? 'online' : 'counter',
      arrives,
      settled: arrives + (isLate ? limit + 1 + Math.floor(roll() * 3) : Math.floor(roll() * (limit + 1))),
      apology: isLate && limit === 3 && roll() < 0.5,
    };
  });
}

/**
 * Runs the dossiers through the period. All of one hour are sent at once, as the counters of five offices would, so
 * that their commits share a transaction. Sent again after a kill, each command returns its first reply.
 */
export async function runDossiers(office: Office, clock: VirtualClock, count: number): Promise<void> {
  const days = workingDays();
  const planned = planDossiers(count, days.length);
  const on = (index: number, key: 'arrives' | 'settled') => planned.filter((dossier) => dossier[key] === index);
  for (const [index, day] of days.entries()) {
    const hours: readonly (readonly [string, readonly Planned[], Stage])[] = [
      ['08:30', on(index, 'arrives'), receive(day)],
      ['10:00', planned.filter(({ apology, arrives }) => apology && arrives + 2 === index), apologise(days)],
      ['14:00', on(index, 'settled'), settle],
      ['15:30', on(index, 'settled'), handOver],
    ];
    for (const [hour, dossiers, stage] of hours) {
      if (dossiers.length === 0) continue;
      await passTime(office.engine, clock, instantOf(`${day} ${hour}`));
      await Promise.all(dossiers.map((dossier) => stage(office, dossier)));
      await office.engine.settle();
    }
  }
}

type Stage = (office: Office, dossier: Planned) => Promise<void>;

const applicantOf = ({ id }: Planned) => ({
  id: `p-${id}`,
  kind: 'citizen' as const,
  name: `Người nộp ${id} (hư cấu)`,
});

const expectAccepted = (reply: Reply, what: string): void => {
  if (reply.status !== 'accepted') throw new Error(`${what}: ${reply.code} ${reply.message}`);
};

async function send({ engine }: Office, { id }: Planned, actor: Actor, event: EventObject): Promise<void> {
  const commandId = `${id}-${event.type}`;
  expectAccepted(await engine.send({ tenant: TENANT, caseId: id, actor, commandId, event }), commandId);
}

const receive =
  (day: string): Stage =>
  async (office, dossier) => {
    const { id, unit, channel, procedure } = dossier;
    const { engine, procedures } = office;
    const { counter, desk } = shopOf(unit);
    const applicant = applicantOf(dossier);
    const input = dossierInput(procedures.get(procedure), {
      channel,
      applicant,
      oneStop: counterOf(unit),
      papers: [],
      ...(channel === 'online' && { delivery: 'online' }),
    });
    const citizen: Actor = { kind: 'person', id: applicant.id, name: applicant.name, roles: [ROLES.applicant] };
    const actor = channel === 'online' ? citizen : counter;
    const commandId = `${id}-open`;
    expectAccepted(
      await engine.open({ tenant: TENANT, workflow: 'dossier', caseId: id, actor, commandId, input }),
      commandId,
    );
    const agency = `H02.${String(INSPECTED.indexOf(unit) + 1).padStart(2, '0')}`;
    const sequence = await engine.nextNumber({ tenant: TENANT, series: dossierSeries({ agency, date: day }) });
    const papers = PROCEDURES.find(({ code }) => code === procedure)?.papers ?? [];
    await send(office, dossier, counter, {
      type: 'accept',
      code: dossierCode({ agency, date: day, sequence }),
      papers: papers.map((paper) => ({ id: paper, originals: 1 })),
    });
    await send(office, dossier, counter, { type: 'transfer', unit: deskOf(unit), assignee: desk.id });
  };

const apologise =
  (days: readonly string[]): Stage =>
  (office, dossier) =>
    send(office, dossier, shopOf(dossier.unit).chief, {
      type: 'apology.issue',
      reason: 'Phải cập nhật nhiều phần mềm',
      until: instantOf(`${days[dossier.settled] ?? ''} 17:00`),
      responsible: deskOf(dossier.unit),
      legalBasis: 'Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9',
    });

const settle: Stage = async (office, dossier) => {
  const { desk, clerk, chief } = shopOf(dossier.unit);
  await send(office, dossier, desk, { type: 'draft.submit', outcome: 'granted' });
  await send(office, dossier, chief, { type: 'sign' });
  await send(office, dossier, clerk, { type: 'result.issue', number: `KQ-${dossier.id}` });
  await send(office, dossier, clerk, { type: 'result.transfer' });
};

const handOver: Stage = (office, dossier) =>
  dossier.channel === 'online'
    ? send(office, dossier, shopOf(dossier.unit).counter, { type: 'result.publish', location: 'Cổng dịch vụ công' })
    : send(office, dossier, shopOf(dossier.unit).counter, {
        type: 'result.collect',
        receivedBy: applicantOf(dossier).name,
      });
