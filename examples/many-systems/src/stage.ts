import { type EventObject, type Instant, parseInstant, type Text } from '@motcua/core';
import type { Speaker } from './language.ts';
import { HOOK_SECRET, type Office, people, TENANT } from './office.ts';
import { printFinding, wallTime } from './print-board.ts';
import type { World } from './world.ts';

/** The dossier all of this is about. */
export const CASE = 'birth-1';
/** A time on the office's wall, `YYYY-MM-DD HH:mm`. */
const at = (wall: string): Instant => parseInstant(`${wall.replace(' ', 'T')}:00+07:00`);

export interface Stage {
  readonly office: Office;
  readonly world: World;
  readonly say: Speaker;
  readonly hook: string;
}

/** Shows the tries of a system that did not get through. */
export function watch({ office, say }: Stage, destination: string, title: Text): () => void {
  return office.engine.on('delivery.failed', ({ row, reason, retryAt }) => {
    if (row.destination !== destination) return;
    const seconds = Math.round((retryAt - office.clock.now()) / 1000);
    say.line(
      {
        vi: `${title.vi}: không nhận được trả lời, thử lại sau ${seconds} giây`,
        en: `${title.en}: ${reason}, again in ${seconds} s`,
      },
      `${wallTime(office.clock.now())}  · `,
    );
  });
}

/** What became of it all in the three systems, counted in their own files, and in the journals of the office. */
export async function printCount({ office: { engine }, world, say }: Stage): Promise<void> {
  const portal = world.stateOf('portal')['dossiers'] as readonly unknown[];
  const register = world.stateOf('civil-status')['entries'] as readonly unknown[];
  const children = world.stateOf('interlinked')['children'] as readonly { readonly buoc: readonly unknown[] }[];
  const steps = children.flatMap(({ buoc }) => buoc).length;
  const journals = await Promise.all(
    ['residence', 'health-card'].map((key) => engine.history({ tenant: TENANT, caseId: `${CASE}/${key}.1` })),
  );
  const told = journals.flat().filter(({ command }) => command.id.startsWith('dvc-lien-thong/change/')).length;
  say.line({
    vi: `Cổng: ${portal.length} hồ sơ; sổ hộ tịch: ${register.length} đăng ký; liên thông: ${children.length} hồ sơ, ${steps} bước; 8 thông báo nhận được, ${told} có tác dụng.`,
    en: `Portal: ${portal.length} dossier; register: ${register.length} entry; interlinked: ${children.length} dossier, ${steps} steps; 8 webhooks came, ${told} had an effect.`,
  });
}

/** Compares all systems with the office, prints what differs, and counts it. */
export async function compare({ connections }: Office, say: Speaker): Promise<number> {
  let differences = 0;
  for (const system of Object.keys(connections.adapters)) {
    for await (const finding of connections.reconcile({ tenant: TENANT, system, actor: people.bay })) {
      printFinding(finding, say);
      differences += 1;
    }
  }
  return differences;
}

/** Somebody at the commune does something. */
export async function act(
  { office, say }: Stage,
  when: string,
  who: keyof typeof people,
  event: EventObject,
  what: Text,
): Promise<void> {
  await passTo(office, when);
  const actor = people[who];
  const reply = await office.engine.send({ tenant: TENANT, caseId: CASE, actor, event });
  if (reply.status !== 'accepted') throw new Error(`${when} ${event.type}: ${reply.message}`);
  say.line(what, `${wallTime(at(when))}  ${actor.name}: `);
  await office.engine.settle();
}

/** The words of the interlinked service. */
const WORDS: Readonly<Record<string, Text>> = {
  'thuong-tru': { vi: 'đăng ký thường trú', en: 'registration of residence' },
  'the-bhyt': { vi: 'thẻ bảo hiểm y tế', en: 'health-insurance card' },
  'tiep-nhan': { vi: 'đã được tiếp nhận', en: 'received' },
  'hoan-thanh': { vi: 'đã hoàn thành', en: 'done' },
};
const same = (text: string): Text => ({ vi: text, en: text });

/** The interlinked service tells what was done there. */
export async function step(
  stage: Stage,
  when: string,
  work: { readonly buoc: string; readonly trangThai: string; readonly ketQua: string },
) {
  const { office, world, hook } = stage;
  await passTo(office, when);
  const told = await world.happen('interlinked', { type: 'work', ...work, luc: at(when), hook, secret: HOOK_SECRET });
  const { answers } = told as { readonly answers: readonly number[] };
  const [what, how] = [WORDS[work.buoc] ?? same(work.buoc), WORDS[work.trangThai] ?? same(work.trangThai)];
  const http = `HTTP ${answers.join(', ')}`;
  note(stage, when, {
    vi: `dịch vụ công liên thông báo ${answers.length} lần: ${what.vi} ${how.vi} (${http})`,
    en: `the interlinked service tells ${answers.length} times: ${what.en} ${how.en} (${http})`,
  });
  await office.engine.settle();
}

/** A line about something that happened. */
export const note = ({ say }: Stage, when: string, what: Text) => say.line(what, `${wallTime(at(when))}  · `);

/** Lets time go on; whatever falls due on the way happens at its own time. */
export async function passTo({ engine, clock }: Office, wall: string): Promise<void> {
  const to = at(wall);
  await engine.settle();
  for (;;) {
    const next = await engine.nextAt();
    if (next === undefined || next > to) break;
    if (next > clock.now()) clock.jumpTo(next);
    await engine.settle();
  }
  if (to > clock.now()) clock.jumpTo(to);
}
