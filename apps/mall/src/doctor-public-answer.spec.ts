import { expect, it } from 'vitest';
import type { Finding } from './doctor-check';
import { judgeLiveness, judgeNoticeRoute, type PublicAnswer } from './doctor-public-answer';

const URL_ = 'https://shop.example.com/api/v1/pay/notify';
const REFUSED =
  '<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[FAIL]]></return_msg></xml>';
const answer = (status: number, body = '', over: Partial<PublicAnswer> = {}): PublicAnswer => ({
  status,
  body,
  contentType: '',
  ...over,
});
const PAGE = { contentType: 'text/html; charset=utf-8' };
const saidBy = (finding: Finding) =>
  `${finding.kind} ${finding.kind === 'ok' ? '' : `${finding.seen.en} ${finding.todo.en}`}`;

it.each([
  [answer(200, '{"status":"ok"}'), /^ok/],
  [
    answer(301, '', { location: 'https://www.example.com/?token=1' }),
    /^fault .*redirects \(301\) to https:\/\/www\.example\.com\/\. /,
  ],
  [answer(200, '<html>Welcome</html>', PAGE), /^fault .*200 with a web page.*login, firewall/],
  [answer(403, 'blocked', PAGE), /^fault .*403 with a web page.*WAF/],
  [answer(502, '<html>', PAGE), /^fault .*Start the shop/],
  [answer(404, 'nothing here'), /^fault .*every path below PUBLIC_URL/],
])('liveness is judged: %j', (heard, said) => {
  expect(saidBy(judgeLiveness(heard, 'https://shop.example.com/health/live'))).toMatch(said);
});

it.each([
  [answer(200, REFUSED), 'xml', /^ok/],
  [answer(401, '{"code":"FAIL","message":"失败"}'), 'json', /^ok/],
  [answer(400, '{"code":"FAIL","message":"失败"}'), 'json', /^ok/],
  [answer(200, '{"code":"FAIL"}'), 'json', /^fault/],
  [answer(200, REFUSED.replaceAll('FAIL', 'SUCCESS')), 'xml', /^fault/],
  [answer(302, '', { location: '/login' }), 'xml', /^fault .*redirects \(302\) to \/login/],
  [answer(403, '<html>captcha</html>', PAGE), 'json', /^fault .*captcha/],
  [answer(404, '{"error_code":10001}'), 'json', /^fault .*every path/],
] as const)('[D1-28] the answer to an unsigned notice is judged: %j', (heard, says, said) => {
  expect(saidBy(judgeNoticeRoute(heard, URL_, says))).toMatch(said);
});
