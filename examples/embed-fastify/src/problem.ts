// Errors as RFC 9457 says: application/problem+json, with the code of motcua and a link to its page.
import { type ErrorCode, isMotcuaError, type Reply } from '@motcua/core';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';

export const problemSchema = z.strictObject({
  type: z.string().describe('A page about this kind of problem, or about:blank'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  code: z.string().optional(),
  allowed: z.array(z.string()).readonly().optional().describe('The events this officer could send now'),
});
type Problem = z.infer<typeof problemSchema>;

const byCode: Readonly<Partial<Record<ErrorCode, number>>> = {
  MC_COMMAND_INVALID: 400,
  MC_QUERY_INVALID: 400,
  MC_CURSOR_INVALID: 400,
  MC_TIME_INVALID: 400,
  MC_ACCESS_DENIED: 403,
  MC_CASE_NOT_FOUND: 404,
  MC_PROCEDURE_UNKNOWN: 404,
  MC_REVISION_MISMATCH: 412,
  MC_COMMAND_TOO_LARGE: 413,
  MC_EVENT_INVALID: 422,
  MC_EVENT_UNKNOWN: 422,
  MC_EVENT_RESERVED: 422,
  MC_INPUT_INVALID: 422,
  MC_TIME_OUT_OF_BOUNDS: 422,
  MC_MACHINE_FAILED: 500,
};

export interface ProblemOptions {
  /** Where the pages of the errors are served, without a slash at the end. */
  readonly docs: string;
}

const typeOf = (code: string, { docs }: ProblemOptions): string => `${docs}/errors/${code}`;

/** Answers a command: its reply, or a problem when it was turned down. */
export function answer(response: FastifyReply, reply: Reply, options: ProblemOptions): FastifyReply {
  if (reply.status === 'accepted') return response.send({ ...reply, facts: reply.facts.map(({ type }) => type) });
  const { code, message, allowed } = reply;
  // Turned down because of where the case is now, unless the code says more.
  return sendProblem(response, {
    type: typeOf(code, options),
    title: reply.status,
    status: byCode[code] ?? 409,
    detail: message,
    code,
    allowed,
  });
}

/** Turns whatever a route threw into a problem. What an operator must look at is logged, and not told to the caller. */
export function problemHandler(options: ProblemOptions) {
  return (error: FastifyError, request: FastifyRequest, response: FastifyReply): FastifyReply => {
    const problem = problemOf(error, options);
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed');
    if (problem.status === 503) response.header('retry-after', '1');
    return sendProblem(response, problem);
  };
}

function problemOf(error: FastifyError, options: ProblemOptions): Problem {
  if (isMotcuaError(error)) {
    const { code, message, retryable } = error;
    const status = byCode[code] ?? (retryable ? 503 : 500);
    const known = {
      type: typeOf(code, options),
      title: status < 500 ? 'not possible' : 'try again later',
      status,
      code,
    };
    return status < 500 ? { ...known, detail: message } : known;
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const detail = error.validation.map(({ instancePath, message }) => `${instancePath || '/'}: ${message}`).join('; ');
    return { type: 'about:blank', title: 'the request is malformed', status: 400, detail };
  }
  const { statusCode = 500, message } = error;
  if (statusCode >= 500) return { type: 'about:blank', title: 'internal error', status: statusCode };
  return { type: 'about:blank', title: message, status: statusCode };
}

export function sendProblem(response: FastifyReply, problem: Problem): FastifyReply {
  return response.code(problem.status).type('application/problem+json').send(problem);
}
