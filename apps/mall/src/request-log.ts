import { actorOf, type GuardedRequest } from '@app/auth';
import { logOf, refusalOfRequest, type AppConfig, type RequestLine } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';

/** Supervisors ask again and again. */
const HEALTH = '/health/';

/** A line a request: what a client's author debugs by in a sandbox; of a live shop at LOG_LEVEL=debug. */
export function logRequests(mall: NestFastifyApplication, config: AppConfig): void {
  const log = logOf(config);
  const level = config.WORLD === 'sandbox' ? 'info' : 'debug';
  if (!log.isLevelEnabled(level)) return;
  mall
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const line = lineOf(request, reply);
      if (!line.route.startsWith(HEALTH)) log[level]({ request: line }, 'request');
      done();
    });
}

function lineOf(request: GuardedRequest, reply: FastifyReply): RequestLine {
  const { method, routeOptions, session, id } = request;
  return {
    method,
    route: routeOptions.url ?? '(no route)',
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
    error: refusalOfRequest(request),
    actor: session && actorOf(session.caller),
    id,
  };
}
