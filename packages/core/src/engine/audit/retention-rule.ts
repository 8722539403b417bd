/** How long the files of a workflow are kept after they are closed. */
export interface RetentionRule {
  /** Class of the office's retention schedule. */
  readonly retentionClass: string;
  /** Whole years after the day the case was closed. */
  readonly years: number;
  /** The article that fixes the period. */
  readonly legalBasis: string;
}
