import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Requests end within seconds; whoever still hangs on then is a socket that says nothing. */
const PATIENCE_MS = 6000;

/** Stops accepting, finishes what came in, lets the rooms go. */
export async function closeShop(shop: NestFastifyApplication): Promise<void> {
  const cut = setTimeout(() => shop.getHttpServer().closeAllConnections(), PATIENCE_MS);
  await shop.close();
  clearTimeout(cut);
}
