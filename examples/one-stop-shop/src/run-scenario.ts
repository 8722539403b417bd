import { type Actor, type Engine, type Instant, parseInstant, printInstant, type Reply, type Text } from '@motcua/core';
import {
  type DossierContext,
  dossierCode,
  dossierInput,
  dossierSeries,
  planReorganisation,
  ROLES,
} from '@motcua/core/dossier';
import { type VirtualClock, virtualClock } from '@motcua/testkit';
import type { Act } from './act.ts';
import { describeEvent, describeFact, describeRefusal, shortTime, ZONE } from './describe.ts';
import { type Office, openOffice, TENANT } from './office.ts';
import { nameOf, people } from './people.ts';
import { acts, REPORT_AT } from './scenario.ts';
import type { WorkerMessage } from './supervise.ts';

const REORGANISATION = '2025-07-01 08:00';
const instantOf = (wall: string): Instant => parseInstant(`${wall.replace(' ', 'T')}:00+07:00`);

/** Runs all acts that were not answered yet, in order, and everything that falls due between them. */
export async function runScenario(folder: string, tell: (message: WorkerMessage) => Promise<void>): Promise<void> {
  const clock = virtualClock(instantOf('2025-06-18 07:30'));
  const office = await openOffice(folder, clock);
  const { engine } = office;
  const pending: Promise<void>[] = [];
  engine.on('fact', ({ fact, envelope, journal }) => {
    const text = journal.command.type === 'fire' || journal.command.type === 'answer' ? describeFact(fact) : undefined;
    if (text !== undefined) pending.push(tell({ type: 'note', head: headOf(clock.now(), envelope, '·'), text }));
  });
  await tell({ type: 'began', acts: acts.length });
  const written = (await engine.find({ tenant: TENANT, order: 'writtenAt', descending: true, limit: 1 })).items[0]
    ?.writtenAt;
  if (written !== undefined) clock.jumpTo(written);

  let reorganised = false;
  for (const [index, act] of acts.entries()) {
    const at = instantOf(act.at);
    if (!reorganised && at >= instantOf(REORGANISATION)) {
      await reorganise(office, clock, tell);
      reorganised = true;
    }
    const commandId = `act-${String(index + 1).padStart(3, '0')}`;
    if (await office.knows(commandId)) continue;
    await passTime(engine, clock, at);
    await tell({ type: 'doing', act: index });
    const reply = await perform(office, act, commandId, at);
    checkReply(act, reply);
    await engine.settle();
    await tell({
      type: 'done',
      commandId,
      accepted: reply.status === 'accepted',
      ...(await actLine(office, act, at, reply)),
    });
  }
  await passTime(engine, clock, instantOf(REPORT_AT));
  await Promise.all(pending);
  await office.close();
}

/** Lets time go on to an instant; whatever falls due on the way happens at its own time. */
async function passTime(engine: Engine, clock: VirtualClock, to: Instant): Promise<void> {
  await engine.settle();
  for (;;) {
    const next = await engine.nextAt();
    if (next === undefined || next > to) break;
    if (next > clock.now()) clock.jumpTo(next);
    await engine.settle();
  }
  if (to > clock.now()) clock.jumpTo(to);
}

/** 1 July 2025: districts end, and their open dossiers go to their successors without losing a term. */
async function reorganise(
  office: Office,
  clock: VirtualClock,
  tell: (message: WorkerMessage) => Promise<void>,
): Promise<void> {
  const at = instantOf(REORGANISATION);
  const open = (await office.allCases()).filter(
    ({ workflow, status }) => workflow === 'dossier' && status === 'active',
  );
  const plan = planReorganisation(office.units, open, '2025-07-01');
  if (plan.moves.length === 0) return;
  await passTime(office.engine, clock, at);
  for (const { caseId, to, legalBasis } of plan.moves) {
    const send = (commandId: string, event: { readonly unit: string; readonly from?: string }) =>
      office.engine.send({
        tenant: TENANT,
        caseId,
        actor: people.quang,
        commandId,
        event: { type: 'unit.transfer', reason: 'Kết thúc hoạt động của cấp huyện', legalBasis, ...event },
      });
    const { oneStop } = await contextOf(office, caseId);
    const counter = office.units.successorOn(oneStop, '2025-07-01');
    const moves = [
      { unit: to },
      ...(counter === undefined || counter.unit === oneStop ? [] : [{ unit: counter.unit, from: oneStop }]),
    ];
    for (const [index, move] of moves.entries()) {
      const commandId = `reorganisation-${caseId}-${index + 1}`;
      const reply = await send(commandId, move);
      if (reply.status !== 'accepted') throw new Error(reply.message);
      const name = office.units.get(move.unit)?.name ?? { vi: move.unit, en: move.unit };
      const text = {
        vi: `chuyển sang ${name.vi}, thời hạn giữ nguyên`,
        en: `moved to ${name.en}, its terms unchanged`,
      };
      await tell({
        type: 'done',
        commandId,
        accepted: true,
        head: headOf(at, await office.engine.get({ tenant: TENANT, caseId }), '·'),
        text,
      });
    }
  }
}

async function perform(office: Office, act: Act, commandId: string, at: Instant): Promise<Reply> {
  const { engine, procedures, units } = office;
  const caseId = act.dossier;
  const actor: Actor = act.who === 'applicant' ? await applicantOf(office, act) : people[act.who];
  if ('opens' in act) {
    const { procedure, applicant, ...fields } = act.opens;
    const input = dossierInput(procedures.get(procedure), {
      ...fields,
      applicant: { ...applicant, kind: 'citizen' },
      papers: [],
    });
    return engine.open({ tenant: TENANT, workflow: 'dossier', caseId, actor, commandId, input });
  }
  if (act.does.type !== 'accept') return engine.send({ tenant: TENANT, caseId, actor, commandId, event: act.does });
  const agency = units.get(actor.unit ?? '')?.code ?? 'H02';
  const date = printInstant(at, ZONE).slice(0, 10);
  const sequence = await engine.nextNumber({ tenant: TENANT, series: dossierSeries({ agency, date }) });
  const code = dossierCode({ agency, date, sequence });
  return engine.send({ tenant: TENANT, caseId, actor, commandId, event: { ...act.does, code } });
}

async function applicantOf(office: Office, act: Act) {
  const { id, name } = 'opens' in act ? act.opens.applicant : (await contextOf(office, act.dossier)).applicant;
  return { kind: 'person' as const, id, name, roles: [ROLES.applicant] };
}

const contextOf = async ({ engine }: Office, caseId: string): Promise<DossierContext> =>
  (await engine.get({ tenant: TENANT, caseId })).machine.context as unknown as DossierContext;

/** The scenario says which acts the office must refuse; any other refusal is a fault of the example. */
function checkReply(act: Act, reply: Reply): void {
  const expected = 'refused' in act ? act.refused : undefined;
  const got = reply.status === 'accepted' ? undefined : reply.code;
  if (got !== expected)
    throw new Error(
      `${act.dossier} at ${act.at}: expected ${expected ?? 'acceptance'}, got ${reply.status === 'accepted' ? 'acceptance' : reply.message}`,
    );
}

async function actLine(
  office: Office,
  act: Act,
  at: Instant,
  reply: Reply,
): Promise<{ readonly head: string; readonly text: Text }> {
  const envelope = await office.engine.get({ tenant: TENANT, caseId: act.dossier });
  const { applicant } = envelope.machine.context as unknown as DossierContext;
  const who = act.who === 'applicant' ? applicant.name : nameOf(people[act.who]);
  const actor = act.who === 'applicant' ? {} : people[act.who];
  const what = describeEvent('opens' in act ? { type: 'open' } : act.does, actor);
  const due =
    reply.status === 'accepted' && 'does' in act && act.does.type === 'accept'
      ? await dueText(office, act.dossier)
      : { vi: '', en: '' };
  const refusal = reply.status === 'accepted' ? { vi: '', en: '' } : describeRefusal(reply.code);
  const head = headOf(at, envelope, `${who}:`);
  return { head, text: { vi: `${what.vi}${due.vi}${refusal.vi}`, en: `${what.en}${due.en}${refusal.en}` } };
}

async function dueText({ engine }: Office, caseId: string): Promise<Text> {
  const standing = (await engine.deadlines({ tenant: TENANT, caseId })).find(({ name }) => name === 'resolution');
  if (standing === undefined) return { vi: '', en: '' };
  const due = shortTime(standing.dueAt);
  return { vi: `, hẹn trả ${due}`, en: `, promised for ${due}` };
}

const headOf = (
  at: Instant,
  { index, caseId }: { readonly index: { readonly code?: string }; readonly caseId: string },
  who: string,
): string => `${shortTime(at)}  ${(index.code ?? caseId).padEnd(23)} ${who} `;
