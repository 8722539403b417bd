import type { Calendar } from '../calendar/types.js';
import { ADAPTER_CONTRACT_VERSION, type RetryPolicy } from '../contract/adapter.js';
import { AUDIT_CONTRACT_VERSION } from '../contract/audit-log.js';
import type { Counting } from '../contract/deadline.js';
import { KEY_STORE_CONTRACT_VERSION } from '../contract/key-store.js';
import type { StoreCapabilities } from '../contract/store.js';
import { STORE_CONTRACT_VERSION } from '../contract/store.js';
import { type DeadlineSpec, type FromContext, fitsWithin } from '../deadlines/index.js';
import { describeError, MotcuaError } from '../error/index.js';
import type { Workflow } from '../kernel/index.js';
import { ENGINE_DESTINATION } from './recorded-item.js';
import { type EngineOptions, limitsOf } from './runtime.js';

/** Refuses, before anything starts, what could only fail later. */
export function checkOptions(options: EngineOptions): void {
  checkStore(options);
  for (const [name, adapter] of Object.entries(options.adapters ?? {})) {
    if (name === ENGINE_DESTINATION)
      throw missing(`An adapter is called "${name}"`, "another name: this one is the engine's own", 'rename it');
    checkContract(adapter, ADAPTER_CONTRACT_VERSION, 'adapter', `Adapter ${name}`);
    checkRetry(adapter.retry, `adapters.${name}.retry`);
  }
  checkContract(keysOf(options), KEY_STORE_CONTRACT_VERSION, 'key store');
  checkContract(options.audit, AUDIT_CONTRACT_VERSION, 'audit log');
  checkRetry(options.retry, 'retry');
  checkLimits(options);
  checkNestedTerms(options);
}

const keysOf = ({ personalData }: EngineOptions) => (personalData === 'clear' ? undefined : personalData?.keys);

/** Refuses a part that was made for another release of its contract. What is not there cannot be wrong. */
function checkContract(
  part: { readonly contractVersion: number } | undefined,
  version: number,
  kind: string,
  name = `The ${kind}`,
): void {
  if (part === undefined || part.contractVersion === version) return;
  throw missing(
    `${name} speaks contract version ${String(part.contractVersion)}`,
    `version ${version}`,
    `install releases of the ${kind} and of @motcua/core that belong together`,
  );
}

function checkRetry(policy: Partial<RetryPolicy> | undefined, name: string): void {
  for (const [part, value] of Object.entries(policy ?? {})) {
    if (value === undefined || (Number.isSafeInteger(value) && value > 0)) continue;
    throw missing(
      `${name}.${part} is ${describeError(value)}`,
      'a whole number above 0',
      'correct it, or leave it out',
    );
  }
}

function checkLimits(options: EngineOptions): void {
  const limits = limitsOf(options);
  const { pollMs, outageMs } = limits;
  for (const [name, value] of Object.entries(limits)) {
    // No cache is a limit too.
    if (Number.isSafeInteger(value) && (value > 0 || (value === 0 && name === 'cacheBytes'))) continue;
    throw missing(`limits.${name} is ${describeError(value)}`, 'a whole number above 0', 'correct it, or leave it out');
  }
  // A worker that sleeps between two looks would count as dead.
  if (outageMs < 2 * pollMs) {
    throw missing(
      `A silence of ${outageMs} ms is to be an outage, and a worker looks at the store every ${pollMs} ms`,
      'outageMs of at least twice pollMs',
      'raise limits.outageMs, or lower limits.pollMs',
    );
  }
}

function checkStore({ store, needs }: EngineOptions): void {
  checkContract(store, STORE_CONTRACT_VERSION, 'store');
  for (const [name, needed] of Object.entries(needs ?? {})) {
    if (needed && store.capabilities[name as keyof StoreCapabilities] !== true) {
      throw missing(
        `The store cannot do "${name}"`,
        'a store with that capability',
        'use another store, or drop the need',
      );
    }
  }
}

const missing = (happened: string, expected: string, remedy: string) =>
  new MotcuaError('MC_CAPABILITY_MISSING', { happened, expected, remedy });

/** A term with a fixed budget that cannot fit into the term around it, on the worst days of the worst calendar, is refused. */
function checkNestedTerms({ workflows, calendars }: EngineOptions): void {
  if (calendars.length === 0)
    throw missing('createEngine was given no calendar', 'at least one', 'give it one, such as vietnamCalendar()');
  for (const workflow of workflows) {
    for (const name of Object.keys(workflow.spec.deadlines ?? {})) checkNestedTerm(workflow, name, calendars);
  }
}

function checkNestedTerm({ spec, id, version }: Workflow, name: string, calendars: readonly Calendar[]): void {
  const inner = spec.deadlines?.[name];
  const outer = spec.deadlines?.[inner?.within ?? ''];
  if (inner === undefined || outer === undefined) return;
  const { budget, within } = inner;
  const around = outer.budget;
  if (typeof around === 'function' || typeof budget === 'function') return;
  if (around === undefined || budget === undefined) return;
  for (const calendar of calendarsOf(inner, calendars)) {
    const fit = fitsWithin({
      calendar,
      outer: { budget: around, ...fixed(outer.counting) },
      inner: [{ budget, ...fixed(inner.counting) }],
      ...checkedRange(calendar.definition.covers),
    });
    if (fit.fits) continue;
    throw new MotcuaError('MC_WORKFLOW_INVALID', {
      happened: `Deadline "${name}" of ${id}@${version}, received at ${calendar.format(fit.receivedAt)}, ends at ${calendar.format(fit.innerDueAt)}, after "${within}" at ${calendar.format(fit.outerDueAt)}`,
      expected: `a term that always ends within "${within}" on calendar ${calendar.id}@${calendar.version}`,
      remedy: 'shorten the inner term, or correct the calendar',
      details: { workflow: id, deadline: name, within },
    });
  }
}

/** The calendars a term may be counted on, each in its latest version: the one it names, or any when the case decides. */
function calendarsOf({ calendar: id }: DeadlineSpec<never>, calendars: readonly Calendar[]): readonly Calendar[] {
  const latest = new Map(calendars.map((calendar) => [calendar.id, calendar]));
  if (typeof id === 'function') return [...latest.values()];
  return [...latest.values()].filter((calendar) => calendar.id === (id ?? calendars[0]?.id));
}

/** Counting rules that depend on the case cannot be judged ahead; the standard ones stand in for them. */
const fixed = (counting: FromContext<never, Counting> | undefined): { counting?: Counting } =>
  counting === undefined || typeof counting === 'function' ? {} : { counting };

/** Six years of the calendar, leaving room at the end for terms to run out. */
function checkedRange({ from, to }: { readonly from: string; readonly to: string }) {
  const YEAR_MS = 365 * 86_400_000;
  const start = Date.parse(`${from}T00:00:00Z`);
  return { from: start + 86_400_000, to: Math.min(start + 6 * YEAR_MS, Date.parse(`${to}T00:00:00Z`) - YEAR_MS) };
}
