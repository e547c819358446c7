import { expect, it } from 'vitest';
import { judgeNotifyUrl } from './doctor-notify-url';

it.each([
  ['https://shop.example.com', 'ok', ''],
  ['https://shop.example.com/mall', 'ok', ''],
  ['https://shop.example.com:443', 'ok', ''],
  ['https://shop.example.com:8443', 'advice', 'port 8443'],
  ['http://shop.example.com', 'fault', 'not https'],
  ['https://shop.example.com?a=1', 'fault', 'query'],
  ['https://shop.example.com#a', 'fault', 'fragment'],
  ['https://ann:pw@shop.example.com', 'fault', 'user'],
  [`https://shop.example.com/${'x'.repeat(210)}`, 'fault', 'longer than 255'],
  ['https://127.0.0.1', 'fault', 'Nobody outside'],
  ['https://localhost', 'fault', 'Nobody outside'],
  ['https://10.1.2.3', 'fault', 'Nobody outside'],
  ['https://172.31.0.1', 'fault', 'Nobody outside'],
  ['https://192.168.1.5', 'fault', 'Nobody outside'],
  ['https://100.64.0.1', 'fault', 'Nobody outside'],
  ['https://[fd00::1]', 'fault', 'Nobody outside'],
  ['https://mall', 'fault', 'Nobody outside'],
  ['https://mall.local', 'fault', 'Nobody outside'],
  ['https://203.0.113.7', 'fault', 'is a number'],
  ['https://172.32.0.1', 'fault', 'is a number'],
  ['https://[2001:db8::1]', 'fault', 'is a number'],
  ['shop.example.com', 'fault', 'no address'],
])('[D1-28] a live PUBLIC_URL %s is %s', (url, kind, said) => {
  const finding = judgeNotifyUrl(url, true);

  expect(finding.kind).toBe(kind);
  expect(kind === 'ok' || finding.seen.en.includes(said)).toBe(true);
});

it.each([
  ['http://127.0.0.1:3000', 'ok'],
  ['http://192.0.2.5:3000', 'fault'],
  ['http://127.0.0.1:3000?a=1', 'fault'],
])('a sandbox’s PUBLIC_URL %s is %s', (url, kind) => {
  expect(judgeNotifyUrl(url, false).kind).toBe(kind);
});
