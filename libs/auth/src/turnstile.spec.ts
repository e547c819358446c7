import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turnstile, type Lane } from './turnstile';

const from = (network: string, lane: Lane = 'stranger') => ({ network, lane });

/** Whose work is done, in the order in which it is. */
async function orderOf(free: number, senders: [string, Lane?][]): Promise<string> {
  const turnstile = new Turnstile(free);
  const order: string[] = [];
  const work = (network: string) => async () => {
    order.push(network);
    await turn();
  };
  await Promise.all(senders.map(([network, lane]) => turnstile.pass(from(network, lane), work(network))));
  return order.join('');
}

const many = (count: number, sender: [string, Lane?]) => Array.from({ length: count }, () => sender);

describe('turnstile', () => {
  it('lets only so many work at once, in the order they came', async () => {
    const turnstile = new Turnstile(2);
    const order: number[] = [];
    let working = 0;
    let most = 0;
    const work = (n: number) => async () => {
      most = Math.max(most, ++working);
      order.push(n);
      await turn();
      working -= 1;
      return n;
    };

    const results = await Promise.all([1, 2, 3, 4, 5].map((n) => turnstile.pass(from('a'), work(n))));

    expect(results).toEqual([1, 2, 3, 4, 5]);
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it.each<[string, [string, Lane?][], string]>([
    ['networks', [...many(6, ['a']), ['b'], ['c']], 'aaabcaaa'],
    ['known networks and strangers', [...many(6, ['a']), ...many(3, ['h', 'known'])], 'aahahahaa'],
    ['logins and the docs', [['d', 'docs'], ['d', 'docs'], ['d', 'docs'], ['a'], ['a'], ['a']], 'ddadaa'],
  ])('has %s take turns', async (_, senders, order) => {
    expect(await orderOf(2, senders)).toBe(order);
  });

  it.each<[Lane, number]>([
    ['known', 10],
    ['stranger', 10],
    ['docs', 2],
  ])('sends away what one network has too much of in the lane %s, and nobody else', async (lane, room) => {
    const turnstile = new Turnstile(1);
    const busy = Array.from({ length: room + 1 }, () => turnstile.pass(from('a', lane), turn));

    await expect(turnstile.pass(from('a', lane), turn)).rejects.toMatchObject({ refusal: 'tooManyRequests' });
    await expect(turnstile.pass(from('b', lane), () => Promise.resolve('in'))).resolves.toBe('in');
    await Promise.all(busy);
  });

  it('lets so many times as many wait for quick work', async () => {
    const turnstile = new Turnstile(1, 10);
    const waiting = Array.from({ length: 101 }, () => turnstile.pass(from('a'), turn));

    await expect(turnstile.pass(from('a'), turn)).rejects.toMatchObject({ refusal: 'tooManyRequests' });
    await Promise.all(waiting);
  });

  it('lets the network with the most give way where there is no room', async () => {
    const turnstile = new Turnstile(1);
    const crowd = ['a', 'b', 'c', 'd'].flatMap((network) => Array.from({ length: 10 }, () => network));
    const waiting = ['first', ...crowd].map((network) => turnstile.pass(from(network), turn));
    const ended = Promise.allSettled(waiting);

    await expect(turnstile.pass(from('late'), () => Promise.resolve('in'))).resolves.toBe('in');
    expect((await ended).filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });

  it('gives the place back after a failure', async () => {
    const turnstile = new Turnstile(1);
    const failing = turnstile.pass(from('a'), () => Promise.reject(new Error('no')));

    await expect(failing).rejects.toThrow('no');
    await expect(turnstile.pass(from('a'), () => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});
