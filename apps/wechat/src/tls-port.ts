import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { FAREWELL_MS } from './answer';
import { KeyRing } from './keys';

const HANDSHAKE_MS = 5000;

/** The same routes over TLS, where a caller can show a certificate: v2 refunds are heard nowhere else. */
@Injectable()
export class TlsPort implements BeforeApplicationShutdown {
  private server?: Server;

  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly keys: KeyRing,
  ) {}

  async open(port: number): Promise<Server> {
    const fastify = this.host.httpAdapter.getInstance();
    await fastify.ready();
    // Whose certificate it is decides the route; any is let in, and so is a caller without one.
    const asking = { requestCert: true, rejectUnauthorized: false, handshakeTimeout: HANDSHAKE_MS };
    const server = createServer({ ...this.keys.tls, ...asking }, (request, response) =>
      fastify.routing(request, response),
    );
    this.server = server;
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return server;
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server?.listening) return;
    const closed = once(server, 'close');
    server.close();
    setTimeout(() => server.closeAllConnections(), FAREWELL_MS).unref();
    await closed;
  }
}
