import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Actor } from '@motcua/core/contract';
import { type Options, usageError } from './options.js';

/** What the commands that change something ask of an engine. */
export interface OfficeEngine {
  start(options: { readonly background: boolean }): Promise<unknown>;
  stop(): Promise<unknown>;
  erase(request: ErasureOrder): Promise<{ readonly status: string }>;
  hold(request: HoldOrder): Promise<readonly OfficeHold[]>;
  release(request: HoldOrder): Promise<readonly OfficeHold[]>;
  disposable(request: { readonly tenant: string }): AsyncIterable<DisposableFile>;
  dispose(request: DisposalOrder): Promise<object>;
  holds(ref: { readonly tenant: string; readonly caseId: string }): Promise<readonly OfficeHold[]>;
}

interface Grounds {
  readonly tenant: string;
  readonly actor: Actor;
  readonly reason: string;
  readonly legalBasis: string;
}

interface DisposalOrder extends Omit<Grounds, 'legalBasis'> {
  readonly caseId: string;
}

interface DisposableFile {
  readonly caseId: string;
  readonly retentionClass: string;
  readonly keptUntil: number;
  readonly holds: readonly OfficeHold[];
}

interface ErasureOrder extends Grounds {
  readonly subject: string;
}

interface HoldOrder extends Grounds {
  readonly caseId: string;
  readonly hold: string;
}

export interface OfficeHold {
  readonly hold: string;
  readonly placedAt: number;
  readonly placedBy: string;
}

/** Who and why: options that every order needs. */
export const actorOptions = ['office', 'tenant', 'actor', 'role', 'unit'];
export const groundOptions = [...actorOptions, 'reason', 'legal-basis'];

export function actorOf(options: Options): Actor {
  const unit = options.one('unit');
  return {
    kind: 'person',
    id: options.needed('actor'),
    roles: [...options.all('role')],
    ...(unit !== undefined && { unit }),
  };
}

export function groundsOf(options: Options): Grounds {
  return {
    tenant: options.needed('tenant'),
    actor: actorOf(options),
    reason: options.needed('reason'),
    legalBasis: options.needed('legal-basis'),
  };
}

/**
 * Works on the engine of an office: everything that changes something goes through it, so that access is checked and
 * the record is in the same commit. The module named on the command line exports `openEngine`, which makes the engine
 * as the application does.
 */
export async function withEngine<Result>(
  options: Options,
  work: (engine: OfficeEngine) => Promise<Result>,
): Promise<Result> {
  const file = options.needed('office');
  const module: OfficeModule = await import(pathToFileURL(resolve(file)).href);
  if (typeof module.openEngine !== 'function') throw usageError(`${file} does not export a function \`openEngine\``);
  const engine = await module.openEngine();
  await engine.start({ background: false });
  try {
    return await work(engine);
  } finally {
    await engine.stop();
  }
}

interface OfficeModule {
  readonly openEngine?: () => OfficeEngine | Promise<OfficeEngine>;
}
