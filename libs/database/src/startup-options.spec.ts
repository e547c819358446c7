import { describe, expect, it } from 'vitest';
import { withStartupOptions } from './startup-options';

describe('start-up options', () => {
  it.each([
    ['postgres://u:p%40s@host:5433/shop', null],
    ['postgres://u@/shop?host=%2Frun%2Fa%20b', '/run/a b'],
    ['postgres://u@host/shop?host=%2F%E6%95%B0%E6%8D%AE&sslmode=require', '/数据'],
  ])('are added to %s and leave the rest as it was', (url, host) => {
    const changed = withStartupOptions(url, { role: 'minimall_app' });

    const [address, query] = changed.split('?');
    const params = new URLSearchParams(query);
    expect(address).toBe(url.split('?')[0]);
    expect(params.get('host')).toBe(host);
    expect(params.get('options')).toBe('-c role=minimall_app');
  });

  it("come behind the address's own, so that the role is ours", () => {
    const url = 'postgres://u@host/shop?options=-c%20role%3Downer';

    const changed = withStartupOptions(url, { role: 'minimall_app', lock_timeout: '10s' });

    expect(new URL(changed).searchParams.get('options')).toBe(
      '-c role=owner -c role=minimall_app -c lock_timeout=10s',
    );
  });
});
