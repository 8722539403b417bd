import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Actor, actorSchema } from '@motcua/core';
import { z } from 'zod';

/** Who acts behind a bearer token; undefined for a token nobody has. In your office this asks your sign-on. */
export type Authenticate = (token: string) => Actor | undefined;

const officersSchema = z.array(
  z.strictObject({ tokenSha256: z.string().regex(/^[0-9a-f]{64}$/u), actor: actorSchema }),
);

/** The officers of a JSON file, which holds the hashes of their tokens, not the tokens. */
export function officersOf(file: string): Authenticate {
  const officers = officersSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const byHash = new Map(officers.map(({ tokenSha256, actor }) => [tokenSha256, actor]));
  return (token) => byHash.get(createHash('sha256').update(token).digest('hex'));
}
