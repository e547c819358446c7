import type { FastifyReply } from 'fastify';

/** What an answer under way may still take when the simulator ends; every delivery has come home before. */
export const FAREWELL_MS = 300;

/** What goes back over the wire. */
export interface Answer {
  status: number;
  /** Fastify adds the charset. */
  contentType: string;
  headers?: Record<string, string>;
  body: string | Buffer;
}

export function send(reply: FastifyReply, { status, contentType, headers = {}, body }: Answer): void {
  void reply.status(status).headers(headers);
  if (status === 204) void reply.send();
  else void reply.type(contentType).send(body);
}
