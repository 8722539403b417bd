import { type CaseEnvelope, ERASED } from '@motcua/core/contract';
import { z } from 'zod';
import type { Person } from '../person.js';

/** What says how an applicant can be reached, in whatever version the dossier was opened. */
const contextSchema = z.object({
  applicant: z.object({ id: z.string(), name: z.string(), phone: z.string().optional(), email: z.string().optional() }),
});

type Contact = 'email' | 'phone';

export interface DossierApplicantsOptions {
  /** Which contact of the dossier each channel uses. Default: `email`; and `zalo` and `sms` by telephone. */
  readonly contacts?: Readonly<Record<string, Contact>>;
  /** By channel, what the applicant agreed to or withdrew. Default: was never asked. */
  readonly consentsOf?: (request: {
    readonly tenant: string;
    readonly id: string;
  }) => Promise<Readonly<Record<string, boolean>>>;
}

const CONTACTS: Readonly<Record<string, Contact>> = { email: 'email', zalo: 'phone', sms: 'phone' };

/** The applicant of a dossier, reached as the dossier says. Nobody, once the person is erased. */
export function dossierApplicants({ contacts = CONTACTS, consentsOf }: DossierApplicantsOptions = {}) {
  return async ({ tenant, machine }: CaseEnvelope): Promise<readonly Person[]> => {
    const { applicant } = contextSchema.parse(machine.context);
    if (applicant.id === ERASED) return [];
    const addresses = Object.entries(contacts).flatMap(([channel, contact]) => {
      const address = applicant[contact];
      return address === undefined || address === ERASED ? [] : [[channel, address] as const];
    });
    const consents = await consentsOf?.({ tenant, id: applicant.id });
    return [
      {
        id: applicant.id,
        name: applicant.name,
        addresses: Object.fromEntries(addresses),
        ...(consents !== undefined && { consents }),
      },
    ];
  };
}
