import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Turnstile } from './turnstile';

describe('turnstile', () => {
  it('lets only so many work at once, in the order they came', async () => {
    const turnstile = new Turnstile(2, 10);
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

    const results = await Promise.all([1, 2, 3, 4, 5].map((n) => turnstile.pass(work(n))));

    expect(results).toEqual([1, 2, 3, 4, 5]);
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('sends away whom the queue has no room for', async () => {
    const turnstile = new Turnstile(1, 1);
    const busy = [turnstile.pass(turn), turnstile.pass(turn)];

    await expect(turnstile.pass(turn)).rejects.toMatchObject({ refusal: 'tooManyRequests' });
    await Promise.all(busy);
  });

  it('gives the place back after a failure', async () => {
    const turnstile = new Turnstile(1, 0);
    const failing = turnstile.pass(() => Promise.reject(new Error('no')));

    await expect(failing).rejects.toThrow('no');
    await expect(turnstile.pass(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});
