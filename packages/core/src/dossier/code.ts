import type { LocalDate } from '../contract/index.js';

/** `H02.19-260212-0007`: agency identification code, date of reception, number of the day (Circular 01/2018 art. 19). */
export const DOSSIER_CODE_PATTERN = '{agency}-{yymmdd}-{seq:4}';

export interface DossierCodeParts {
  /** Pieces `{agency}`, `{owner}`, `{yymmdd}`, `{yyyymmdd}` and `{seq:n}`; everything else stays. One pattern a tenant. */
  readonly pattern?: string;
  /** Identification code of the receiving agency. */
  readonly agency: string;
  /** The owner of a central system, two digits (Circular 04/2025 art. 13.3). */
  readonly owner?: string;
  /** Date of reception in the office's zone. */
  readonly date: LocalDate;
  /** From `store.allocate({ tenant, series: dossierSeries(parts) })`. */
  readonly sequence: number;
}

/** Prints a dossier code. Numbers beyond the width of the pattern are printed in full, never cut. */
export function dossierCode({
  pattern = DOSSIER_CODE_PATTERN,
  agency,
  owner,
  date,
  sequence,
}: DossierCodeParts): string {
  const digits = date.replaceAll('-', '');
  return pattern
    .replaceAll('{agency}', agency)
    .replaceAll('{owner}', owner ?? '')
    .replaceAll('{yymmdd}', digits.slice(2))
    .replaceAll('{yyyymmdd}', digits)
    .replace(/\{seq:(\d+)\}/g, (_, width: string) => String(sequence).padStart(Number(width), '0'));
}

/** Name of the daily counter of an agency. */
export const dossierSeries = ({ agency, date }: Pick<DossierCodeParts, 'agency' | 'date'>): string =>
  `dossier/${agency}/${date}`;

/**
 * The older writing of an identification code, lowest level first and four groups long (QCVN 102:2016):
 * `H02.19` becomes `000.00.19.H02`.
 */
export function olderAgencyCode(code: string): string {
  const groups = code.split('.').reverse();
  return ['000', '00', '00']
    .slice(0, Math.max(0, 4 - groups.length))
    .concat(groups)
    .join('.');
}
