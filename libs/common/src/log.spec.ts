import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { NestLog, openLog } from './log';
import { readableLog } from './readable-log';

const REQUEST = { method: 'POST', route: '/api/v1/order', status: 409, ms: 12, id: '00ff00ff00ff00ff' };

async function linesOf(count: number, tell: (log: ReturnType<typeof openLog>) => void): Promise<string[]> {
  const lines: string[] = [];
  const terminal = new Writable({
    write: (text: Buffer, _encoding, done) => {
      lines.push(...text.toString().trimEnd().split('\n'));
      done();
    },
  });
  tell(openLog('info', readableLog(terminal, { colors: false })));
  await expect.poll(() => lines.length).toBe(count);
  return lines;
}

describe('the log in a terminal', () => {
  it('has a line a request, in Beijing time', async () => {
    const request = { ...REQUEST, error: 'outOfStock', actor: 'shopper:7' };

    const lines = await linesOf(1, (log) => log.info({ request }, 'request'));

    expect(lines).toEqual([
      expect.stringMatching(
        /^\d\d:\d\d:\d\d INFO: POST \/api\/v1\/order 409 12 ms outOfStock shopper:7 00ff00ff00ff00ff$/,
      ),
    ]);
  });

  it('leaves out what a request has not, and names the part that speaks', async () => {
    const lines = await linesOf(2, (log) => {
      log.info({ request: REQUEST }, 'request');
      new NestLog(log).warn('the simulator ended', 'Simulator');
    });

    expect(lines).toEqual([
      expect.stringMatching(/INFO: POST \/api\/v1\/order 409 12 ms 00ff00ff00ff00ff$/),
      expect.stringMatching(/WARN: Simulator: the simulator ended$/),
    ]);
  });
});

it('leaves out what Nest tells of each module and route at start', () => {
  const lines: string[] = [];
  const log = new NestLog(openLog('debug', { write: (line) => void lines.push(line) }));

  for (const context of ['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory'])
    log.log('initialized', context);
  log.log('initialized', 'Simulator');

  expect(lines).toEqual([expect.stringContaining('Simulator')]);
});
