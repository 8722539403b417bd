import { textSchema } from '@motcua/core/contract';
import { z } from 'zod';
import { type CaseValuesOptions, caseValues, type ValueSource } from '../case-values.js';

/** What messages read of a dossier, in whatever version it was opened. */
const contextSchema = z.object({
  procedure: z.object({ name: textSchema }),
  applicant: z.object({ name: z.string() }),
});

/** The parameters of messages about dossiers: those of every case, and what only a dossier has. */
export function dossierValues(options: CaseValuesOptions): ValueSource {
  const base = caseValues(options);
  return {
    kinds: { ...base.kinds, procedure: 'text', applicant: 'text' },
    read(occasion) {
      const { procedure, applicant } = contextSchema.parse(occasion.envelope.machine.context);
      return {
        ...base.read(occasion),
        procedure: procedure.name[occasion.language],
        applicant: applicant.name,
      };
    },
  };
}
