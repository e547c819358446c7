import type { Outcome, Trade } from '@app/wechat';
import { describe, expect, it } from 'vitest';
import type { Finding } from './doctor-check';
import {
  judgeApiKeys,
  judgeAppSecret,
  judgeCertificateShown,
  judgeSeal,
  judgeTradeManaged,
  judgeV2,
  judgeV3,
} from './doctor-credentials';

const absent: Outcome<Trade> = { kind: 'ok', value: { state: 'absent' } };
const refused = (code: string, message = ''): Outcome<never> => ({ kind: 'rejected', code, message });
const doubtful = (cause: string): Outcome<never> => ({ kind: 'unknown', cause });
const kindAndTodo = (finding: Finding) =>
  `${finding.kind} ${finding.kind === 'ok' ? '' : `${finding.todo.en} ${finding.seen.en}`}`;

describe('a signed question to v3', () => {
  it.each([
    [absent, /^ok/],
    [refused('SIGNERROR', '商户证书序列号有误'), /^fault Compare WECHAT_PAY_MCH_SERIAL/],
    [refused('SIGNERROR', 'Authorization中的timestamp 时间'), /^fault .*clock/],
    [refused('SIGNERROR', '商户号mchid不存在'), /^fault Compare WECHAT_PAY_MCH_ID/],
    [refused('SIGNERROR', '错误的签名'), /^fault Compare WECHAT_PAY_MCH_KEY_FILE/],
    [refused('MCHNOTEXISTS'), /^fault Compare WECHAT_PAY_MCH_ID/],
    [refused('APPIDMCHIDNOTMATCH'), /^fault .*AppID账号管理/],
    [refused('NOAUTH'), /^fault .*JSAPI支付/],
    [refused('NEWCODE'), /^fault Run the doctor again.*NEWCODE/],
    [doubtful('the answer does not verify: unknown serial'), /^fault Compare WECHAT_PAY_PUBLIC_KEY_ID/],
    [
      doubtful('the answer does not verify: signature does not verify'),
      /^fault .*WECHAT_PAY_PUBLIC_KEY_FILE/,
    ],
    [doubtful('the answer does not verify: timestamp is 400 s behind our clock'), /^fault .*clock/],
    [doubtful('SYSTEMERROR'), /^advice Run the doctor again/],
    [doubtful('HTTP 503'), /^advice/],
    [doubtful('timeout'), /^fault/],
  ])('[D3-4] answered %j', (outcome, said) => {
    expect(kindAndTodo(judgeV3(outcome))).toMatch(said);
  });
});

describe('a signed question to v2', () => {
  it.each([
    [absent, /^ok/],
    [doubtful('return_code FAIL: 签名错误 请检查后再试'), /^fault Compare WECHAT_PAY_V2_KEY/],
    [refused('SIGNERROR'), /^fault Compare WECHAT_PAY_V2_KEY/],
    [doubtful('the sign does not verify'), /^fault Compare WECHAT_PAY_V2_KEY/],
    [doubtful('return_code FAIL: appid和mch_id不匹配'), /^fault .*AppID账号管理/],
    [doubtful('return_code FAIL: 商户号mch_id不存在'), /^fault Compare WECHAT_PAY_MCH_ID/],
    [doubtful('return_code FAIL: appid不存在'), /^fault Compare WECHAT_APP_ID/],
    [doubtful('SYSTEMERROR'), /^advice/],
  ])('answered %j', (outcome, said) => {
    expect(kindAndTodo(judgeV2(outcome))).toMatch(said);
  });
});

describe('the AppSecret', () => {
  it.each([
    [{ kind: 'ok', value: 'a token' } as const, /^ok/],
    [refused('40125', 'invalid appsecret'), /^fault Compare WECHAT_APP_SECRET/],
    [refused('40013', 'invalid appid'), /^fault Compare WECHAT_APP_ID/],
    [refused('40164', 'invalid ip 203.0.113.7'), /^fault .*IP白名单.*203\.0\.113\.7/],
    [refused('89503'), /^fault .*IP白名单/],
    [refused('45009', 'reach max api daily quota limit'), /^advice/],
    [refused('-1', 'system error'), /^advice/],
    [doubtful('HTTP 404'), /^fault/],
  ])('answered %j', (outcome, said) => {
    expect(kindAndTodo(judgeAppSecret(outcome, false))).toMatch(said);
  });

  it('cannot be tried out on a stand-in that gives no tokens', () => {
    expect(judgeAppSecret(doubtful('HTTP 404'), true).kind).toBe('advice');
  });
});

describe('the API keys', () => {
  it('[D3-4] may not be one and the same', () => {
    expect(kindAndTodo(judgeApiKeys(['a', 'old'], ['b', 'a']))).toMatch(/^fault .*WECHAT_PAY_V3_KEY/);
    expect(judgeApiKeys(['a'], ['b']).kind).toBe('ok');
    expect(judgeApiKeys(['a'], []).kind).toBe('ok');
  });

  it('[D3-4] of v3 is told where it opens nothing; [D3-5] being given nothing to open is no fault', () => {
    expect(judgeSeal({ kind: 'ok', value: true }).kind).toBe('ok');
    expect(kindAndTodo(judgeSeal({ kind: 'ok', value: false }))).toMatch(/^fault Compare WECHAT_PAY_V3_KEY/);
    expect(judgeSeal(doubtful('RESOURCENOTEXISTS, not signed')).kind).toBe('ok');
  });
});

it('[D2-11] a host that does not take the certificate is told', () => {
  expect(judgeCertificateShown(200, '<xml></xml>').kind).toBe('ok');
  expect(judgeCertificateShown(400, 'No required SSL certificate was sent').kind).toBe('fault');
});

it('shipping information is asked for, or not yet, or nobody knows', () => {
  expect(judgeTradeManaged({ kind: 'ok', value: true }).kind).toBe('ok');
  expect(judgeTradeManaged({ kind: 'ok', value: false }).kind).toBe('ok');
  expect(kindAndTodo(judgeTradeManaged(refused('48001', 'api unauthorized')))).toMatch(
    /^advice .*发货信息管理/,
  );
});
