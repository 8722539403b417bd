import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { dossierRoutes } from './dossier-routes.js';
import { lookupRoutes } from './lookup-routes.js';
import type { Office } from './office.js';
import type { Authenticate } from './officers.js';
import { problemHandler, sendProblem } from './problem.js';

export interface AppOptions {
  readonly office: Office;
  readonly authenticate: Authenticate;
  /** Where the pages of the errors are served. Default `/docs`. */
  readonly docs?: string;
  /** Look-ups an address may try in a minute. Default 10. */
  readonly lookupsPerMinute?: number;
  readonly logger?: FastifyServerOptions['logger'];
  /** Behind a proxy: take the caller's address from it. */
  readonly trustProxy?: boolean;
}

/** The web service of an office. It starts the engine with `app.ready()`, and stops it with `app.close()`. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { office, authenticate, docs = '/docs', lookupsPerMinute = 10, logger = false, trustProxy = false } = options;
  const app = Fastify({ logger, trustProxy, bodyLimit: 256 * 1024 });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(problemHandler({ docs }));
  app.setNotFoundHandler((_, response) =>
    sendProblem(response, { type: 'about:blank', title: 'not found', status: 404 }),
  );

  await app.register(rateLimit, { global: false });
  await app.register(swagger, {
    openapi: { info: { title: 'One-stop shop', description: 'Dossiers of an office, on motcua', version: '1' } },
    transform: jsonSchemaTransform,
  });
  await app.register(dossierRoutes, { office, authenticate, docs, prefix: '/dossiers' });
  await app.register(lookupRoutes, { office, perMinute: lookupsPerMinute, prefix: '/lookup' });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());

  // #region life
  app.addHook('onReady', async () => {
    await office.database.open();
    await office.engine.start();
  });
  // Fastify has answered what was under way when it calls this.
  app.addHook('onClose', async () => {
    await office.engine.stop();
    await office.database.close();
  });
  // #endregion
  return app;
}
