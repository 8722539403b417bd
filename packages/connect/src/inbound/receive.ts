import { MotcuaError } from '@motcua/core';
import type { Connector } from '../parts.js';
import type { InboundSpec } from './inbound-spec.js';
import { type ChangeOutcome, takeChange } from './take-change.js';

/** Longest request that is read. */
const MAX_BYTES = 2 ** 20;

const STATUS: Readonly<Record<ChangeOutcome['status'], number>> = {
  taken: 200,
  ignored: 200,
  unreadable: 422,
  'turned-down': 422,
};

/**
 * Answers a webhook of the other system. 200: the case has it, also when it came before. 401: not theirs. 404: no case of ours
 * yet; it stands on record, and may be sent again. 422: it stands on record for a person, and sending it again changes nothing. It throws, for a 500, when the engine is not there.
 */
export async function receiveChange(connector: Connector, tenant: string, request: Request): Promise<Response> {
  const spec = inboundOf(connector);
  if (spec.verify === undefined) throw missing(connector, 'verify', 'a webhook that nobody vouches for');
  if (request.method !== 'POST') return answer(405, { error: 'only POST' });
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length > MAX_BYTES) return answer(413, { error: 'too long' });
  const body = await request.text();
  if (body.length > MAX_BYTES) return answer(413, { error: 'too long' });
  if (!(await spec.verify({ headers: request.headers, body }))) return answer(401, { error: 'signature' });
  const change = parse(body);
  if (change === undefined) return answer(400, { error: 'no JSON' });
  const outcome = await takeChange(connector, spec, tenant, change.value);
  // A system may tell before its answer to the creation has arrived here: then it will tell again.
  const isEarly = outcome.status === 'turned-down' && outcome.code === 'MC_CASE_NOT_FOUND';
  return answer(isEarly ? 404 : STATUS[outcome.status], outcome);
}

function parse(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) as unknown };
  } catch {
    return undefined;
  }
}

const answer = (status: number, body: object): Response => Response.json(body, { status });

export function inboundOf(connector: Connector): InboundSpec {
  const { inbound } = connector.definition.spec;
  if (inbound === undefined) throw missing(connector, 'inbound', 'a change of the other system');
  return inbound;
}

export const missing = ({ definition: { system } }: Connector, field: string, what: string) =>
  new MotcuaError('MC_CONNECTOR_INVALID', {
    happened: `Connector "${system}" was given ${what}, and does not declare \`${field}\``,
    expected: `a connector with \`${field}\``,
    remedy: 'declare it',
    details: { system, field },
  });
