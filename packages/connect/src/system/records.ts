import { caseAt, type Door, mustBeAccepted } from '../door.js';
import { connectorActor } from '../roles.js';
import type { Drift, SystemContext, SystemEvent } from './schemas.js';
import { CONNECTED_SYSTEM, systemId } from './workflow.js';

type Noted = SystemEvent extends infer Event ? (Event extends SystemEvent ? Omit<Event, 'meta'> : never) : never;

/** What is on record of a system as a whole, and how it gets there: by commands. */
export interface SystemRecords {
  read(tenant: string): Promise<SystemContext>;
  note(tenant: string, event: Noted): Promise<void>;
  /** Notes only what was not noted before. */
  noteDrift(tenant: string, drift: readonly Drift[]): Promise<void>;
}

/** Beyond this, what changes is no form any more: a free text was taken for a list of values. */
const MOST_KNOWN = 1_000;

export function systemRecords(door: () => Door, system: string): SystemRecords {
  const actor = connectorActor(system);
  const caseId = systemId(system);
  const known = new Set<string>();

  const note = async (tenant: string, event: Noted) => {
    if ((await caseAt(door(), tenant, caseId)) === undefined) {
      // Another process may be as fast; then there is one all the same.
      await door().open({ tenant, workflow: CONNECTED_SYSTEM, caseId, actor, input: { system } });
    }
    mustBeAccepted(await door().send({ tenant, caseId, actor, event }));
  };
  return {
    async read(tenant) {
      const envelope = await caseAt(door(), tenant, caseId);
      return (
        (envelope?.machine.context as unknown as SystemContext | undefined) ?? { system, drift: [], turnedDown: [] }
      );
    },
    note,
    async noteDrift(tenant, drift) {
      const fresh = drift.filter((item) => !known.has(JSON.stringify([tenant, item])));
      if (fresh.length === 0 || known.size >= MOST_KNOWN) return;
      await note(tenant, { type: 'drift.note', drift: fresh });
      for (const item of fresh) known.add(JSON.stringify([tenant, item]));
    },
  };
}
