import { describe, expect, it } from 'vitest';
import { judgeMiniProgram } from './mini-program-answer';
import { WeChatAnswer } from './wechat-http';

const judge = (body: string, finals?: number[], status = 200) =>
  judgeMiniProgram(new WeChatAnswer(status, Buffer.from(body), {}), finals);

describe('an answer of the mini-program API', () => {
  it.each([
    ['{"errcode":0,"errmsg":"ok"}', { errcode: 0, errmsg: 'ok' }],
    ['{"completed":true}', { completed: true }],
    ['{"errcode":"0"}', { errcode: '0' }],
  ])('%s is a success', (body, value) => {
    expect(judge(body)).toEqual({ kind: 'ok', value });
  });

  it.each([40029, 43101, 47003, 10060001, 48001])('with errcode %i is a refusal', (errcode) => {
    expect(judge(JSON.stringify({ errcode, errmsg: 'no' }))).toEqual({
      kind: 'rejected',
      code: String(errcode),
      message: 'no',
    });
  });

  it.each([-1, 45009, 45011, 43108])('with errcode %i says nothing of what was asked', (errcode) => {
    expect(judge(JSON.stringify({ errcode })).kind).toBe('unknown');
  });

  it('says something by 45011 where the question takes it for an answer', () => {
    expect(judge('{"errcode":45011}', [45011])).toMatchObject({ kind: 'rejected', code: '45011' });
    expect(judge('{"errcode":-1}', [-1]).kind).toBe('unknown');
  });

  it.each(['', 'null', '[]', '"ok"', '<html>', '{"errcode":', '{"errcode":"busy"}', '{"errcode":1.5}'])(
    'that is %j is none',
    (body) => {
      expect(judge(body).kind).toBe('unknown');
    },
  );

  it.each([500, 502, 302, 404])('with HTTP %i is none', (status) => {
    expect(judge('{"errcode":0}', [], status)).toEqual({ kind: 'unknown', cause: `HTTP ${status}` });
  });

  it('keeps WeChat’s words short, and nobody in them', () => {
    const openid = 'oTEST0aBcDeFgHiJkLmNoPqRsTu1';
    const errmsg = `invalid ${openid} 13800138000 ${'T'.repeat(150)} rid: 60a1b2c3-01020304-0a0b0c0d`;

    const outcome = judge(JSON.stringify({ errcode: 40003, errmsg }));

    expect(outcome).toMatchObject({ message: expect.stringMatching(/^invalid … … …/) });
    expect(judge('{"errcode":47003,"errmsg":"data.thing1.value invalid, rid: 60a1b2c3-0102"}')).toMatchObject(
      {
        message: 'data.thing1.value invalid, rid: 60a1b2c3-0102',
      },
    );
    expect(judge('{"errcode":47003,"errmsg":{"a":1}}')).toMatchObject({ message: '' });
  });
});
