import type { CaseEnvelope, Clock } from '@motcua/core';
import type { UnitTree } from '@motcua/core/dossier';
import type { Directory, Person } from './person.js';
import type { Audience } from './policy.js';

export interface AudienceOptions {
  readonly directory: Directory;
  readonly units: UnitTree;
  /** Roles that make a head. */
  readonly heads: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
}

export interface AudienceFinder {
  /** Who is told, as of now. */
  of(audience: Audience, envelope: CaseEnvelope): Promise<readonly Person[]>;
  /** The heads of the nearest unit, from `unit` upwards, that has any. */
  headsOf(tenant: string, unit: string | undefined): Promise<readonly Person[]>;
}

/** Finds the people an audience means, by the case and the tree of units. */
export function audienceFinder({ directory, units, heads, clock }: AudienceOptions): AudienceFinder {
  const parentOf = (unit: string) => units.get(unit)?.parent;

  async function nearest(tenant: string, unit: string | undefined) {
    for (let at = unit; at !== undefined; at = parentOf(at)) {
      const people = await directory.holders({ tenant, unit: at, roles: heads });
      if (people.length > 0) return { unit: at, people };
    }
    return undefined;
  }

  return {
    headsOf: async (tenant, unit) => (await nearest(tenant, unit))?.people ?? [],
    async of(audience, envelope) {
      const { tenant, index } = envelope;
      if (audience === 'applicant') return directory.subjects(envelope);
      if (audience === 'representative' || audience === 'collector') {
        const receives = audience === 'collector' ? 'result' : 'letters';
        return directory.representatives({ envelope, receives, at: clock.now() });
      }
      if (audience === 'officer' && index.assignee !== undefined) {
        const officer = await directory.officer({ tenant, id: index.assignee });
        if (officer !== undefined) return [officer];
      }
      const own = await nearest(tenant, index.unit);
      if (audience !== 'level-above') return own?.people ?? [];
      return (await nearest(tenant, own === undefined ? undefined : parentOf(own.unit)))?.people ?? [];
    },
  };
}
