/** What an office adds to its letters. */
export interface LetterOptions {
  /** The office that sends it, from the higher to the lower: `['UBND TỈNH', 'UBND XÃ BÌNH AN']`. */
  readonly sender?: readonly string[];
  /** Where the QR code leads, by the code of the case; default: the code alone. A letter without a code has no QR code. */
  readonly lookup?: (code: string) => string;
}
