import type { AccessRule, Instant } from '../contract/index.js';
import { MotcuaError } from '../error/index.js';
import { defineWorkflow, type InForce, type Workflow } from '../kernel/index.js';
import { dossierAccess } from './access.js';
import { dossierDeadlines } from './deadlines.js';
import type { DossierEventType } from './events.js';
import { type DossierFact, dossierSchemas } from './machine/deed.js';
import { dossierMachine } from './machine/machine.js';
import type { Procedure } from './procedure.js';
import { refusalText } from './refusal.js';
import { rulesOf } from './rules.js';
import type { DossierInput } from './schemas.js';
import { dossierHolder, dossierIndex } from './view.js';

export interface DossierWorkflowOptions {
  readonly id?: string;
  /** Give a new one with every change of the options: running dossiers stay on the version they were opened with. */
  readonly version?: string;
  /** The dates of receipt it applies to; absent: all. */
  readonly inForce?: InForce;
  /** Rules that replace the standard ones, event by event. */
  readonly access?: Readonly<
    Partial<Record<DossierEventType | 'open' | 'extend' | 'waive' | 'reproject' | 'migrate', readonly AccessRule[]>>
  >;
}

/**
 * Dossier handling at a one-stop shop, as one workflow for every procedure: what differs between procedures is data
 * in the dossier's own snapshot of its rules. Register `consultationWorkflow()` beside it.
 */
export function dossierWorkflow(options: DossierWorkflowOptions = {}): Workflow {
  const { id = 'dossier', version = '1', inForce, access = {} } = options;
  return defineWorkflow({
    id,
    version,
    ...(inForce !== undefined && { inForce }),
    title: { vi: 'Giải quyết hồ sơ thủ tục hành chính', en: 'Dossier handling at the one-stop shop' },
    schemas: dossierSchemas,
    machine: dossierMachine,
    deadlines: dossierDeadlines,
    access: { ...dossierAccess, ...access },
    unordered: UNORDERED,
    index: dossierIndex,
    complete: withDue,
    refusal: refusalText,
    holder: dossierHolder,
  });
}

/**
 * What is said about a dossier beside its course. A result that was signed before one of these is still recorded after
 * it: the apology for a delay that was none; a deputy; who stands for the applicant; a wish about the delivery; the word of another system.
 */
const UNORDERED: readonly DossierEventType[] = [
  'apology.issue',
  'deputy.name',
  'deputy.remove',
  'representative.name',
  'representative.end',
  'delivery.choose',
  'sync.report',
  'sync.enter',
  'sync.waive',
];

/** The ends of the terms, as the kernel shows them. */
interface Terms {
  readonly dueAt: (deadline: string) => Instant | undefined;
}

/** A slip prints the end of the limit as this very act leaves it. */
const withDue = (fact: DossierFact, { dueAt }: Terms): DossierFact => {
  if (fact.type !== 'letter.issued' || fact.kind !== 'receipt') return fact;
  const due = dueAt('resolution');
  return due === undefined ? fact : { ...fact, dueAt: due };
};

/**
 * The opening input of a dossier under a procedure: its rules are taken over as they are now. Throws MC_INPUT_INVALID
 * for a channel the procedure does not offer.
 */
export function dossierInput(procedure: Procedure, fields: Omit<DossierInput, 'procedure'>): DossierInput {
  if (!procedure.channels.includes(fields.channel)) {
    throw new MotcuaError('MC_INPUT_INVALID', {
      happened: `A dossier under ${procedure.code} came by the channel "${fields.channel}"`,
      expected: `a channel the procedure offers: ${procedure.channels.join(', ')}`,
      remedy: 'use another channel, or correct the procedure',
      details: { procedure: procedure.code, channel: fields.channel },
    });
  }
  return { procedure: rulesOf(procedure), ...fields };
}
