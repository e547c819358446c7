import { ForbiddenException, UnsupportedMediaTypeException, type HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isIP } from 'node:net';

const CONTROLS = /^\/(sim|cashier|console)(\/|$)/;
const JSON_TYPE = /^application\/json\s*(;|$)/i;

interface Asked {
  method: string;
  /** The pattern of its route. */
  route?: string;
  headers: { host?: string; origin?: string; 'content-type'?: string };
}

/**
 * Before the routes that move money and time stands no login: a page on the internet must not use them by way of the
 * browser on this machine. Its form or script sends a foreign Origin, or a type that a browser sends unasked; a page
 * whose own name was made to mean this machine sends that name as Host.
 */
export function controlRefusal({ method, route = '', headers }: Asked): HttpException | undefined {
  const { host = '', origin, 'content-type': type = '' } = headers;
  if (!CONTROLS.test(route)) return undefined;
  if (!isOfThisMachine(host)) return new ForbiddenException('Host must be an IP address or localhost');
  if (origin !== undefined && hostIn(origin) !== host.toLowerCase())
    return new ForbiddenException('a page of another origin may not call this');
  if (method === 'POST' && !JSON_TYPE.test(type))
    return new UnsupportedMediaTypeException('content-type must be application/json');
  return undefined;
}

/** A hook, because Fastify reads the body before Nest's guards are asked. */
export function refuseForeignControl(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const { method, headers, routeOptions } = request;
  const refusal = controlRefusal({ method, route: routeOptions.url, headers });
  if (refusal) void reply.status(refusal.getStatus()).send(refusal.getResponse());
  else done();
}

/** No DNS name but `localhost` is sure to mean this machine, whoever answers for the name. */
function isOfThisMachine(host: string): boolean {
  const { hostname } = urlOf(`http://${host}`) ?? { hostname: '' };
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0 || /^(.+\.)?localhost$/.test(hostname);
}

function hostIn(origin: string): string | undefined {
  return urlOf(origin)?.host;
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
