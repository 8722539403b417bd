import type { z } from 'zod';
import type { CaseEnvelope, ChildLink, RenamedEvents } from '../contract/case.js';
import { jsonOffence } from '../contract/json.js';
import type { Json } from '../contract/text.js';
import { project } from '../deadlines/project.js';
import { describeError, isMotcuaError } from '../error/index.js';
import type { DecisionEnv } from './decision.js';
import { type Draft, guarded, metaOf } from './draft.js';
import { type MachineRunner, statePath } from './machine.js';
import { migrateDeadlines, startNewDeadlines } from './migrate-deadlines.js';
import { migrateTimers } from './migrate-timers.js';
import type { MigrateCommand, Migration, MigrationView, Move } from './migration.js';
import type { MigrationFinding } from './migration-finding.js';
import { isRefusal } from './refusal.js';
import { isLeaf, type StatePlace, statePlaces, stateValue } from './state-paths.js';
import { settle } from './step.js';

/** A case under the new version, as far as it gets there, and what that makes of it. */
export interface Attempt {
  /** Absent when the case is not concerned, or has no place there. */
  readonly draft?: Draft;
  readonly findings: readonly MigrationFinding[];
}

/** Brings a case under another version, as a draft. Whatever stands in its way becomes a finding; nothing is guessed. */
export function migrateCase(
  migration: Migration,
  runner: MachineRunner,
  before: CaseEnvelope,
  command: MigrateCommand,
  env: DecisionEnv,
): Attempt {
  const findings: MigrationFinding[] = [];
  const view = viewOfStored(before, env);
  const move: Move = { migration, before, command, view, findings };
  try {
    if (migration.spec.applies?.(view) === false) return { findings: [{ kind: 'not-concerned' }] };
    const draft = carryOver(move, runner, env);
    if (draft === undefined) return { findings };
    const state = statePath(draft.snapshot.value);
    if (state !== before.state) findings.unshift({ kind: 'state-moved', from: before.state, to: state });
    return { draft, findings };
  } catch (error) {
    return { findings: [...findings, failureFinding(error)] };
  }
}

/** What a throw says: of the migration's code, of the workflow's, or of a calendar that does not reach so far. */
export function failureFinding(error: unknown): MigrationFinding {
  const code = isRefusal(error) || isMotcuaError(error) ? error.code : 'MC_MACHINE_FAILED';
  return { kind: 'failed', code, message: messageOf(error) };
}

const messageOf = (error: unknown): string => (isRefusal(error) ? error.message : describeError(error));

function carryOver(move: Move, runner: MachineRunner, env: DecisionEnv): Draft | undefined {
  const { migration, before, command } = move;
  const machine = placeInMachine(move);
  const context = newContext(move);
  if (machine === undefined || context === undefined) return undefined;
  const { output } = before.machine;
  const snapshot = runner.restore(
    { ...machine, context: context as Json, ...(output !== undefined && { output }) },
    before.status,
  );
  const draft: Draft = {
    workflow: migration.to,
    runner,
    env,
    command,
    before: { ...before, ...(before.parent && { parent: renamed(before.parent, migration.spec.events) }) },
    revision: before.revision + 1,
    at: Math.max(command.occurredAt, before.occurredAt),
    snapshot,
    ledgers: before.deadlines,
    timers: before.timers,
    children: migrateChildren(move),
    facts: [],
    internal: [],
    consequences: [],
    lines: [],
  };
  draft.facts.push({
    type: 'workflow.migrated',
    workflow: migration.to.id,
    from: migration.from.version,
    to: migration.to.version,
    reason: command.reason,
    legalBasis: command.legalBasis,
  });
  const hadTags = new Set(before.tags);
  migrateTimers(move, draft);
  guarded(draft, () => migrateDeadlines(move, draft));
  guarded(draft, () => startNewDeadlines(move, draft, hadTags));
  takeEventless(draft);
  return draft;
}

/** A state with a transition that waits for nothing is left at once, as if it had been entered. */
function takeEventless(draft: Draft): void {
  const tagsBefore = draft.snapshot.tags;
  const step = guarded(draft, () =>
    draft.runner.step(draft.snapshot, { type: 'motcua.migrated', meta: metaOf(draft) }),
  );
  if (step.taken) settle(draft, step, tagsBefore);
}

function viewOfStored(before: CaseEnvelope, env: DecisionEnv): MigrationView<never> {
  return {
    context: copyOf(before.machine.context) as never,
    state: before.state,
    hasTag: (tag) => before.tags.includes(tag),
    caseId: before.caseId,
    openedAt: before.openedAt,
    openedOn: env.calendars.current().dateOf(before.openedAt),
    anchorOf(deadline) {
      const ledger = before.deadlines.findLast(({ name }) => name === deadline);
      if (ledger === undefined) return undefined;
      const { term, calendar } = project(ledger.entries);
      return env.calendars.get(calendar).dateOf(term.from);
    },
  };
}

/** A copy, so that a migration that writes into what it was given changes nothing that is stored. */
const copyOf = (json: Json): Json => JSON.parse(JSON.stringify(json)) as Json;

function newContext({ migration, before, view, findings }: Move): Json | undefined {
  const { spec, to } = migration;
  const made = spec.context?.(copyOf(before.machine.context) as never, view) ?? before.machine.context;
  const parsed = to.spec.schemas.context.safeParse(made);
  const offence = parsed.success ? jsonOffence(parsed.data) : undefined;
  if (parsed.success && offence === undefined) return copyOf(parsed.data as Json);
  const issues = parsed.success ? [{ path: '(context)', message: offence ?? '' }] : issuesIn(parsed.error);
  findings.push({ kind: 'context-refused', issues });
  return undefined;
}

const issuesIn = ({ issues }: z.ZodError) =>
  issues.map(({ path, message }) => ({ path: path.map(String).join('.') || '(context)', message }));

/** Where the case stands in the new machine, and where its history states return to. */
function placeInMachine({ migration, before, findings }: Move): { value: Json; history?: HistoryIds } | undefined {
  const { from, to, spec } = migration;
  const known = findings.length;
  const nextOf = (path: string) => spec.states?.[path] ?? path;
  const lost = (state: string, why: string) => void findings.push({ kind: 'state-lost', state, why });
  const left = statePlaces(from.spec.machine);
  const entered = statePlaces(to.spec.machine);
  const leaves = before.state.split('|').map((state) => {
    const place = entered.get(nextOf(state));
    if (place === undefined) lost(state, `version ${to.version} has no state "${nextOf(state)}"`);
    else if (!isLeaf(place)) lost(state, `"${place.path}" has states below it; name the one that stands for it`);
    else if ((place.type === 'final') !== (left.get(state)?.type === 'final'))
      lost(state, `"${place.path}" is ${place.type === 'final' ? '' : 'not '}final`);
    return nextOf(state);
  });
  if (findings.length > known) return undefined;
  const value = stateValue(to.spec.machine, leaves);
  if (value === undefined) {
    lost(before.state, `a case cannot be in ${leaves.join(' and ')} together, or must be in more`);
    return undefined;
  }
  const byId = new Map([...left.values()].map((place) => [place.id, place]));
  const placeFor = (place: StatePlace) => entered.get(nextOf(place.path));
  const accounted = new Set([...left.values()].map(placeFor));
  const hasNewHistory = [...entered.values()].some((place) => place.type === 'history' && !accounted.has(place));
  const history = mappedHistory(before.machine.history ?? {}, byId, placeFor, hasNewHistory, lost);
  if (findings.length > known) return undefined;
  return { value, ...(Object.keys(history).length > 0 && { history }) };
}

type HistoryIds = Readonly<Record<string, readonly string[]>>;

function mappedHistory(
  stored: HistoryIds,
  byId: ReadonlyMap<string, StatePlace>,
  placeFor: (place: StatePlace) => StatePlace | undefined,
  hasNewHistory: boolean,
  lost: (state: string, why: string) => void,
): HistoryIds {
  const next: Record<string, readonly string[]> = {};
  for (const [id, targets] of Object.entries(stored)) {
    const place = byId.get(id);
    const kept = place === undefined ? undefined : placeFor(place);
    if (kept?.type !== 'history') {
      // A history state that went away has nothing to remember; but perhaps it is the new one, under another path.
      if (hasNewHistory)
        lost(place?.path ?? id, 'it remembers where to return to, and no line says what stands for it');
      continue;
    }
    const ids = targets.map((target) => {
      const old = byId.get(target);
      const found = old === undefined ? undefined : placeFor(old);
      if (found === undefined) lost(old?.path ?? target, `history "${kept.path}" returns to it`);
      return found?.id ?? target;
    });
    next[kept.id] = ids;
  }
  return next;
}

function renamed<Link extends { readonly renamed?: RenamedEvents }>(link: Link, events: RenamedEvents = {}): Link {
  const earlier = Object.entries(link.renamed ?? {}).map(([old, now]) => [old, events[now] ?? now] as const);
  const all = { ...events, ...Object.fromEntries(earlier) };
  return Object.keys(all).length === 0 ? link : { ...link, renamed: all };
}

function migrateChildren({ migration, before, findings }: Move): Readonly<Record<string, ChildLink>> {
  const { spec, to } = migration;
  const next: Record<string, ChildLink> = {};
  for (const [key, link] of Object.entries(before.children)) {
    const kept = link.status === 'open' ? renamed(link, spec.events) : link;
    const event = kept.renamed?.[link.replyEvent] ?? link.replyEvent;
    if (link.status === 'open' && !Object.hasOwn(to.spec.schemas.events, event))
      findings.push({ kind: 'answer-lost', key, event });
    const target = spec.children?.[key] ?? key;
    next[target] = kept;
    // The old key stays taken: a sub-case opened under it would get the id of this one.
    if (target !== key) next[key] = { ...link, status: 'answered' };
  }
  return next;
}
