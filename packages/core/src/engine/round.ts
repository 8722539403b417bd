/**
 * What one look at a queue did: rows it took on (those that came too early not counted), and what failed. A row whose
 * handling threw stays leased, and comes again when the lease ends.
 */
export interface Round {
  readonly claimed: number;
  readonly errors: readonly unknown[];
}

/** Handles claimed rows side by side; one that throws does not disturb the others. */
export async function handleAll<Claim>(
  claims: readonly Claim[],
  handle: (claim: Claim) => Promise<void>,
): Promise<Round> {
  const results = await Promise.allSettled(claims.map(handle));
  return {
    claimed: claims.length,
    errors: results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : [])),
  };
}
