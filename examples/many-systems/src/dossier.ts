import type { CaseRef, Engine } from '@motcua/core';
import type { DossierContext } from '@motcua/core/dossier';
import type { BirthForm, Forms } from './forms.ts';

/** What calls are made of: the dossier as it stands, and the form that was entered once. */
export interface Dossier {
  readonly code: string | undefined;
  readonly context: DossierContext;
  readonly form: BirthForm;
}

/** Reads a dossier for a connector. */
export const loader =
  (engine: () => Engine, forms: Forms) =>
  async (ref: CaseRef): Promise<Dossier> => {
    const { machine } = await engine().get(ref);
    const context = machine.context as unknown as DossierContext;
    return { code: context.code, context, form: forms.read(ref.caseId) };
  };

/** The code of a dossier that was accepted. */
export function codeOf({ code }: Dossier): string {
  if (code === undefined) throw new Error('the dossier has no code yet');
  return code;
}
