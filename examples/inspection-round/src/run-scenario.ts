import { type EventObject, type Instant, parseInstant } from '@motcua/core';
import { type VirtualClock, virtualClock } from '@motcua/testkit';
import { type Act, AGAIN, actorOf, PLAN } from './act.ts';
import { describeEvent, describeFact } from './describe.ts';
import { runDossiers } from './dossiers.ts';
import { type Office, openOffice, TENANT } from './office.ts';
import { after, before } from './scenario.ts';
import type { WorkerMessage } from './supervise.ts';
import { instantOf, passTime, shortTime } from './time.ts';

/** Everything has been followed up by then. */
export const END = '2022-10-28 09:00';

type Tell = (message: WorkerMessage) => Promise<void>;

/** Carries out all acts that were not answered yet, in order, and everything that falls due between them. */
export async function runScenario(folder: string, dossiers: number, tell: Tell): Promise<void> {
  const clock = virtualClock(parseInstant('2021-03-01T08:00:00+07:00'));
  const office = await openOffice(folder, clock);
  const { engine } = office;
  const pending: Promise<void>[] = [];
  engine.on('fact', ({ fact, envelope, journal }) => {
    if (envelope.workflow === 'dossier' || journal.command.type !== 'fire') return;
    const text = describeFact(fact);
    if (text !== undefined) {
      const escalation = fact.type === 'remedy.escalated';
      pending.push(tell({ type: 'note', head: headOf(clock.now(), envelope.caseId, '·'), text, escalation }));
    }
  });
  const last = (await engine.find({ tenant: TENANT, order: 'writtenAt', descending: true, limit: 1 })).items[0];
  if (last !== undefined) clock.jumpTo(last.writtenAt);

  for (const act of before) await perform(office, clock, folder, act, tell);
  const [first] = after;
  if (first !== undefined && !(await office.knows(idOf(first)))) {
    const text = { vi: `các đơn vị giải quyết ${dossiers} hồ sơ`, en: `the units settle ${dossiers} dossiers` };
    await tell({ type: 'note', head: headOf(clock.now(), '', '·'), text, escalation: false });
    await runDossiers(office, clock, dossiers);
  }
  for (const act of after) await perform(office, clock, folder, act, tell);
  await passTime(engine, clock, instantOf(END));
  await Promise.all(pending);
  await office.close();
}

const acts = [...before, ...after];
const idOf = (act: Act): string => `act-${String(acts.indexOf(act) + 1).padStart(3, '0')}`;

const inputOf = async (office: Office, { input }: NonNullable<Act['opens']>) =>
  typeof input === 'function' ? input(office) : input;

// #region perform
async function perform(office: Office, clock: VirtualClock, folder: string, act: Act, tell: Tell): Promise<void> {
  const commandId = idOf(act);
  if (await office.knows(commandId)) return;
  const at = instantOf(act.at);
  await passTime(office.engine, clock, at);
  const { caseId, opens } = act;
  const actor = actorOf(act);
  const common = { tenant: TENANT, caseId, actor, commandId };
  const event: EventObject =
    typeof act.does === 'function' ? await act.does(office, folder) : (act.does ?? { type: 'open' });
  const reply = await (opens === undefined
    ? office.engine.send({ ...common, event })
    : office.engine.open({ ...common, workflow: opens.workflow, input: await inputOf(office, opens) }));
  if (reply.status !== 'accepted') throw new Error(`${act.at} ${caseId} ${event.type}: ${reply.code} ${reply.message}`);
  await office.engine.settle();
  const who = 'name' in actor && actor.name !== undefined ? actor.name : '';
  await tell({ type: 'done', commandId, head: headOf(at, caseId, `${who}:`), text: describeEvent(event, caseId) });
}
// #endregion

/** The case in short: the last part of its id. */
function headOf(at: Instant, caseId: string, who: string): string {
  const short = caseId
    .split('/')
    .filter((part) => !part.startsWith('round.'))
    .join('/')
    .replaceAll(/\.1(?=\/|$)/g, '');
  const name = short === PLAN && caseId !== PLAN ? 'KT-2021-04' : short.replace(`${PLAN}/`, '');
  return `${shortTime(at)}  ${name.replace(AGAIN, 'KT-2022-04').padEnd(29)} ${who} `;
}
