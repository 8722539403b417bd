import { type CaseRef, type EventObject, type Length, MotcuaError, type OutboxRow, type Text } from '@motcua/core';
import type { z } from 'zod';
import type { Call } from './calls/call.js';
import type { Transport } from './calls/transport.js';
import type { BreakerPolicy } from './gate/breaker.js';
import type { RatePolicy } from './gate/rate-limit.js';
import type { CallWindow } from './gate/window.js';
import type { InboundSpec } from './inbound/inbound-spec.js';
import type { ReconcileSpec } from './reconcile/reconcile-spec.js';

/** A fact of a case, with what belongs to the case. */
export interface Told<Content, Data> {
  readonly fact: Content;
  readonly data: Data;
  readonly message: OutboxRow;
  /** Their id of the record of this case; undefined as long as there is none. */
  readonly reference: string | undefined;
}

export interface RetryOptions {
  /** Default 10 s. It doubles with every failure. */
  readonly firstDelayMs?: number;
  /** Default 30 min. */
  readonly maxDelayMs?: number;
  /**
   * Tries that the other side answered with an error of its own before the message becomes a dead letter. Default 12. A
   * system that is down, or refuses our credentials, is no fault of the message and does not count.
   */
  readonly maxTries?: number;
}

/** What to send to the case itself when the connection is made, ends to be up to date, or comes back. */
export interface ConnectionReport {
  readonly system: string;
  readonly status: 'acknowledged' | 'failed';
  readonly reference?: string;
  readonly reason?: string;
}

type FactSchemas = Readonly<Record<string, z.ZodType>>;

export interface ConnectorSpec<Data, Facts extends FactSchemas, Theirs> {
  /** Name of the adapter, and so the destination of its messages: `civil-status`. */
  readonly system: string;
  readonly title: Text;
  readonly transport: Transport;
  /** What calls are made of, besides the fact: the case, the form the citizen filled in. Read at each delivery. */
  readonly load: (ref: CaseRef) => Promise<Data>;
  /** The facts it hears of, by type, each with what it reads of it. */
  readonly facts: Facts;
  /**
   * What each fact means for the other system; nothing when it means nothing there. Several calls are made one after another. Must
   * be pure: after a crash it is asked again.
   */
  readonly calls: {
    readonly [Type in keyof Facts]: (told: Told<z.infer<Facts[Type]>, Data>) => Call | readonly Call[] | undefined;
  };
  /** What people call the case, such as the code of a dossier; shown on the board. Never a name. */
  readonly label?: (data: Data) => string | undefined;
  /** Told to the case as a command by the system's own actor: with the dossier workflow, {@link dossierReport}. */
  readonly report?: (report: ConnectionReport) => EventObject | undefined;
  /** How long the other side may be behind before somebody is told. Default: 2 working hours. */
  readonly catchUp?: Length;
  /** Default 10 s; keep it below the engine's `limits.deliveryMs`. */
  readonly timeoutMs?: number;
  readonly retry?: RetryOptions;
  readonly rate?: RatePolicy;
  readonly breaker?: BreakerPolicy;
  readonly window?: CallWindow;
  /** How their changes become commands. */
  readonly inbound?: InboundSpec;
  /** How the two sides are compared and repaired. */
  readonly reconcile?: ReconcileSpec<Data, Theirs>;
}

/** A checked connector, its types rubbed off. Made by `defineConnector` only. */
export interface ConnectorDefinition {
  readonly system: string;
  readonly spec: ConnectorSpec<unknown, FactSchemas, unknown>;
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/u;

/** Checks a connector. Throws MC_CONNECTOR_INVALID with every offence. */
export function defineConnector<Data, Facts extends FactSchemas, Theirs = unknown>(
  spec: ConnectorSpec<Data, Facts, Theirs>,
): ConnectorDefinition {
  const erased = spec as unknown as ConnectorDefinition['spec'];
  const offences = [...offencesIn(erased)];
  if (offences.length > 0) {
    throw new MotcuaError('MC_CONNECTOR_INVALID', {
      happened: `Connector "${spec.system}" has ${offences.length} offences: ${offences.join('; ')}`,
      expected: 'a connector as defineConnector() documents it',
      remedy: 'correct each offence',
      details: { system: spec.system, offences },
    });
  }
  return { system: spec.system, spec: erased };
}

function* offencesIn(spec: ConnectorDefinition['spec']): Generator<string> {
  if (!NAME.test(spec.system) || spec.system.length > 100) {
    yield `system "${spec.system}": small letters, digits and "-" only, at most 100`;
  }
  if (Object.keys(spec.facts).length === 0) yield 'facts: it hears of nothing';
  for (const type of Object.keys(spec.facts)) {
    if (typeof spec.calls[type] !== 'function') yield `calls: nothing for the fact "${type}"`;
  }
  for (const type of Object.keys(spec.calls)) {
    if (!Object.hasOwn(spec.facts, type)) yield `calls: "${type}" is no fact it hears of`;
  }
  const numbers = {
    timeoutMs: spec.timeoutMs,
    'retry.firstDelayMs': spec.retry?.firstDelayMs,
    'retry.maxDelayMs': spec.retry?.maxDelayMs,
    'retry.maxTries': spec.retry?.maxTries,
    'rate.calls': spec.rate?.calls,
    'rate.perMs': spec.rate?.perMs,
    'breaker.failures': spec.breaker?.failures,
    'breaker.restMs': spec.breaker?.restMs,
    'breaker.maxRestMs': spec.breaker?.maxRestMs,
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0)) yield `${name}: a whole number above 0`;
  }
}

/** For a connector of dossiers (`@motcua/core/dossier`): keeps the dossier's own list of systems that are to be fed. */
export const dossierReport = ({ system, status, reference, reason }: ConnectionReport): EventObject => ({
  type: 'sync.report',
  system,
  status,
  ...(reference !== undefined && { reference }),
  ...(reason !== undefined && { reason }),
});
