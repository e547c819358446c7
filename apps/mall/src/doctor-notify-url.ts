import { isLoopback, isNotifyUrl } from '@app/common';
import { isIP } from 'node:net';
import { advice, fault, ok, type Finding, type Words } from './doctor-check';

/** Where WeChat reports, below PUBLIC_URL; `says` is how the shop refuses there what nobody signed. */
export const NOTICE_ROUTES = [
  { route: '/api/v1/pay/notify', says: 'xml' },
  { route: '/api/v1/pay/notify/v3', says: 'json' },
  { route: '/api/v1/pay/refund-notify', says: 'xml' },
  { route: '/api/v1/pay/refund-notify/v3', says: 'json' },
] as const;

/** v3 takes 255 characters, v2 one more. */
const LONGEST = 255;
/** The longest route that a notify_url may end in. */
const TAIL = '/api/v1/pay/refund-notify/v3'.length;

/** WeChat's rules for notify_url, held against PUBLIC_URL, which each begins with. */
export function judgeNotifyUrl(publicUrl: string, isLive: boolean): Finding {
  if (!URL.canParse(publicUrl))
    return broken({ en: 'PUBLIC_URL is no address.', zh: 'PUBLIC_URL 不是网址。' });
  const url = new URL(publicUrl);
  const wrong = ruleBroken(publicUrl, url) ?? (isLive ? liveRuleBroken(url) : sandboxRuleBroken(publicUrl));
  if (wrong) return broken(wrong);
  if (isLive && url.port !== '')
    return advice(
      { en: `PUBLIC_URL names port ${url.port}.`, zh: `PUBLIC_URL 带有端口 ${url.port}。` },
      {
        en: 'Let the shop be reached on 443: some networks reach no other port.',
        zh: '建议使用 443 端口：部分网络无法访问其他端口。',
      },
    );
  return ok(publicUrl, '符合 notify_url 规则。');
}

function broken(seen: Words): Finding {
  const example = 'PUBLIC_URL=https://shop.example.com';
  return fault(seen, {
    en: `Set PUBLIC_URL to a plain public https address, as ${example}.`,
    zh: `请把 PUBLIC_URL 设为公网 https 地址，例如 ${example}。`,
  });
}

function ruleBroken(text: string, { username, password }: URL): Words | undefined {
  if (/[?#]/.test(text))
    return { en: 'PUBLIC_URL carries a query or a fragment.', zh: 'PUBLIC_URL 不能带参数或 #。' };
  if (username || password)
    return { en: 'PUBLIC_URL carries a user or a password.', zh: 'PUBLIC_URL 不能带用户名或密码。' };
  if (text.length + TAIL > LONGEST)
    return {
      en: `PUBLIC_URL makes notify_url longer than ${LONGEST} characters.`,
      zh: `PUBLIC_URL 过长，notify_url 会超过 ${LONGEST} 个字符。`,
    };
  return undefined;
}

/** The simulator's own rule, so that the doctor never promises what a prepay is refused for. */
function sandboxRuleBroken(text: string): Words | undefined {
  if (isNotifyUrl(text)) return undefined;
  return { en: `The simulator does not report to ${text}.`, zh: `模拟器不会通知 ${text}。` };
}

function liveRuleBroken({ protocol, hostname }: URL): Words | undefined {
  if (protocol !== 'https:') return { en: 'PUBLIC_URL is not https.', zh: 'PUBLIC_URL 不是 https。' };
  if (isLoopback(hostname) || isInner(hostname))
    return {
      en: `Nobody outside can reach ${hostname}.`,
      zh: `外网无法访问 ${hostname}。`,
    };
  if (isIP(hostname) || hostname.startsWith('['))
    return {
      en: `${hostname} is a number: a mini-program calls domains alone.`,
      zh: `${hostname} 是 IP：小程序只能请求域名。`,
    };
  return undefined;
}

/** Networks of a house, and names that only a house knows. */
function isInner(hostname: string): boolean {
  if (isIP(hostname))
    return /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
      hostname,
    );
  if (hostname.startsWith('[')) return /^\[(::|f[cd]|fe[89ab])/.test(hostname);
  return !hostname.includes('.') || /\.(local|localhost|internal|lan|home|test|invalid)$/.test(hostname);
}
