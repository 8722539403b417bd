import {
  type Authorizer,
  type Calendar,
  type CaseEnvelope,
  type Command,
  type DecisionEnv,
  decide,
  type JournalEntry,
  type Migration,
  type Workflow,
} from '@motcua/core';
import { plainCalendar } from '../plain-calendar.js';
import { calendarsAt } from './calendars-at.js';
import { type ComparedValues, firstDifference } from './first-difference.js';
import type { RecordedCase } from './recorded-case.js';
import { type DefinitionDifference, type ReplayDifference, type ReplayReport, replayReport } from './replay-report.js';

export interface CheckReplayOptions {
  readonly journals: Iterable<RecordedCase> | AsyncIterable<RecordedCase>;
  /** Every version the journals were written by, as the code defines it now. */
  readonly workflows: readonly Workflow[];
  /** Those that stand in the journals. */
  readonly migrations?: readonly Migration[];
  /** As an engine gets them: the standard one first, every version that was counted with. Default: {@link plainCalendar}. */
  readonly calendars?: readonly Calendar[];
  /** Default: everything is allowed. What was accepted then was allowed then, whoever has which role now. */
  readonly authorizer?: Authorizer;
  /** Cases whose differences are kept. Default 20. */
  readonly keep?: number;
}

/**
 * Decides every command of stored journals again, by the definitions given, and says where a case comes out differently
 * than it was stored: the first such command of each case, and what is different of state, facts, ledger and ends of
 * terms; at the last command also of the context and the rest of the case. Definitions are compared with the hash the
 * cases were written by.
 *
 * It finds what the stored stories reach. A guard that no story asked is not checked. Where a person was erased, or the
 * journals were exported without keys, the story is played with what stands for an erased value, and those places are
 * not compared: a guard that asks for such a value may decide otherwise.
 */
export async function checkReplay(options: CheckReplayOptions): Promise<ReplayReport> {
  const { workflows, migrations = [], calendars = [plainCalendar()], keep = 20 } = options;
  const authorizer = options.authorizer ?? { check: () => ({ allowed: true }) };
  const definitions = new Map<string, DefinitionDifference>();
  const differences: ReplayDifference[] = [];
  let counts = { cases: 0, commands: 0, differing: 0 };
  for await (const recorded of options.journals) {
    noteDefinitions(recorded, workflows, definitions);
    const env = (entry: JournalEntry): DecisionEnv => ({
      calendars: calendarsAt(calendars, entry),
      authorizer,
      migrations,
    });
    const found = replayCase(recorded, workflows, env);
    counts = {
      cases: counts.cases + 1,
      commands: counts.commands + recorded.journal.length,
      differing: counts.differing + (found.length > 0 ? 1 : 0),
    };
    if (found.length > 0 && counts.differing <= keep) differences.push(...found);
  }
  return replayReport({ ...counts, definitions: [...definitions.values()], differences });
}

/** Plays a case again up to its first difference. */
function replayCase(
  { envelope, journal }: RecordedCase,
  workflows: readonly Workflow[],
  envOf: (entry: JournalEntry) => DecisionEnv,
): readonly ReplayDifference[] {
  let before: CaseEnvelope | undefined;
  for (const entry of journal) {
    const { command } = entry;
    const version = command.type === 'open' ? command.version : before?.version;
    const workflow = workflows.find((candidate) => candidate.id === envelope.workflow && candidate.version === version);
    // The report of definitions says so.
    if (workflow === undefined) return [];
    const { after, found } = replayEntry(entry, workflow, before, envOf(entry));
    if (found.length > 0) return found;
    before = after;
  }
  const last = journal.at(-1);
  return last === undefined || before === undefined ? [] : compareCases(last, envelope, before, envOf(last));
}

function replayEntry(
  entry: JournalEntry,
  workflow: Workflow,
  before: CaseEnvelope | undefined,
  env: DecisionEnv,
): { readonly after?: CaseEnvelope; readonly found: readonly ReplayDifference[] } {
  const at = placeOf(entry, workflow);
  try {
    const { reply, change } = decide(workflow, before, copyOf(entry.command), env);
    if (change === undefined) {
      const { code, message } = reply as Extract<typeof reply, { code: string }>;
      return { found: [{ ...at, part: 'refused', path: '', stored: 'accepted', replayed: `${code}: ${message}` }] };
    }
    return { after: change.envelope, found: compareEntries(at, entry, copyOf(change.journal), env) };
  } catch (error) {
    const replayed = error instanceof Error ? error.message : String(error);
    return { found: [{ ...at, part: 'failed', path: '', stored: 'accepted', replayed }] };
  }
}

type Place = Omit<ReplayDifference, 'part' | 'path' | 'stored' | 'replayed'>;

const placeOf = ({ tenant, caseId, revision, command }: JournalEntry, { id, version }: Workflow): Place => ({
  tenant,
  caseId,
  workflow: id,
  version,
  revision,
  command: commandText(command),
});

function compareEntries(
  at: Place,
  stored: JournalEntry,
  replayed: JournalEntry,
  env: DecisionEnv,
): readonly ReplayDifference[] {
  const unknown = new Set(stored.erased);
  return [
    ...differing(at, 'state', { stored: stored.to, replayed: replayed.to }),
    ...differing(at, 'facts', { stored: stored.facts, replayed: replayed.facts, pointer: '/facts', unknown }),
    ...differing(at, 'ledger', { stored: stored.ledger, replayed: replayed.ledger, pointer: '/ledger', unknown }),
    ...compareEnds(at, endsIn(stored), endsIn(replayed), env),
  ];
}

/** What the journal cannot show: the case as a whole, after its last command. */
function compareCases(
  last: JournalEntry,
  stored: CaseEnvelope,
  replayed: CaseEnvelope,
  env: DecisionEnv,
): readonly ReplayDifference[] {
  const at = placeOf(last, { id: stored.workflow, version: stored.version } as Workflow);
  const ends = ({ deadlines }: CaseEnvelope) =>
    new Map(deadlines.map(({ name, occurrence, dueAt }) => [`${name}/${occurrence}`, dueAt]));
  const rest = ({ definitionHash: _hash, erased: _erased, machine, ...others }: CaseEnvelope) => {
    const { context: _context, ...state } = machine;
    return { ...others, machine: state };
  };
  const now = copyOf(replayed);
  const unknown = new Set(stored.erased);
  const contexts = { stored: stored.machine.context, replayed: now.machine.context };
  return [
    ...differing(at, 'context', { ...contexts, pointer: '/machine/context', unknown }),
    ...compareEnds(at, ends(stored), ends(now), env),
    ...differing(at, 'envelope', { stored: rest(stored), replayed: rest(now), unknown }),
  ];
}

function compareEnds(
  at: Place,
  stored: ReadonlyMap<string, number>,
  replayed: ReadonlyMap<string, number>,
  { calendars }: DecisionEnv,
): readonly ReplayDifference[] {
  const print = (end: number | undefined) => (end === undefined ? '(none)' : calendars.current().format(end));
  return [...new Set([...stored.keys(), ...replayed.keys()])]
    .filter((deadline) => stored.get(deadline) !== replayed.get(deadline))
    .map((deadline) => ({
      ...at,
      part: 'due' as const,
      path: deadline,
      stored: print(stored.get(deadline)),
      replayed: print(replayed.get(deadline)),
    }));
}

/** The ends an entry told the world of, by term and occurrence. */
const endsIn = ({ facts }: JournalEntry): ReadonlyMap<string, number> =>
  new Map(
    facts.flatMap(({ type, deadline, occurrence, dueAt }) =>
      type.startsWith('deadline.') ? [[`${String(deadline)}/${String(occurrence)}`, Number(dueAt)] as const] : [],
    ),
  );

function differing(at: Place, part: ReplayDifference['part'], compared: ComparedValues): readonly ReplayDifference[] {
  const found = firstDifference(compared);
  if (found === undefined) return [];
  return [{ ...at, part, path: found.path, stored: textOf(found.stored), replayed: textOf(found.replayed) }];
}

const textOf = (value: unknown): string => (value === undefined ? '(nothing)' : JSON.stringify(value));

/** A replay starts from what a store gives back. */
const copyOf = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

function commandText(command: Command): string {
  switch (command.type) {
    case 'send':
    case 'answer':
    case 'instruct':
      return `${command.type} ${command.event.type}`;
    case 'fire':
      return `fire ${command.timer}`;
    case 'extend':
    case 'waive':
      return `${command.type} ${command.deadline}`;
    case 'migrate':
      return `migrate to ${command.to.version}`;
    default:
      return command.type;
  }
}

/** Notes each version whose stored hash is not that of the definition given. */
function noteDefinitions(
  { envelope, journal }: RecordedCase,
  workflows: readonly Workflow[],
  definitions: Map<string, DefinitionDifference>,
): void {
  const { workflow } = envelope;
  const moves = journal.flatMap(({ command }) => (command.type === 'migrate' ? [command.from, command.to] : []));
  const written = new Map([...moves, envelope].map((ref) => [`${ref.version} ${ref.definitionHash}`, ref]));
  for (const { version, definitionHash: storedHash } of written.values()) {
    const given = workflows.find((candidate) => candidate.id === workflow && candidate.version === version);
    if (given?.definitionHash === storedHash) continue;
    const key = `${workflow}@${version} ${storedHash}`;
    const cases = (definitions.get(key)?.cases ?? 0) + 1;
    const now = given && { givenHash: given.definitionHash };
    definitions.set(key, { workflow, version, storedHash, ...now, cases });
  }
}
