import { createServer } from 'node:net';

const PER_WORKER = 3_000;
/**
 * Below the ports that a system hands out by itself: nobody is given one of these between the look at it and its use.
 * Each worker of a run has its own.
 */
const FIRST = 20_000 + PER_WORKER * (Number(process.env.VITEST_POOL_ID ?? 0) % 4);

let taken = 0;

/** A port that nobody listens on, and that no other test is told of. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + (taken++ % PER_WORKER);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
