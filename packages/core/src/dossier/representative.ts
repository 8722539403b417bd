import { z } from 'zod';
import { type Instant, instantSchema, personal } from '../contract/index.js';

const text = z.string().min(1).max(4000);
/** Of the person in whose object it stands. */
const own = { subject: 'id' };

/** What somebody may do for the applicant: act (supplement, pay, choose the way of return, withdraw), get letters, fetch the result. */
const representativeScopeSchema = z.enum(['act', 'letters', 'result']);
export type RepresentativeScope = z.infer<typeof representativeScopeSchema>;

/** Why somebody stands for the applicant. */
const capacitySchema = z.enum(['authorised', 'legal', 'contact']);

/** Who stands for the applicant (Civil Code 2015 art. 134 to 143; Decree 61/2018 art. 16: an authorised person submits). */
export const representativeSchema = z.strictObject({
  id: personal(z.string().min(1).max(200), own),
  name: personal(text, own),
  /**
   * `authorised` by the applicant, which is the default; `legal`: a parent, a guardian, the head of an organisation;
   * `contact`: whom an organisation names to be reached.
   */
  capacity: capacitySchema.optional(),
  identity: personal(text, own).optional(),
  address: personal(text, own).optional(),
  phone: personal(text, own).optional(),
  email: personal(text, own).optional(),
  /** The paper that authorises. */
  authority: personal(text, own).optional(),
  /** Absent: everything. */
  scope: z.array(representativeScopeSchema).min(1).max(3).readonly().optional(),
  /** The last instant at which the authorisation holds. Absent: as long as the dossier does. */
  until: instantSchema.optional(),
});
export type Representative = z.infer<typeof representativeSchema>;

/** Does the authorisation cover this, at that instant? */
export const covers = (
  representative: Pick<Representative, 'scope' | 'until'> | undefined,
  what: RepresentativeScope,
  at: Instant,
): boolean =>
  representative !== undefined &&
  (representative.scope === undefined || representative.scope.includes(what)) &&
  (representative.until === undefined || at <= representative.until);
