import { describe, expect, it } from 'vitest';
import { dialectOf } from './robot-dialect';

const message = { key: 'after_sale:7', kind: 'after_sale', text: '【小铺】订单申请售后。' };
const words = '【小铺】订单申请售后。\n编号 after_sale:7';

const WECOM = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx';
const DINGTALK = 'https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec';
const FEISHU = 'https://open.feishu.cn/open-apis/bot/v2/hook/c6e2d6c3';
const PLAIN = 'https://ops.example.com/hooks/minimall';

describe('a robot', () => {
  it.each([
    [WECOM, { msgtype: 'text', text: { content: words } }],
    ['http://127.0.0.1:8080/cgi-bin/webhook/send?key=a', { msgtype: 'text', text: { content: words } }],
    [DINGTALK, { msgtype: 'text', text: { content: words } }],
    ['https://proxy.example.com/robot/send?access_token=a', { msgtype: 'text', text: { content: words } }],
    [FEISHU, { msg_type: 'text', content: { text: words } }],
    ['https://open.larksuite.com/open-apis/bot/v2/hook/a', { msg_type: 'text', content: { text: words } }],
    [PLAIN, message],
    ['https://ops.example.com/send?to=/robot/send', message],
  ])('at %s is told in its own words', (url, body) => {
    expect(dialectOf(url).bodyOf(message)).toEqual(body);
  });

  it.each([
    [WECOM, '{"errcode":0,"errmsg":"ok"}', undefined],
    [WECOM, '{"errcode":93000,"errmsg":"invalid webhook url, hint: [1]"}', 'code 93000'],
    [WECOM, '{"errcode":45009,"errmsg":"api freq out of limit"}', 'code 45009'],
    [WECOM, '', 'no code'],
    [WECOM, '<html>', 'no code'],
    [WECOM, 'null', 'no code'],
    [DINGTALK, '{"errcode":0,"errmsg":"ok"}', undefined],
    [DINGTALK, '{"errcode":310000,"errmsg":"keywords not in content"}', 'code 310000'],
    [FEISHU, '{"code":0,"msg":"success","data":{}}', undefined],
    [FEISHU, '{"Extra":null,"StatusCode":0,"StatusMessage":"success"}', undefined],
    [FEISHU, '{"code":9499,"msg":"Bad Request","data":{}}', 'code 9499'],
    [FEISHU, '{"code":19024,"msg":"Key Words Not Found"}', 'code 19024'],
    [FEISHU, '{}', 'no code'],
    [PLAIN, 'whatever', undefined],
  ])('at %s that answers %s means it: %s', (url, answer, fault) => {
    expect(dialectOf(url).faultIn(answer)).toBe(fault);
  });
});
