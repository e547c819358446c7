import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** A request waits no longer for WeChat than seven seconds; whoever still hangs on then says nothing. */
const PATIENCE_MS = 7500;
const LOOK_EVERY_MS = 100;

/** Stops accepting, finishes what came in, lets the rooms go. */
export async function closeShop(shop: NestFastifyApplication): Promise<void> {
  const server = shop.getHttpServer();
  // A connection kept alive falls idle when its last answer is out, and then would keep us waiting.
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  const late = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  try {
    await shop.close();
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
