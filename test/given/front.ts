import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsFiles } from './authority';

/** Answers by itself, or leaves the request to whoever stands behind. */
export type Interject = (near: IncomingMessage, answer: ServerResponse) => boolean;

export interface Front {
  port: number;
  close(): Promise<unknown>;
}

/** Stands before a server, with TLS where it is given a certificate; it asks for the client's without insisting. */
export async function front(
  target: string,
  { tls, interject = () => false }: { tls?: TlsFiles; interject?: Interject } = {},
): Promise<Front> {
  const take = (near: IncomingMessage, answer: ServerResponse) =>
    void (interject(near, answer) || pass(near, answer, target));
  const server: Server = tls
    ? createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false }, take)
    : createServer(take);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(near: IncomingMessage, answer: ServerResponse, target: string): void {
  const far = request(target + near.url, { method: near.method, headers: near.headers }, (heard) => {
    answer.writeHead(heard.statusCode ?? 502, heard.headers);
    heard.pipe(answer);
  });
  far.on('error', () => answer.destroy());
  near.pipe(far);
}
