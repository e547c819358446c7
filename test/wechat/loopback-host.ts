import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions, TLSSocket } from 'node:tls';

export interface Asked {
  method: string;
  target: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Whether the connection showed a certificate that the host knows. */
  authorized?: boolean;
}

/** A WeChat on loopback; `answer` is what it does next, `asked` what it was asked. */
export class LoopbackHost {
  asked: Asked[] = [];
  url = '';
  private readonly server: Server;

  constructor(private readonly tls?: TlsOptions) {
    this.server = tls ? createTlsServer(tls) : createServer();
    this.hear();
  }

  /** Resets every connection until a test says what to answer. */
  answer: (response: ServerResponse, asked: Asked) => unknown = (response) => response.destroy();

  static async open(tls?: TlsOptions): Promise<LoopbackHost> {
    const host = new LoopbackHost(tls);
    await host.listen();
    return host;
  }

  async listen(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await new Promise((listening) => this.server.once('listening', listening));
    const { port } = this.server.address() as AddressInfo;
    this.url = `${this.tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  }

  private hear(): void {
    this.server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url: target = '', headers } = request;
        const { authorized } = request.socket as TLSSocket;
        const asked = { method, target, headers, body: Buffer.concat(chunks).toString(), authorized };
        this.asked.push(asked);
        this.answer(response, asked);
      });
    });
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
