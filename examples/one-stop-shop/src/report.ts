import {
  type CaseEnvelope,
  type Colour,
  colourAt,
  type DeadlineExplanation,
  type Fact,
  isBreached,
  type JournalEntry,
  parseInstant,
  type Text,
} from '@motcua/core';
import { type DossierContext, PORTAL_STATUSES } from '@motcua/core/dossier';
import { closingTable, type Line, printTable } from './closing-table.ts';
import { describeEvent, letterName, shortTime, termName, violationName } from './describe.ts';
import type { Speaker } from './language.ts';
import { type Office, openOffice, TENANT } from './office.ts';
import { nameOf } from './people.ts';
import { type PrintedLetter, readLetters } from './printing-room.ts';
import { REPORT_AT } from './scenario.ts';

const now = parseInstant(`${REPORT_AT.replace(' ', 'T')}:00+07:00`);

const COLOURS: Readonly<Record<Colour, Text>> = {
  'on-time': { vi: 'XANH, còn hạn', en: 'GREEN, on time' },
  'due-soon': { vi: 'VÀNG, sắp đến hạn', en: 'YELLOW, due soon' },
  overdue: { vi: 'ĐỎ, quá hạn', en: 'RED, overdue' },
  suspended: { vi: 'XÁM, tạm dừng', en: 'GREY, suspended' },
  closed: { vi: 'ĐÃ XONG', en: 'CLOSED' },
};

/** What a supervisor wants to see: every dossier, and the table that closes the report. */
export async function printReport(folder: string, say: Speaker): Promise<void> {
  const office = await openOffice(folder);
  try {
    const letters = readLetters(office.lettersFile);
    const dossiers = (await office.allCases()).filter(({ workflow }) => workflow === 'dossier');
    say.line();
    say.line({ vi: `BÁO CÁO GIÁM SÁT lúc ${shortTime(now)}`, en: `SUPERVISOR'S REPORT at ${shortTime(now)}` });
    const lines: Line[] = [];
    for (const { caseId } of dossiers) {
      const envelope = await office.engine.get({ tenant: TENANT, caseId });
      await printDossier(office, envelope, letters, say);
      lines.push({ procedure: envelope.index.category ?? '', name: contextOf(envelope).procedure.name, envelope });
    }
    say.line();
    printTable(closingTable(lines, now), say);
  } finally {
    await office.close();
  }
}

const contextOf = (envelope: CaseEnvelope) => envelope.machine.context as unknown as DossierContext;

async function printDossier(
  office: Office,
  envelope: CaseEnvelope,
  letters: readonly PrintedLetter[],
  say: Speaker,
): Promise<void> {
  const { caseId, index } = envelope;
  const { procedure, applicant } = contextOf(envelope);
  const history = await office.history(caseId);
  say.line();
  say.line(procedure.name, `── ${index.code ?? caseId} ── ${applicant.name} ── ${procedure.code} `);
  say.line(
    {
      vi: `Màu: ${COLOURS[colourAt(envelope.status, envelope.deadline, now)].vi}`,
      en: `Colour: ${COLOURS[colourAt(envelope.status, envelope.deadline, now)].en}`,
    },
    INDENT,
  );
  say.line(pathOf(history), INDENT);
  if (envelope.deadlines.some(({ name }) => name === 'resolution')) {
    const explanation = await office.engine.explain({ tenant: TENANT, caseId, deadline: 'resolution' });
    const due = shortTime(explanation.dueAt);
    say.line({ vi: `Hạn trả kết quả ${due}, vì:`, en: `Due ${due}, because:` }, INDENT);
    for (const { head, text } of because(explanation)) say.line(text, INDENT + INDENT + head);
  }
  say.line({ vi: 'Quá trình xử lý:', en: 'Who did what:' }, INDENT);
  for (const { head, text } of deeds(history)) say.line(text, INDENT + INDENT + head);
  const own = letters.filter((letter) => letter.caseId === caseId).map(({ letter }) => letterName(letter));
  if (own.length > 0) {
    say.line(
      { vi: `Văn bản: ${own.map(({ vi }) => vi).join('; ')}`, en: `Letters: ${own.map(({ en }) => en).join('; ')}` },
      INDENT,
    );
  }
  for (const text of breaches(envelope, history)) say.line(text, `${INDENT}!! `);
}

const INDENT = '   ';

/** A line of the report: what needs no translation, then what does. */
interface Entry {
  readonly head: string;
  readonly text: Text;
}

const factsOf = (history: readonly JournalEntry[], type: string): readonly Fact[] =>
  history.flatMap(({ facts }) => facts.filter((fact) => fact.type === type));

function pathOf(history: readonly JournalEntry[]): Text {
  const statuses = factsOf(history, 'status.changed').map(({ status, at }) => ({
    text: PORTAL_STATUSES[Number(status)],
    status: Number(status),
    at: Number(at),
  }));
  const join = (language: 'vi' | 'en') =>
    statuses
      .map(({ status, text, at }) => `${status} ${text?.[language] ?? ''} (${shortTime(at).slice(0, 5)})`)
      .join(' → ');
  return { vi: `Trạng thái: ${join('vi')}`, en: `Statuses: ${join('en')}` };
}

/** Instants inside a text as the rest of the report writes them. */
const inShort = (text: string) =>
  text.replace(/\d{4}-\d{2}-\d{2}T[\d:.]+\+07:00/gu, (instant) => shortTime(parseInstant(instant)));

/** The ledger line by line, then the count: runs of like days in one line, every other day with its named reason. */
function because({ ledger, counting }: DeadlineExplanation): readonly Entry[] {
  const entries: Entry[] = ledger.map(({ vi, en }) => ({
    head: `${shortTime(parseInstant(vi.slice(0, 25)))} `,
    text: { vi: inShort(vi.slice(26)), en: inShort(en.slice(26)) },
  }));
  let run: { readonly rule: string; readonly dates: string[] } = { rule: '', dates: [] };
  const flush = () => {
    const [first] = run.dates;
    const last = run.dates.at(-1);
    const dates = first === last ? (first ?? '') : `${first ?? ''}–${last ?? ''}`;
    const days = run.dates.length;
    if (run.rule === 'counted')
      entries.push({ head: `${dates} `, text: { vi: `tính ${days} ngày`, en: `${days} counted` } });
    if (run.rule === 'interrupted')
      entries.push({ head: `${dates} `, text: { vi: `không tính ${days} ngày`, en: `${days} not counted` } });
    run = { rule: '', dates: [] };
  };
  for (const { rule, date, text } of counting.steps) {
    if (rule === 'weekly-day-off') continue;
    if (rule !== run.rule) flush();
    const [, month, day] = date.split('-');
    if (rule === 'counted' || rule === 'interrupted')
      run = { rule, dates: [...run.dates, `${day ?? ''}/${month ?? ''}`] };
    else entries.push({ head: '', text });
  }
  flush();
  return entries;
}

function deeds(history: readonly JournalEntry[]): readonly Entry[] {
  const done = history.filter(
    ({ command }) => command.actor.kind !== 'timer' && (command.type === 'open' || command.type === 'send'),
  );
  return done.map(({ command }) => ({
    head: `${shortTime(command.occurredAt)} ${nameOf(command.actor)}: `,
    text: describeEvent({ type: command.type === 'send' ? command.event.type : 'open' }, command.actor),
  }));
}

function breaches(envelope: CaseEnvelope, history: readonly JournalEntry[]): readonly Text[] {
  const late = envelope.deadlines
    .filter((ledger) => ledger.owner === 'authority' && isBreached(ledger))
    .map(({ name, dueAt }): Text => {
      const [{ vi, en }, when] = [termName(name), shortTime(dueAt)];
      return { vi: `quá hạn ngày ${when}: ${vi}`, en: `was due on ${when}: ${en}` };
    });
  const violations = factsOf(history, 'violation.recorded').map(violationName);
  return [...late, ...violations.map(({ vi, en }) => ({ vi: `vi phạm: ${vi}`, en: `violation: ${en}` }))];
}
