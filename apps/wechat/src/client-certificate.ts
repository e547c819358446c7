import type { FastifyRequest } from 'fastify';
import { TLSSocket } from 'node:tls';
import type { Answer } from './answer';
import type { KeyRing } from './keys';

/** What the web server in front of WeChat says to a refund without a certificate: it never gets to WeChat. */
export const NO_CERTIFICATE: Answer = {
  status: 400,
  contentType: 'text/html',
  body: [
    '<html>',
    '<head><title>400 No required SSL certificate was sent</title></head>',
    '<body>',
    '<center><h1>400 Bad Request</h1></center>',
    '<center>No required SSL certificate was sent</center>',
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n'),
};

/** Whether the connection shows a certificate of the merchant's; TLS itself has proven that he holds its key. */
export function showsMerchant({ raw: { socket } }: FastifyRequest, keys: KeyRing): boolean {
  const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return shown !== undefined && keys.isMerchants(shown);
}
