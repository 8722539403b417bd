import type { CaseRef } from '@motcua/core';
import { z } from 'zod';
import { codeOf, type Dossier } from '../dossier.ts';

export interface ConnectorParts {
  readonly baseUrl: string;
  /** Fetches the secret; called for every request. */
  readonly token: () => Promise<string>;
  readonly load: (ref: CaseRef) => Promise<Dossier>;
}

/** All three systems list alike: `?from=20`, or by the dossier's code. */
export const pages = (path: string, codeField: string) => ({
  list: (cursor: string | undefined) => ({
    method: 'GET' as const,
    path: cursor === undefined ? path : `${path}?from=${encodeURIComponent(cursor)}`,
  }),
  ofCase: (dossier: Dossier) => ({
    method: 'GET' as const,
    path: `${path}?${codeField}=${encodeURIComponent(codeOf(dossier))}`,
  }),
  page: z
    .object({ items: z.array(z.unknown()), next: z.string().optional() })
    .transform(({ items, next }) => ({ records: items, next })),
});
