import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventObject, Reply } from '@motcua/core';
import { dossierInput, parseProcedure } from '@motcua/core/dossier';
import { at, counter, type Office, TENANT } from './office.ts';

const file = join(import.meta.dirname, '..', 'data', 'procedure.json');
const procedure = parseProcedure(JSON.parse(readFileSync(file, 'utf8')));

/** Working days from 16 June to 14 July 2025. */
const days = [
  ...['06-16', '06-17', '06-18', '06-19', '06-20', '06-23', '06-24', '06-25', '06-26', '06-27', '06-30'],
  ...['07-01', '07-02', '07-03', '07-04', '07-07', '07-08', '07-09', '07-10', '07-11', '07-14'],
];

export const inputOf = (number: number) =>
  dossierInput(procedure, {
    channel: 'counter',
    applicant: { id: `citizen-${number}`, kind: 'citizen', name: `Người nộp ${number}` },
    oneStop: 'district.one-stop',
    papers: [],
  });

/** Dossiers come in day by day: some only submitted, most in examination, some waiting for papers. */
export async function receiveDossiers({ engine, clock }: Office, perDay: number): Promise<void> {
  const papers = procedure.papers.map(({ id }) => ({ id }));
  for (const [index, day] of days.entries()) {
    const numbers = Array.from({ length: perDay }, (_, place) => index * perDay + place + 1);
    await passTime({ engine, clock }, at(`2025-${day} 09:00`));
    await together(numbers, (number, caseId) =>
      engine.open({
        tenant: TENANT,
        caseId,
        workflow: 'dossier',
        version: '61-2018',
        actor: counter,
        input: inputOf(number),
      }),
    );
    const send = (wanted: (number: number) => boolean, event: (number: number) => EventObject) =>
      together(numbers.filter(wanted), (number, caseId) =>
        engine.send({ tenant: TENANT, caseId, actor: counter, event: event(number) }),
      );
    await passTime({ engine, clock }, at(`2025-${day} 10:00`));
    await send(
      (number) => number % 7 !== 0,
      (number) => ({ type: 'accept', code: codeOf(day, number), papers }),
    );
    await passTime({ engine, clock }, at(`2025-${day} 14:00`));
    await send(
      (number) => number % 7 !== 0 && number % 5 !== 0,
      () => ({ type: 'transfer', unit: 'district.land', assignee: 'minh' }),
    );
  }
}

const codeOf = (day: string, number: number) => `H02.19-25${day.replace('-', '')}-${String(number).padStart(4, '0')}`;
export const caseIdOf = (number: number) => `dossier-${String(number).padStart(4, '0')}`;

async function together(numbers: readonly number[], act: (number: number, caseId: string) => Promise<Reply>) {
  for (const reply of await Promise.all(numbers.map((number) => act(number, caseIdOf(number))))) {
    if (reply.status !== 'accepted') throw new Error(reply.message);
  }
}

/** Lets time go on to an instant; whatever falls due on the way happens at its own time. */
export async function passTime({ engine, clock }: Pick<Office, 'engine' | 'clock'>, to: number): Promise<void> {
  await engine.settle();
  for (;;) {
    const next = await engine.nextAt();
    if (next === undefined || next > to) break;
    if (next > clock.now()) clock.jumpTo(next);
    await engine.settle();
  }
  if (to > clock.now()) clock.jumpTo(to);
}
