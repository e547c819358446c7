import { AppConfig } from '@app/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSimulator } from '../../apps/wechat/src/simulator';
import type { Shop } from './shop';
import { Street } from './street';

let street: Street;
let simulator: NestFastifyApplication;
let simulatorUrl: string;
let shop: Shop;

beforeAll(async () => {
  street = await Street.open();
  simulator = await createSimulator(AppConfig.from({ DATA_DIR: street.dataDir, LOG_LEVEL: 'silent' }));
  await simulator.listen(0, '127.0.0.1');
  simulatorUrl = await simulator.getUrl();
  shop = await street.shop({ WECHAT_API_URL: simulatorUrl });
});

afterAll(async () => {
  await simulator?.close();
  await street?.close();
});

async function tell(route: string, body: object): Promise<{ code: string }> {
  const answer = await fetch(`${simulatorUrl}/sim/${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as { code: string };
}

const logIn = (code: string) => shop.ask('POST token/user', { body: { code } });

async function shopperBehind(code: string): Promise<unknown> {
  const { token } = (await logIn(code)).body as { token: string };
  return (await shop.ask('GET door/exclusive', { token })).body;
}

describe('a login through the simulator', () => {
  it('knows a shopper again by his next code', async () => {
    const [first, second] = [await tell('login', { name: 'alice' }), await tell('login', { name: 'alice' })];

    const alice = await shopperBehind(first.code);

    expect(await shopperBehind(second.code)).toEqual(alice);
    expect(await shopperBehind('user:bob:1')).not.toEqual(alice);
  });

  it('takes a code once, and says 400 to the second use, never 401', async () => {
    await logIn('user:carol:1');

    const again = await logIn('user:carol:1');

    expect(again).toMatchObject({ status: 400, body: { error_code: 40163 } });
  });

  it('takes the code of devtools as often as it comes', async () => {
    const devtools = await shopperBehind('the code is a mock one');

    expect(await shopperBehind('the code is a mock one')).toEqual(devtools);
  });

  it('is a 503 while WeChat is busy, broken or away, and the next code is good again', async () => {
    for (const kind of ['systemError', 'reset', 'http500', 'empty', 'html', 'redirect', 'truncated']) {
      await tell('fault', { endpoint: 'jscode2session', kind, times: 3 });
      expect(await logIn(`user:dave:${kind}`)).toMatchObject({ status: 503, body: { error_code: -1 } });
      await tell('fault', { endpoint: 'jscode2session', kind: 'none' });
    }

    expect((await logIn('user:dave:good')).status).toBe(200);
  });

  it('is a 503 and an alarm when the merchant’s secret is wrong', async () => {
    const wrong = await street.shop({ WECHAT_API_URL: simulatorUrl, WECHAT_APP_SECRET: 'not-the-secret' });

    const answer = await wrong.ask('POST token/user', { body: { code: 'user:erin:1' } });

    expect(answer).toMatchObject({ status: 503, body: { error_code: 40125 } });
    expect(street.log.events('wechatRefusesOurAppId')).toHaveLength(1);
    expect(JSON.stringify(street.log.lines)).not.toMatch(/not-the-secret|user:erin/);
  });
});
