import { randomUUID } from 'node:crypto';
import { type Actor, printInstant } from '@motcua/core';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { acceptDossier, type Office, openDossier, tenant, zone } from './office.js';
import type { Authenticate } from './officers.js';
import { answer, problemSchema, sendProblem } from './problem.js';

export interface DossierRouteOptions {
  readonly office: Office;
  readonly authenticate: Authenticate;
  readonly docs: string;
}

const person = z.strictObject({ id: z.string().min(1).max(64), name: z.string().min(1).max(200) });
const paper = z.strictObject({ id: z.string().min(1), originals: z.number().int().min(0).optional() });
const arrivalSchema = z.strictObject({
  procedure: z.string().min(1),
  channel: z.enum(['counter', 'online', 'post']),
  applicant: person,
  papers: z.array(paper).max(100),
});
const eventSchema = z.looseObject({ type: z.string().min(1).max(100) }).describe('An event of the dossier workflow');
const caseParams = z.strictObject({ caseId: z.string().min(1).max(300) });
const headers = z.looseObject({
  'idempotency-key': z.string().min(1).max(200).optional().describe('The same key again is answered as the first time'),
});
const listQuery = z.strictObject({
  colour: z.enum(['on-time', 'due-soon', 'overdue', 'suspended', 'closed']).exactOptional(),
  text: z.string().min(1).max(200).exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().exactOptional(),
});

const replySchema = z.looseObject({ status: z.literal('accepted'), caseId: z.string(), state: z.string() });
const problems = { '4xx': problemSchema, '5xx': problemSchema };
const rowSchema = z.strictObject({
  caseId: z.string(),
  code: z.string().optional(),
  state: z.string(),
  colour: z.string(),
  dueAt: z.string().optional(),
});

/** Where nobody gives a key, every request is a command of its own. */
const commandIdOf = (request: { readonly headers: z.infer<typeof headers> }): string =>
  request.headers['idempotency-key'] ?? randomUUID();

/** What officers do. Every request carries a bearer token; what its officer may do is decided by the workflow. */
export const dossierRoutes: FastifyPluginAsyncZod<DossierRouteOptions> = async (
  app,
  { office, authenticate, docs },
) => {
  const { engine } = office;
  const actors = new WeakMap<FastifyRequest, Actor>();
  const actorOf = (request: FastifyRequest): Actor => {
    const actor = actors.get(request);
    if (actor === undefined) throw new TypeError('a route of officers was reached by somebody else');
    return actor;
  };
  app.addHook('onRequest', async (request, response) => {
    const token = /^Bearer (?<token>\S+)$/u.exec(request.headers.authorization ?? '')?.groups?.['token'];
    const actor = token === undefined ? undefined : authenticate(token);
    if (actor !== undefined) actors.set(request, actor);
    else {
      response.header('www-authenticate', 'Bearer');
      return sendProblem(response, { type: 'about:blank', title: 'sign in', status: 401 });
    }
  });

  app.post(
    '/',
    {
      schema: {
        summary: 'Take a dossier in, and print its slip',
        headers,
        body: arrivalSchema,
        response: { 201: z.strictObject({ caseId: z.string(), lookupCode: z.string() }), ...problems },
      },
    },
    async (request, response) => {
      const { procedure, channel, applicant, papers } = request.body;
      const { reply, slip } = await openDossier(office, {
        actor: actorOf(request),
        commandId: commandIdOf(request),
        procedure,
        fields: { channel, applicant: { ...applicant, kind: 'citizen' }, oneStop: 'counter', papers },
      });
      if (slip === undefined) return answer(response, reply, { docs });
      const { caseId, lookupCode } = slip;
      return response
        .code(201)
        .header('location', `/dossiers/${encodeURIComponent(caseId)}`)
        .send({ caseId, lookupCode });
    },
  );

  app.post(
    '/:caseId/accept',
    {
      schema: {
        summary: 'Accept a dossier under the next number of the day',
        headers,
        params: caseParams,
        response: { 200: replySchema, ...problems },
      },
    },
    async (request, response) => {
      const { caseId } = request.params;
      const command = { actor: actorOf(request), caseId, commandId: commandIdOf(request) };
      return answer(response, await acceptDossier(office, command), { docs });
    },
  );

  app.post(
    '/:caseId/events',
    {
      schema: {
        summary: 'Act on a dossier',
        headers,
        params: caseParams,
        body: eventSchema,
        response: { 200: replySchema, ...problems },
      },
    },
    async (request, response) => {
      const { caseId } = request.params;
      const command = { tenant, caseId, actor: actorOf(request), commandId: commandIdOf(request), event: request.body };
      return answer(response, await engine.send(command), { docs });
    },
  );

  app.get(
    '/',
    {
      schema: {
        summary: 'List dossiers, the most urgent first',
        querystring: listQuery,
        response: {
          200: z.strictObject({ items: z.array(rowSchema).readonly(), next: z.string().optional() }),
          ...problems,
        },
      },
    },
    async ({ query }) => {
      const { items, next } = await engine.find({ tenant, workflow: 'dossier', order: 'dueAt', ...query });
      const rows = items.map(({ caseId, state, colour, index, deadline }) => ({
        caseId,
        state,
        colour,
        ...(index.code !== undefined && { code: index.code }),
        ...(deadline !== undefined && { dueAt: printInstant(deadline.dueAt, zone) }),
      }));
      return { items: rows, ...(next !== undefined && { next }) };
    },
  );

  app.get(
    '/:caseId',
    {
      schema: {
        summary: 'A dossier: where it is, its terms, and the buttons of this officer',
        params: caseParams,
        response: {
          200: z.strictObject({
            state: z.string(),
            terms: z.array(
              z.strictObject({ name: z.string(), status: z.string(), colour: z.string(), dueAt: z.string() }),
            ),
            allowed: z.array(z.string()).readonly(),
          }),
          ...problems,
        },
      },
    },
    async (request) => {
      const ref = { tenant, caseId: request.params.caseId };
      const { state } = await engine.get(ref);
      const terms = (await engine.deadlines(ref)).map(({ name, status, colour, due }) => ({
        name,
        status,
        colour,
        dueAt: due,
      }));
      return { state, terms, allowed: await engine.allowed({ ...ref, actor: actorOf(request) }) };
    },
  );
};
