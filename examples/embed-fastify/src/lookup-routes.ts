import { type DossierContext, PORTAL_STATUSES, portalStatus } from '@motcua/core/dossier';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { readLookupCode } from './lookup-code.js';
import { type Office, tenant } from './office.js';
import { problemSchema, sendProblem } from './problem.js';

export interface LookupRouteOptions {
  readonly office: Office;
  /** Tries an address has in a minute, right or wrong. */
  readonly perMinute: number;
}

/** All a citizen is told: no name, no procedure, no officer. Whoever finds the slip in the street learns no more. */
const lookupSchema = z.strictObject({
  status: z.strictObject({ vi: z.string(), en: z.string() }),
  dueAt: z.string().optional().describe('When the result is due, if a date was promised'),
});

/** The citizen's look-up, without a login: by the code on the slip, which nobody can guess. */
export const lookupRoutes: FastifyPluginAsyncZod<LookupRouteOptions> = async (app, { office, perMinute }) => {
  const { engine, database } = office;
  app.get(
    '/:code',
    {
      config: { rateLimit: { max: perMinute, timeWindow: '1 minute' } },
      schema: {
        summary: 'Where is my dossier?',
        params: z.strictObject({ code: z.string().max(40) }),
        response: { 200: lookupSchema, '4xx': problemSchema, '5xx': problemSchema },
      },
    },
    async (request, response) => {
      response.header('cache-control', 'no-store');
      const code = readLookupCode(request.params.code);
      const slip = code === undefined ? undefined : await database.slipOfCode(code);
      // A code that cannot be one and a code nobody has are answered alike.
      if (slip === undefined) {
        return sendProblem(response, { type: 'about:blank', title: 'no dossier has this code', status: 404 });
      }
      const ref = { tenant, caseId: slip.caseId };
      const { state, machine } = await engine.get(ref);
      const status = PORTAL_STATUSES[portalStatus({ state, context: machine.context as unknown as DossierContext })];
      const promised = (await engine.deadlines(ref)).find(({ name }) => name === 'resolution');
      return {
        status: status ?? { vi: 'Đang xử lý', en: 'in process' },
        ...(promised !== undefined && { dueAt: promised.due }),
      };
    },
  );
};
