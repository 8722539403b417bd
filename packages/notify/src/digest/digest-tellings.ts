import {
  type Calendar,
  type CaseSummary,
  type Instant,
  type Language,
  type OutboxRow,
  printMoment,
  type Queries,
} from '@motcua/core';
import { instantOf, nextDate } from '../allowed-time.js';
import type { NotifierParts } from '../notifier-options.js';
import type { Person } from '../person.js';
import type { DigestRule } from '../policy.js';
import { recipientOf } from '../rule-tellings.js';
import type { Telling } from '../tell-person.js';
import type { DigestPart } from './digest-values.js';

/** Cases shown of each part; the rest is counted. */
const SHOWN = 50;
const PAGE = 200;

type Part = 'overdue' | 'dueToday' | 'suspended';
const PARTS: readonly Part[] = ['overdue', 'dueToday', 'suspended'];

interface Entry {
  readonly part: Part;
  readonly summary: CaseSummary;
}

/** One message for each officer who has something due, overdue or suspended; what nobody has goes to the head. */
export async function digestTellings(
  parts: NotifierParts,
  digests: Readonly<Record<string, DigestRule>>,
  { tenant, payload, createdAt }: OutboxRow,
): Promise<readonly Telling[]> {
  const rule = digests[String(payload['digest'])];
  if (rule === undefined) return [];
  const { calendar, units, clock } = parts;
  const now = clock.now();
  const date = calendar.dateOf(createdAt);
  // What could not go out on its own morning is out of date: the next list says it better.
  if (date !== calendar.dateOf(now)) return [];
  const ancestor = String(payload['unit']);
  const entries: Entry[] = [];
  for (const unit of units.units.filter(({ id }) => units.isWithin({ unit: id, ancestor }))) {
    entries.push(...(await entriesOf(parts, { tenant, unit: unit.id, now })));
  }
  return [...(await byPerson(parts, tenant, entries))].map(([person, own]) => {
    const language = parts.languageOf(person);
    return {
      person,
      identity: person.id,
      template: rule.template,
      audience: 'officer',
      repeat: 'once',
      mustReach: false,
      notification: {
        recipient: recipientOf('officer', person.id, person, language),
        ...wordsOf(parts, rule.template, { person, language, date, now, entries: own }),
      },
    };
  });
}

async function entriesOf(
  { cases, policy, calendar }: NotifierParts,
  { tenant, unit, now }: { readonly tenant: string; readonly unit: string; readonly now: Instant },
): Promise<readonly Entry[]> {
  const query = { tenant, workflow: policy.workflow, status: 'active', unit, now, order: 'dueAt' } as const;
  const tomorrow = instantOf(calendar, nextDate(calendar, calendar.dateOf(now)), '00:00');
  const read = async (part: Part, more: Partial<Parameters<Queries['find']>[0]>) =>
    (await all(cases(), { ...query, ...more, limit: PAGE })).map((summary): Entry => ({ part, summary }));
  const today = await read('dueToday', { dueFrom: now, dueTo: tomorrow });
  return [
    ...(await read('overdue', { colour: 'overdue' })),
    ...today.filter(({ summary: { colour } }) => colour === 'on-time' || colour === 'due-soon'),
    ...(await read('suspended', { colour: 'suspended' })),
  ];
}

async function all({ find }: Pick<Queries, 'find'>, query: Parameters<Queries['find']>[0]) {
  const items: CaseSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await find({ ...query, ...(cursor !== undefined && { cursor }) });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return items;
}

/** Who is told of which cases. */
async function byPerson({ directory, people: finder }: NotifierParts, tenant: string, entries: readonly Entry[]) {
  const people = new Map<string, Person>();
  const lists = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { assignee, unit } = entry.summary.index;
    const officer = assignee === undefined ? undefined : await directory.officer({ tenant, id: assignee });
    for (const person of officer === undefined ? await finder.headsOf(tenant, unit) : [officer]) {
      people.set(person.id, person);
      lists.set(person.id, [...(lists.get(person.id) ?? []), entry]);
    }
  }
  return new Map([...people].map(([id, person]) => [person, lists.get(id) ?? []]));
}

interface List {
  readonly person: Person;
  readonly language: Language;
  readonly date: string;
  readonly now: Instant;
  readonly entries: readonly Entry[];
}

function wordsOf({ print, calendar }: NotifierParts, template: string, { person, language, date, now, entries }: List) {
  const say = (part: DigestPart, values: Parameters<typeof print>[2]) => print(`${template}.${part}`, language, values);
  const own = (part: Part) => entries.filter((entry) => entry.part === part).map(({ summary }) => summary);
  const day = date.split('-').reverse().join('/');
  const counts = {
    overdue: own('overdue').length,
    dueToday: own('dueToday').length,
    suspended: own('suspended').length,
  };
  const list = PARTS.flatMap((part) => {
    const cases = own(part);
    if (cases.length === 0) return [];
    const lines = cases.slice(0, SHOWN).map((summary) => say('item', itemValues(summary, language, now, calendar)));
    const more = cases.length > SHOWN ? [say('more', { count: cases.length - SHOWN })] : [];
    return [[say(part, { count: cases.length }), ...lines, ...more].join('\n')];
  }).join('\n\n');
  return {
    subject: say('subject', { date: day, ...counts }),
    text: say('text', { date: day, person: person.name, list, ...counts }),
  };
}

function itemValues({ caseId, index, deadline }: CaseSummary, language: Language, now: Instant, calendar: Calendar) {
  const dueAt = deadline?.dueAt;
  return {
    code: index.code ?? caseId,
    category: index.category ?? '',
    dueAt: dueAt === undefined ? '' : printMoment(dueAt, language),
    lateDays: dueAt === undefined || now <= dueAt ? 0 : Math.floor(calendar.between(dueAt, now, 'workingDay')),
  };
}
