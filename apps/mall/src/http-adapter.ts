import {
  DomainError,
  errorBody,
  startBodyDeadline,
  UPLOAD_MS,
  type AppConfig,
  type Random,
} from '@app/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { forwardedFor } from './forwarded-for';

const SECOND = 1000;

/** More than any order needs, less than hurts: 100 lines are 3 KB. */
export const BODY_LIMIT = 64 * 1024;

/** The public door: what is large, slow or endless is cut off here, before the shop looks at it. */
export function httpAdapter({ TRUSTED_PROXIES }: AppConfig, random: Random): FastifyAdapter {
  const adapter = new FastifyAdapter({
    trustProxy: TRUSTED_PROXIES.length > 0 && TRUSTED_PROXIES,
    bodyLimit: BODY_LIMIT,
    http: { headersTimeout: 10 * SECOND, connectionsCheckingInterval: 2 * SECOND },
    // Node knows one limit for all. That of a body stands below: of an admin's file it is another.
    requestTimeout: 15 * SECOND + UPLOAD_MS,
    connectionTimeout: 30 * SECOND,
    // Longer than the minute of usual proxies: one of them must not write into a socket that closes.
    keepAliveTimeout: 65 * SECOND,
    maxRequestsPerSocket: 10_000,
    // A request that came in before the end of the drain is served like any other.
    return503OnClosing: false,
    genReqId: () => random.hex(8),
    frameworkErrors: answerUnreadableUrl,
    clientErrorHandler: hangUp,
  });
  if (TRUSTED_PROXIES.length > 0) adapter.getInstance().addHook('onRequest', readForwardedFor);
  // At the bare server, so that no request passes it by.
  adapter.getHttpServer<Server>().on('request', (request: IncomingMessage) => {
    const { socket } = request;
    startBodyDeadline(request, () => {
      hangUp({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket);
      // A sender that goes on all the same keeps no connection by it.
      socket.destroySoon();
    });
  });
  return adapter;
}

/** Fastify takes the entries of this header as they are: the first hook leaves plain addresses there alone. */
function readForwardedFor({ headers }: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  const header = headers['x-forwarded-for'];
  if (typeof header === 'string') headers['x-forwarded-for'] = forwardedFor(header);
  done();
}

function answerUnreadableUrl(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = new DomainError('invalidParameter');
  void reply
    .status(refusal.status)
    .headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    .send(errorBody(refusal, request.raw.url ?? ''));
}

const STATUS_OF_CLIENT_ERROR: Partial<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** What is not HTTP, or comes too slowly, never becomes a request: the answer is written to the bare socket. */
function hangUp({ code }: { code?: string }, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(errorBody(new DomainError('invalidParameter'), ''));
  socket.end(
    `HTTP/1.1 ${STATUS_OF_CLIENT_ERROR[code ?? ''] ?? '400 Bad Request'}\r\n` +
      'Content-Type: application/json; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
