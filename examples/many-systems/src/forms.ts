import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The citizen's electronic form: entered once, read by every connector. A table of the office's own application. */
export interface BirthForm {
  readonly child: { readonly name: string; readonly bornOn: string; readonly sex: 'nam' | 'nữ' };
  readonly mother: string;
  readonly father: string;
  readonly address: string;
}

export interface Forms {
  enter(caseId: string, form: BirthForm): void;
  read(caseId: string): BirthForm;
}

export function openForms(folder: string): Forms {
  const file = (caseId: string) => join(folder, `form-${caseId}.json`);
  return {
    enter: (caseId, form) => writeFileSync(file(caseId), JSON.stringify(form)),
    read: (caseId) => JSON.parse(readFileSync(file(caseId), 'utf8')) as BirthForm,
  };
}
