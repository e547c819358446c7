import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RobotDeaf, tellRobot } from './robot';

const message = { key: 'digest:2026-01-01', kind: 'digest', text: '日报' };

describe('a robot', () => {
  let server: Server;
  let answers: (answer: ServerResponse) => void;
  let asked = 0;
  beforeAll(async () => {
    server = createServer((request, answer) => {
      asked += 1;
      request.resume().on('end', () => answers(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const told = (path: string, patienceMs = 5000): Promise<unknown> => {
    const { port } = server.address() as AddressInfo;
    return tellRobot(`http://127.0.0.1:${port}${path}secret`, message, patienceMs).catch(
      (error: unknown) => error,
    );
  };

  it('that says so has taken a message', async () => {
    answers = (answer) => answer.end('{"code":0}');

    expect(await told('/open-apis/bot/v2/hook/')).toBeUndefined();
  });

  it.each<[string, string, (answer: ServerResponse) => void, string]>([
    ['that refuses', '/open-apis/bot/v2/hook/', (a) => a.end('{"code":9499,"msg":"secret"}'), 'code 9499'],
    ['that is broken', '/', (a) => a.writeHead(500).end('secret'), 'HTTP 500'],
    ['that sends us elsewhere', '/', (a) => a.writeHead(307, { location: '/secret' }).end(), 'HTTP 307'],
    ['that hangs up', '/', (a) => a.destroy(), 'did not answer'],
    ['that never ends', '/', (a) => a.write('a'.repeat(20_000)), 'too large'],
    ['that says nothing', '/', () => undefined, 'timeout'],
    ['that begins and stops', '/', (a) => a.write('a'), 'timeout'],
  ])('%s has not, and its address is not in the error', async (_what, path, mood, words) => {
    answers = mood;
    asked = 0;

    const error = await told(path, words === 'timeout' ? 100 : 5000);

    expect(error).toBeInstanceOf(RobotDeaf);
    expect(String(error)).toContain(words);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
    expect(asked).toBe(1);
  });

  it('that is not there has not either', async () => {
    const error = await tellRobot('http://127.0.0.1:1/secret', message).catch((reason: unknown) => reason);

    expect(String(error)).toMatch(/did not answer: E?CONN|did not answer: \w+/);
    expect(String(error)).not.toContain('secret');
  });
});
