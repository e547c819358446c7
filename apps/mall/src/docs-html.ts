import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const DOCS = /^\/docs([/-]|$)/;
/** Smaller answers gain nothing. */
const WORTH_PACKING = 4 * 1024;
const pack = promisify(gzip);

/**
 * What @nestjs/swagger leaves out of the docs: its page says that it is English and 980 pixels wide, and its script,
 * which holds the whole document, travels uncompressed.
 */
export function serveDocs(app: NestFastifyApplication): void {
  const packed = new Map<string, Promise<Buffer>>();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (request, reply, payload) => {
      if (!DOCS.test(request.routeOptions.url ?? '') || typeof payload !== 'string') return payload;
      const type = String(reply.getHeader('content-type') ?? '');
      const text = type.startsWith('text/html') ? forPhones(payload) : payload;
      const takesGzip = String(request.headers['accept-encoding'] ?? '').includes('gzip');
      if (!takesGzip || reply.statusCode !== 200 || text.length < WORTH_PACKING) return text;

      // The document stays the same as long as the process lives.
      const body = packed.get(text) ?? pack(text);
      packed.set(text, body);
      void reply
        .removeHeader('content-length')
        .header('content-encoding', 'gzip')
        .header('vary', 'accept-encoding');
      return body;
    });
}

function forPhones(html: string): string {
  return html
    .replace('<html lang="en">', '<html lang="zh-CN">')
    .replace('<head>', '<head>\n  <meta name="viewport" content="width=device-width, initial-scale=1">');
}
