import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { extendBodyDeadline, startBodyDeadline } from './body-deadline';

const POST = 'POST / HTTP/1.1\r\nHost: shop\r\n';
/** Far more than a test takes. */
const LONG_MS = 600_000;

describe('the deadline of a body', () => {
  let server: Server;
  let late = 0;
  afterEach(() => {
    late = 0;
    server.closeAllConnections();
    server.close();
  });

  /** What a client reads that sends this and then waits; `deadline` is set when the headers have come. */
  async function answerTo(bytes: string, deadline: (request: IncomingMessage, onLate: () => void) => void) {
    server = createServer((request, response) => {
      deadline(request, () => {
        late += 1;
        request.socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
      });
      request.resume().once('end', () => response.end('whole'));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(bytes);
    const [first] = (await once(socket, 'data')) as [Buffer];
    return { first: String(first), socket };
  }

  it.each([
    ['a length', `${POST}Content-Length: 4\r\n\r\nab`],
    ['chunks', `${POST}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n`],
  ])('cuts off a body of %s that does not come', async (_, bytes) => {
    const { first } = await answerTo(bytes, (request, onLate) => startBodyDeadline(request, onLate, 50));

    expect(first).toMatch(/^HTTP\/1.1 408 /);
    expect(late).toBe(1);
  });

  it('gives a file that is allowed more time, and not without end', async () => {
    const { first } = await answerTo(`${POST}Content-Length: 4\r\n\r\nab`, (request, onLate) => {
      startBodyDeadline(request, onLate, LONG_MS);
      extendBodyDeadline(request, 50);
    });

    expect(first).toMatch(/^HTTP\/1.1 408 /);
  });

  it('waits for a file that is allowed more time', async () => {
    server = createServer((request, response) => {
      startBodyDeadline(request, () => (late += 1), 1);
      extendBodyDeadline(request, LONG_MS);
      void text(request).then((body) => response.end(body));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(`${POST}Content-Length: 4\r\n\r\nab`);
    // A timer of a millisecond has had its turn when one that began after it has.
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.write('cd');

    expect(String((await once(socket, 'data'))[0])).toContain('abcd');
    expect(late).toBe(0);
  });

  it.each([
    ['no body', `${POST}\r\n`],
    ['an empty body', `${POST}Content-Length: 0\r\n\r\n`],
    ['a whole body', `${POST}Content-Length: 4\r\n\r\nabcd`],
  ])('leaves a request of %s alone', async (_, bytes) => {
    let request: IncomingMessage | undefined;
    const { first } = await answerTo(bytes, (one, onLate) => {
      request = one;
      startBodyDeadline(one, onLate, 100);
    });
    if (!request!.closed) await once(request!, 'close');
    extendBodyDeadline(request!, 1);
    await new Promise((resolve) => setTimeout(resolve, 150));

    expect(first).toMatch(/^HTTP\/1.1 200 /);
    expect(late).toBe(0);
  });
});
