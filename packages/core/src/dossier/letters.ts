import { z } from 'zod';
import { calendarChangeSchema, instantSchema, textSchema } from '../contract/index.js';
import { representativeSchema } from './representative.js';
import {
  applicantSchema,
  type DossierContext,
  deliveryMethodSchema,
  fields,
  type Regime,
  receivedPaperSchema,
  regimeSchema,
  supplementItemSchema,
} from './schemas.js';

/** The official papers a dossier produces. */
export const letterKindSchema = z.enum([
  'receipt',
  'supplement',
  'refusal',
  'apology',
  'stop',
  'control-sheet',
  'register',
  'correction',
  'appointment-change',
]);
export type LetterKind = z.infer<typeof letterKindSchema>;

/**
 * Numbers of the forms: Circular 01/2018/TT-VPCP art. 9 (six forms, none for a stop), and Circular 03/2025/TT-VPCP
 * Appendix I (seven). Neither has one for the correction of an apology (what is wrong is put right at the agency's cost,
 * 61/2018 art. 21), or for a date that a new calendar has moved.
 */
export const FORM_NUMBERS: Readonly<Record<Regime, Readonly<Record<LetterKind, string | null>>>> = {
  '2018': {
    receipt: '01',
    supplement: '02',
    refusal: '03',
    apology: '04',
    stop: null,
    'control-sheet': '05',
    register: '06',
    correction: null,
    'appointment-change': null,
  },
  '2025': {
    receipt: '01',
    supplement: '02',
    refusal: '03',
    apology: '04',
    stop: '05',
    'control-sheet': '06',
    register: '07',
    correction: null,
    'appointment-change': null,
  },
};

/** From this instant on the forms of Circular 03/2025/TT-VPCP (15 September 2025, Vietnamese time) are used. */
const FORMS_OF_2025_FROM = Date.UTC(2025, 8, 14, 17);

/** The forms in use at an instant. */
export const regimeAt = (at: number): Regime => (at < FORMS_OF_2025_FROM ? '2018' : '2025');

/** A letter as a fact: the data its form asks for. The text is made from it by `renderLetter`. */
export const letterSchema = z.strictObject({
  kind: letterKindSchema,
  /** Number of the form; null when the regime has none. */
  form: z.string().nullable(),
  regime: regimeSchema,
  code: z.string().optional(),
  procedure: z.string(),
  procedureName: textSchema,
  applicant: applicantSchema,
  representative: representativeSchema.optional(),
  unit: z.string(),
  by: z.string(),
  at: instantSchema,
  receivedAt: instantSchema.optional(),
  /**
   * The promised end before, and after, an apology or a change of the appointment. The slip's date is the end of the term `resolution`; a correction
   * names the end that was kept.
   */
  dueAt: instantSchema.optional(),
  until: instantSchema.optional(),
  papers: z.array(receivedPaperSchema).readonly().optional(),
  /** Of a correction: the letter that was wrong, and when the result was there. */
  corrects: z.strictObject({ kind: letterKindSchema, at: instantSchema }).optional(),
  answeredAt: instantSchema.optional(),
  /** Of a change of the appointment: the dates that moved it. */
  calendarChanges: z.array(calendarChangeSchema).readonly().optional(),
  items: z.array(supplementItemSchema).readonly().optional(),
  delivery: deliveryMethodSchema.optional(),
  reason: fields.words.optional(),
  legalBasis: z.string().optional(),
  responsible: z.string().optional(),
});
export type Letter = z.infer<typeof letterSchema>;

type Particulars = Omit<
  Letter,
  'kind' | 'form' | 'regime' | 'procedure' | 'procedureName' | 'applicant' | 'representative' | 'unit' | 'code'
>;

/** The letter of a kind about a dossier. */
export function letterOf(kind: LetterKind, context: DossierContext, particulars: Particulars): Letter {
  const { procedure, regime, applicant, representative, unit, code } = context;
  const own = kind === 'receipt' ? procedure.forms?.receipt : kind === 'refusal' ? procedure.forms?.refusal : undefined;
  return {
    kind,
    form: own ?? FORM_NUMBERS[regime][kind],
    regime,
    ...(code !== undefined && { code }),
    procedure: procedure.code,
    procedureName: procedure.name,
    applicant,
    ...(representative !== undefined && { representative }),
    unit,
    ...particulars,
  };
}
