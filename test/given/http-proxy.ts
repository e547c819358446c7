import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One hop in front of the shop, as nginx is: it adds the address that it sees to X-Forwarded-For. */
export interface HttpProxy {
  url: string;
  close(): Promise<void>;
}

/** All who come this way come from the same address, as from one school or one mobile operator. */
export async function httpProxy(target: string, clientAddress: string): Promise<HttpProxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((near, answer) => pass(near, answer, { target, clientAddress, agent }));
  // Whoever is idle is not hung up on: on a machine that is busy it could be just about to speak.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(
  near: IncomingMessage,
  answer: ServerResponse,
  { target, clientAddress, agent }: { target: string; clientAddress: string; agent: Agent },
): void {
  const claimed = near.headers['x-forwarded-for'];
  const headers = {
    ...near.headers,
    'x-forwarded-for': [claimed, clientAddress].filter(Boolean).join(', '),
  };
  const far = request(`${target}${near.url}`, { method: near.method, headers, agent }, (heard) => {
    answer.writeHead(heard.statusCode ?? 502, heard.headers);
    heard.pipe(answer);
  });
  far.on('error', () => answer.destroy());
  near.pipe(far);
}
