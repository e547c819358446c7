import type { AppConfig } from '@app/common';
import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Headers of every answer; nothing is cached that does not say so itself. */
export async function secureAnswers(app: NestFastifyApplication, config: AppConfig): Promise<void> {
  const https = config.PUBLIC_URL.startsWith('https:');
  await app.register(helmet, {
    // A browser told to prefer https would find no Swagger UI behind a plain-http host name.
    contentSecurityPolicy: {
      directives: {
        upgradeInsecureRequests: https ? [] : null,
        // The docs draw the picture of a day that they have asked for.
        imgSrc: ["'self'", 'data:', 'blob:'],
      },
    },
    strictTransportSecurity: https && { maxAge: 31_536_000 },
    // Pictures are shown by the mini-program and by a CMS elsewhere.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });

  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
      reply.header('x-request-id', request.id);
      done(null, payload);
    });

  // Mini-programs need no CORS: only a CMS served from elsewhere does.
  if (config.CORS_ORIGINS.length > 0)
    app.enableCors({
      origin: config.CORS_ORIGINS,
      methods: ['GET', 'POST', 'PUT', 'DELETE'],
      allowedHeaders: ['content-type', 'token', 'authorization', 'idempotency-key'],
      maxAge: 600,
    });
}
