import { AppConfig, Random } from '@app/common';
import { describe, expect, it } from 'vitest';
import { addressIn, Tries } from './tries';
import { HTTP_LIMITS } from './wechat-http';

/** A Random that always throws the same share of what it may. */
const dice = (share: number) =>
  Object.assign(new Random(), { below: (limit: number) => Math.round(share * (limit - 1)) });

function pausesOf(tries: Tries): number[] {
  const pauses: number[] = [];
  for (;;) {
    tries.begin();
    const pause = tries.nextPauseMs();
    if (pause === undefined) return pauses;
    pauses.push(pause);
  }
}

describe('the tries of one call', () => {
  it.each([
    [0, [100, 300]],
    [0.5, [200, 600]],
    [1, [300, 900]],
  ])('are three, and where chance says %d the pauses between them are %j', (share, pauses) => {
    expect(pausesOf(new Tries(HTTP_LIMITS, dice(share)))).toEqual(pauses);
  });

  it('[F25] pause no two times alike, and never beyond the bounds', () => {
    const pauses = Array.from({ length: 50 }, () => pausesOf(new Tries(HTTP_LIMITS, new Random())));

    for (const [first, second] of pauses as [number, number][]) {
      expect(first).toBeGreaterThanOrEqual(100);
      expect(first).toBeLessThanOrEqual(300);
      expect(second).toBeGreaterThanOrEqual(300);
      expect(second).toBeLessThanOrEqual(900);
    }
    expect(new Set(pauses.flat()).size).toBeGreaterThan(10);
  });

  it('end where the next pause would outlast the call', () => {
    expect(pausesOf(new Tries({ ...HTTP_LIMITS, callMs: 250 }, dice(0)))).toEqual([100]);
    expect(pausesOf(new Tries({ ...HTTP_LIMITS, callMs: 50 }, dice(0)))).toEqual([]);
  });

  it('have 7 seconds together, 3 seconds each, and 3 seconds to connect', () => {
    expect(HTTP_LIMITS).toMatchObject({ callMs: 7000, tryMs: 3000, connectMs: 3000, tries: 3 });
  });
});

describe('the address of a try', () => {
  const main = 'http://127.0.0.1:7001';
  const standby = { WECHAT_PAY_URL: main, WECHAT_PAY_STANDBY_URL: 'http://127.0.0.1:7002' };
  const path = '/v3/pay/transactions/id/4200?mchid=1900007001';

  it.each<[string, Record<string, string>, number, string]>([
    ['the first', standby, 1, main],
    ['the second', standby, 2, 'http://127.0.0.1:7002'],
    ['the third', standby, 3, main],
    ['the second without a standby host', { WECHAT_PAY_URL: main }, 2, main],
  ])('is for %s try of a call to WeChat Pay %#', (_which, settings, tryNo, host) => {
    const at = addressIn(tryNo, AppConfig.from(settings));

    expect(at(new URL(path, main)).href).toBe(host + path);
  });

  it.each(['http://127.0.0.1:7003', 'https://127.0.0.1:7001'])('stays for another host, as %s', (other) => {
    expect(addressIn(2, AppConfig.from(standby))(new URL(path, other)).origin).toBe(other);
  });
});
