import { type CaseEnvelope, ERASED } from '@motcua/core/contract';
import { covers } from '@motcua/core/dossier';
import { z } from 'zod';
import type { Directory, Person } from '../person.js';

/** What says how somebody can be reached, in whatever version the dossier was opened. */
const partySchema = z.object({
  id: z.string(),
  name: z.string(),
  phone: z.string().optional(),
  email: z.string().optional(),
});
const contextSchema = z.object({
  applicant: partySchema,
  representative: partySchema
    .extend({ scope: z.array(z.enum(['act', 'letters', 'result'])).optional(), until: z.number().optional() })
    .optional(),
});
type Party = z.infer<typeof partySchema>;

type Contact = 'email' | 'phone';

export interface DossierPeopleOptions {
  /** Which contact of the dossier each channel uses. Default: `email`; and `zalo` and `sms` by telephone. */
  readonly contacts?: Readonly<Record<string, Contact>>;
  /** By channel, what the person agreed to or withdrew. Default: was never asked. */
  readonly consentsOf?: (request: {
    readonly tenant: string;
    readonly id: string;
  }) => Promise<Readonly<Record<string, boolean>>>;
}

const CONTACTS: Readonly<Record<string, Contact>> = { email: 'email', zalo: 'phone', sms: 'phone' };

/** The applicant of a dossier, reached as the dossier says. Nobody, once the person is erased. */
export const dossierApplicants =
  (options: DossierPeopleOptions = {}): Directory['subjects'] =>
  async ({ tenant, machine }: CaseEnvelope) =>
    personOf(contextSchema.parse(machine.context).applicant, tenant, options);

/** Who stands for the applicant, as far as the authorisation goes. Nobody, once the person is erased. */
export const dossierRepresentatives =
  (options: DossierPeopleOptions = {}): Directory['representatives'] =>
  async ({ envelope: { tenant, machine }, receives, at }) => {
    const { representative } = contextSchema.parse(machine.context);
    if (representative === undefined || !covers(representative, receives, at)) return [];
    return personOf(representative, tenant, options);
  };

async function personOf(
  party: Party,
  tenant: string,
  { contacts = CONTACTS, consentsOf }: DossierPeopleOptions,
): Promise<readonly Person[]> {
  const { id, name } = party;
  if (id === ERASED) return [];
  const addresses = Object.entries(contacts).flatMap(([channel, contact]) => {
    const address = party[contact];
    return address === undefined || address === ERASED ? [] : [[channel, address] as const];
  });
  const consents = await consentsOf?.({ tenant, id });
  return [{ id, name, addresses: Object.fromEntries(addresses), ...(consents !== undefined && { consents }) }];
}
