import type { FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';

/** A call as it came over the wire. */
export interface V3Call {
  method: string;
  /** Path and query, percent-encoded as they were sent. */
  target: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  params: Record<string, string>;
  query: Record<string, unknown>;
  /** Where the caller found us, `http://127.0.0.1:3001`. */
  origin: string;
}

/** A call that is the merchant's. */
export interface V3Request {
  params: Record<string, string>;
  query: Record<string, unknown>;
  origin: string;
  /** Empty for a GET. */
  body: Json;
}

export type Json = Record<string, unknown>;

export function callOf(request: FastifyRequest): V3Call {
  return {
    method: request.method,
    target: request.originalUrl,
    headers: request.headers,
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    params: request.params as V3Call['params'],
    query: request.query as V3Call['query'],
    origin: `${request.protocol}://${request.headers.host}`,
  };
}
