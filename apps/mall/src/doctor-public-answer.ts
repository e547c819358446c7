import { fault, ok, type Finding, type Words } from './doctor-check';

/** What came back through PUBLIC_URL, from the shop or from whoever stands before it. */
export interface PublicAnswer {
  status: number;
  location?: string;
  contentType: string;
  body: string;
}

/** GET /health/live, which the shop answers without asking anybody. */
export function judgeLiveness(answer: PublicAnswer, url: string): Finding {
  if (answer.status === 200 && /"status"\s*:\s*"ok"/.test(answer.body))
    return ok(`${url} reaches the shop.`, '可访问商城。');
  return somebodyElse(answer, url);
}

/** An unsigned notice: the shop's own refusal is the right answer. */
export function judgeNoticeRoute(answer: PublicAnswer, url: string, says: 'xml' | 'json'): Finding {
  const { status, body } = answer;
  const refused =
    says === 'xml'
      ? status === 200 && body.startsWith('<xml><return_code><![CDATA[FAIL]]>')
      : status >= 400 && /"code"\s*:\s*"FAIL"/.test(body);
  return refused
    ? ok(`${new URL(url).pathname} reaches the shop.`, '可到达商城。')
    : somebodyElse(answer, url);
}

function somebodyElse(answer: PublicAnswer, url: string): Finding {
  const { status } = answer;
  if (status >= 300 && status < 400) return redirected(answer, url);
  if (status >= 502 && status <= 504)
    return broken(answer, url, {
      en: 'Start the shop, and let the proxy pass to its HOST and PORT.',
      zh: '请启动商城，并让反向代理转发到其 HOST 与 PORT。',
    });
  if (status === 404)
    return broken(answer, url, {
      en: 'Let the proxy pass every path below PUBLIC_URL on as it is.',
      zh: '请让反向代理把 PUBLIC_URL 下的所有路径原样转发。',
    });
  return broken(answer, url, {
    en: `Exempt ${new URL(url).pathname} from the login, firewall (WAF) or captcha that answers there.`,
    zh: `请让 ${new URL(url).pathname} 不经过登录、WAF 或验证码页面。`,
  });
}

function redirected({ status, location = '?' }: PublicAnswer, url: string): Finding {
  return fault(
    {
      en: `${url} redirects (${status}) to ${shown(location)}.`,
      zh: `${url} 被重定向（${status}）到 ${shown(location)}。`,
    },
    {
      en: 'WeChat follows no redirect: let this very address answer, or set PUBLIC_URL to where it leads.',
      zh: '微信不跟随重定向：请让该地址直接应答，或把 PUBLIC_URL 改为最终地址。',
    },
  );
}

function broken({ status, contentType, body }: PublicAnswer, url: string, todo: Words): Finding {
  const isPage = /html/i.test(contentType) || /^\s*<(!doctype )?html/i.test(body);
  const [en, zh] = isPage
    ? ['with a web page', '一个网页']
    : ['in words that are not the shop’s', '非商城内容'];
  return fault({ en: `${url} answers ${status} ${en}.`, zh: `${url} 应答 ${status}，${zh}。` }, todo);
}

/** Without a query, which may carry somebody's secret, and without what a terminal would obey. */
function shown(location: string): string {
  return location
    .replace(/[?#].*/s, '')
    .replaceAll(/[^\x21-\x7e]/g, '')
    .slice(0, 200);
}
