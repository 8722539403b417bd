import type { Actor } from '../../contract/actor.js';
import type { CaseEnvelope } from '../../contract/case.js';
import { isMotcuaError } from '../../error/index.js';
import { type BoundedMap, boundedMap } from '../personal-data/bounded-map.js';
import type { Queries } from '../queries.js';
import { randomId } from '../random-ids.js';
import type { Runtime } from '../runtime.js';
import { noteApart, noteOnCase } from './file-note.js';
import { isSelf } from './is-self.js';

/** Why somebody looks at files. */
export interface Reading {
  /** Stays on record, so it names nobody: `enquiry at the counter`. */
  readonly purpose: string;
  readonly legalBasis?: string | undefined;
  /** `export`: what is read leaves the office's systems. Default `read`. */
  readonly kind?: 'read' | 'export' | undefined;
}

type Recording = Omit<Runtime, 'wake'>;

const MINUTE_MS = 60_000;
/** Readings remembered, so that those of the same minute need no commit. */
const KEPT_READINGS = 10_000;

/**
 * Queries that are recorded before their answer is given: of cases that hold personal data, one record an actor, case
 * and minute, in the chain of the case; of a list, one record that names the cases. An export is recorded whatever is in
 * it. What tells nothing of a person (terms, their explanation, what may be sent) is not recorded.
 */
export function recordedQueries(
  runtime: Recording,
  plain: Queries,
  readings: Readings,
): (actor: Actor, reading: Reading) => Queries {
  return (actor, reading) => {
    const recorder = recorderOf(runtime, readings, actor, reading);
    return {
      ...plain,
      async get(ref) {
        const envelope = await plain.get(ref);
        await recorder.file(envelope);
        return envelope;
      },
      async history(request) {
        await recorder.file(await plain.get({ tenant: request.tenant, caseId: request.caseId }));
        return plain.history(request);
      },
      async auditTrail(request) {
        const envelope = await kept(plain.get({ tenant: request.tenant, caseId: request.caseId }));
        if (envelope !== undefined) await recorder.file(envelope);
        return plain.auditTrail(request);
      },
      async find(query) {
        const page = await plain.find(query);
        await recorder.list(query, page.items);
        return page;
      },
    };
  };
}

/** Nothing when the case was disposed of: its records tell nothing of anybody any more. */
const kept = (loading: Promise<CaseEnvelope>): Promise<CaseEnvelope | undefined> =>
  loading.catch((error: unknown) => {
    if (isMotcuaError(error, 'MC_CASE_DISPOSED')) return undefined;
    throw error;
  });

/** The minute of the latest record of a reading. */
export type Readings = Pick<BoundedMap<number>, 'get' | 'set'>;

export const rememberedReadings = (): Readings => boundedMap<number>(KEPT_READINGS);

interface Recorder {
  file(envelope: CaseEnvelope): Promise<void>;
  list(
    query: { readonly tenant: string },
    items: readonly { readonly caseId: string; readonly workflow: string }[],
  ): Promise<void>;
}

function recorderOf(runtime: Recording, readings: Readings, actor: Actor, reading: Reading): Recorder {
  const { purpose, legalBasis, kind = 'read' } = reading;
  const grounds = { reason: purpose, ...(legalBasis !== undefined && { legalBasis }) };
  const counts = (workflow: string) => kind === 'export' || runtime.registry.hasPersonal(workflow);

  return {
    async file(envelope) {
      if (!counts(envelope.workflow)) return;
      const { tenant, caseId } = envelope;
      const minute = Math.floor(runtime.clock.now() / MINUTE_MS);
      const name = JSON.stringify([kind, tenant, caseId, actor.id, actor.unit, purpose]);
      if (readings.get(name) === minute) return;
      // The id coalesces across processes; that of somebody who reads his own file must not name him.
      const commandId = isSelf(actor, envelope)
        ? `motcua:${kind}:${randomId()}`
        : `motcua:${kind}:${JSON.stringify([caseId, actor.id, actor.unit ?? '', purpose, minute])}`;
      await noteOnCase(
        runtime,
        { tenant, caseId },
        { type: kind, action: `motcua.${kind}`, commandId, actor, grounds },
      );
      readings.set(name, minute);
    },
    async list(query, items) {
      const cases = items.filter(({ workflow }) => counts(workflow)).map(({ caseId }) => caseId);
      if (cases.length === 0) return;
      const { tenant, ...criteria } = query;
      const asked = Object.entries(criteria).flatMap(([name, value]) => (value === undefined ? [] : [name]));
      const id = randomId();
      await noteApart(
        runtime,
        { tenant, caseId: `motcua:${SEARCH_LISTS[kind]}:${actor.unit ?? ''}` },
        {
          type: kind === 'export' ? 'export' : 'search',
          action: kind === 'export' ? 'motcua.export' : 'motcua.search',
          commandId: `motcua:${SEARCH_LISTS[kind]}:${id}`,
          actor,
          grounds,
          cases,
          // What was searched for may be a name: by what it was searched is told, and what was found.
          scope: { by: asked.sort() },
        },
      );
    },
  };
}

const SEARCH_LISTS = { read: 'searches', export: 'exports' } as const;
